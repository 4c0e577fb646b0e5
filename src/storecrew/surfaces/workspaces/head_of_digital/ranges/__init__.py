"""What is sold next: range reviews and the assortment plan (HOD-7)."""
