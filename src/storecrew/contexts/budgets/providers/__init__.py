"""Where money is ordered and spent: contexts above say what they have."""
