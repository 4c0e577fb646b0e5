"""Reads of pricing: prices, their history, bulk previews, taxes."""
