"""Argon2 as cheap as it goes: what ships takes a fifth of a second for a password, by design, at every sign-in."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class QuickArgon2(Argon2PasswordHasher):
    """The hasher that ships, with the least work."""

    time_cost = 1
    memory_cost = 8
    parallelism = 1
