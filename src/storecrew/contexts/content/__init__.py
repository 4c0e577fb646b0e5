"""Pages, menus and legal texts that editors write."""
