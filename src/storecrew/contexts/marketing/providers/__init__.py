"""What others add to the marketing context."""
