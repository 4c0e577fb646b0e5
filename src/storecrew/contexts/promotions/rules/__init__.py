"""The rules of promotions: plain Python, no database, no clock."""
