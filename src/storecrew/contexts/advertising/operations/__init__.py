"""What is written about feeds, ad groups and their cost."""
