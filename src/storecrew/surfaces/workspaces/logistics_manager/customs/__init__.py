"""What carriers and customs must know: goods, and who we are."""
