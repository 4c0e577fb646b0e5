"""The shop that shoppers see, arranged by their journey."""
