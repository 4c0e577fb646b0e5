"""A small app whose jobs the process tests let real schedulers run."""
