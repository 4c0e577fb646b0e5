"""What is cheaper, for whom, when, and why."""
