"""What affiliates tells others."""
