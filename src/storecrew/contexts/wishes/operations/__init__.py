"""The writes of the wishes context, one file per verb."""
