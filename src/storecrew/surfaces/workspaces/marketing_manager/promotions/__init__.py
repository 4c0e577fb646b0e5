"""Pages of promotions: the list, one promotion, its form, its codes, its trials."""
