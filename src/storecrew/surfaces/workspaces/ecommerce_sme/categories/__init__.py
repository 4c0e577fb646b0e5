"""Pages about categories, collections and product types."""
