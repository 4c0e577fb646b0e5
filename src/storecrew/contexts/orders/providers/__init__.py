"""Small protocols by which higher contexts take part in decisions about orders."""
