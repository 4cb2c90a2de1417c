"""Pupils, families, staff, who teaches and supports whom, terms and calendars."""
