"""What contexts above register: the kinds of requests, and the limits they ask for."""
