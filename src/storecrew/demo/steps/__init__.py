"""The parts of the demo store, each built by the product's own operations."""
