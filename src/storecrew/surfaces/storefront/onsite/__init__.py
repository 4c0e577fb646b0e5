"""Banners and pop-ups of marketing in the pages of the shop."""
