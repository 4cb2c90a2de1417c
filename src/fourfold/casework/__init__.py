"""The graduated approach, in its order."""
