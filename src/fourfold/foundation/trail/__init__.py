"""The append-only, hash-chained log of writes and looks, and its verification."""
