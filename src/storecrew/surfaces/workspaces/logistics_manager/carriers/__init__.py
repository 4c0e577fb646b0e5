"""Carriers and labels: contracts, what was bought from them, where parcels are."""
