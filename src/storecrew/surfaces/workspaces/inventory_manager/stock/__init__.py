"""Stock: what lies where, why a number is what it is, and correcting it."""
