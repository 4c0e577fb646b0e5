"""The workspace of the Logistics Manager."""
