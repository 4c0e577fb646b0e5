"""How goods travel: service rules, and why a service was chosen."""
