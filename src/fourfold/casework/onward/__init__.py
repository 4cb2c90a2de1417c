"""Moves on from here: the child has moved to another setting, left, or died."""
