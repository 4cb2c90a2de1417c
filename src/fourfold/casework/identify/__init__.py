"""Concerns, class teaching tried, the decision, informing parents."""
