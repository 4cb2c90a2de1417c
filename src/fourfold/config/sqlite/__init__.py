"""SQLite as Django knows it, which puts down once how a sentence is written for the driver."""
