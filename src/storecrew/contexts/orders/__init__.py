"""What was agreed with a shopper, copied at placement and frozen from then on."""
