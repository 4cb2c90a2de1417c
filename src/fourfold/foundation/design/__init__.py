"""Fields, components, layouts and a gallery page; nothing about pupils."""
