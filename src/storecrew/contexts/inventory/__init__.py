"""Stock: what lies where, what is promised, and why each number is what it is."""
