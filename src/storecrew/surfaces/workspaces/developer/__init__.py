"""The workspace of developers."""
