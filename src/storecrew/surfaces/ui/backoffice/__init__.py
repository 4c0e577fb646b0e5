"""The back office's frame and parts: menu, home, palette, lists and records, in Wagtail's shell."""
