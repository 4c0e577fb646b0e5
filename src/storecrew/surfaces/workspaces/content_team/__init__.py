"""The workspace of the content team."""
