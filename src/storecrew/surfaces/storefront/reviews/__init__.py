"""Reviews: reading, writing behind an order's link, reporting."""
