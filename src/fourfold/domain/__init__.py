"""The rules: pure, typed, no Django, no I/O, no clock."""
