"""Pictures for people who share a page: title, price and picture on one card, drawn by ourselves."""
