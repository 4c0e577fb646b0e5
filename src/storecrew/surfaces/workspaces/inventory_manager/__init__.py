"""The workspace of the Inventory Manager."""
