"""The rules of loyalty: plain Python, no database, no clock."""
