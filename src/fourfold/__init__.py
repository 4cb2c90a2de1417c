"""Fourfold: SEN Support, assess, plan, do, review, on one shared record."""
