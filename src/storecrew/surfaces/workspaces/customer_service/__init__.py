"""The workspace of customer service."""
