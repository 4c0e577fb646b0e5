"""Pages of banners and pop-ups."""
