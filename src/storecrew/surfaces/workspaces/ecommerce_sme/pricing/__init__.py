"""Pages about prices, taxes and shipping rates."""
