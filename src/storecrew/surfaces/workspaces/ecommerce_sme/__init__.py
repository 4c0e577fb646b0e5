"""The workspace of the e-commerce SME."""
