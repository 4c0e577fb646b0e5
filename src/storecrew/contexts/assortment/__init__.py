"""What is sold next: range reviews with their decisions, and the assortment plan."""
