"""The cart, the gate before an order, and placing the order."""
