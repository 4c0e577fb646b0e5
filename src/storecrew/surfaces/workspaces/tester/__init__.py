"""The workspace of testers."""
