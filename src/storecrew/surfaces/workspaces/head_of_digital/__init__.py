"""The workspace of the Head of Digital."""
