"""How days and times are written, where a language has more than one way."""
