"""The shop over REST, version 1."""
