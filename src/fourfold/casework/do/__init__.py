"""Sessions planned, delivered or not and why; today's list."""
