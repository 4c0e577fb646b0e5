"""What we buy: forecasts, suppliers, purchase orders, and how many to order when."""
