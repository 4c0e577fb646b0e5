"""Buying: proposals, purchase orders and suppliers."""
