"""The cart and what belongs to one visitor."""
