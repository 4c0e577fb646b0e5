"""What the catalog asks outside of itself."""
