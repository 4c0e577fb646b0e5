"""Home, categories, collections, search: everything that leads to a product."""
