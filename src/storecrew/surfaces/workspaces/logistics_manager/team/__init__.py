"""The team: who works when, who may do what, and whether that is enough."""
