"""The writes of the checkout context, one file per verb."""
