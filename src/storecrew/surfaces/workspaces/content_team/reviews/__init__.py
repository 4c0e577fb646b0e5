"""Reviews of products: looking at them, deciding, answering."""
