"""What reaches the people who work here outside their inbox, when, and by which way."""
