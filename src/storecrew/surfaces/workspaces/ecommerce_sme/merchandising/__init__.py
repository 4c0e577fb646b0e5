"""Pages about the order of lists, synonyms and searches without a result."""
