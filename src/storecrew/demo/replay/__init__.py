"""Orders of real shops, lived through again by the product's own operations on a store clock."""
