"""Screens for catalog files in and out."""
