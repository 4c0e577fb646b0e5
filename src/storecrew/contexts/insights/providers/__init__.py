"""What insights asks of others."""
