"""Posts for social networks, and links with what networks show of them."""
