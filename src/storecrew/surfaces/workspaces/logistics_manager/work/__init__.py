"""The way of an order through the warehouse: queue, pick, pack, hand over."""
