"""What is written about credit and open items."""
