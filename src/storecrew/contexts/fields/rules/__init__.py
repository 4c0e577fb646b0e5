"""Rules without a database: keys, kinds and what a value has to be."""
