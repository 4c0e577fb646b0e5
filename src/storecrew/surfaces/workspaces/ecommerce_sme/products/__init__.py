"""Pages about products: the list, the record, the grid."""
