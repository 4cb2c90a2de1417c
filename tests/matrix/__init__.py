"""Every address, for every person of the cast and from every side: who comes in, why, and what the others find."""
