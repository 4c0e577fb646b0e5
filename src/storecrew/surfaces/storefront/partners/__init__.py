"""Links of partners, and the page on which they see what they earn."""
