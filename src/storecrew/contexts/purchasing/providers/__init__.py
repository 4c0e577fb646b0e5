"""What purchasing reads from outside."""
