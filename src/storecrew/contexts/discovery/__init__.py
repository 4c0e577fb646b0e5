"""How shoppers find products: search, filters, order of lists."""
