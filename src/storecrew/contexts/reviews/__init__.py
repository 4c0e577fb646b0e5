"""Reviews of products by people who bought them."""
