"""Passwords that everybody knows are hashed quickly while the demo store is built."""

from django.contrib.auth.hashers import PBKDF2PasswordHasher


class PublicPasswordHasher(PBKDF2PasswordHasher):
    """Django's hash with few rounds: what is printed at the start needs no hiding, and twenty people have it.

    The rounds stand in the hash, so Django reads it at any time, and makes it anew at the first sign-in.
    """

    iterations = 1_000
