"""The writes of the inventory context, one file per verb."""
