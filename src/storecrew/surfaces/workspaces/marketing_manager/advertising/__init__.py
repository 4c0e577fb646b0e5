"""Feeds, ad groups and cost."""
