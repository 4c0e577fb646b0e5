"""Catalog files in and out: formats of other platforms and our own, preview, confirm, undo."""
