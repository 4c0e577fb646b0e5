"""When it would arrive and what that costs, before anybody gave an address."""
