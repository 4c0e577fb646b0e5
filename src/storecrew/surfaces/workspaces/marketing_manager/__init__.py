"""The workspace of the Marketing Manager."""
