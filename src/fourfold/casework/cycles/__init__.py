"""The spine: one row per cycle, and its moves."""
