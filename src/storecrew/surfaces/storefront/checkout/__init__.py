"""From the cart to the order."""
