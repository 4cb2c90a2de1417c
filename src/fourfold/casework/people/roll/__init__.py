"""Bringing in a roll: what a list of children, contacts, staff or groups may say, and what it comes to here."""
