"""The workspace of the Business Analyst."""
