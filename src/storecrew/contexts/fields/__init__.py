"""Custom fields: what a business wants to know of its products, orders and customers beyond what all do."""
