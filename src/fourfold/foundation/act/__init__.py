"""The one wrapper that every verb goes through."""
