"""What is sold: product types, products, variants, categories and collections."""
