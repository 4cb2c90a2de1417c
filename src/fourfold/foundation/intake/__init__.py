"""Staged import: upload, parse, check, match, difference, commit, undo."""
