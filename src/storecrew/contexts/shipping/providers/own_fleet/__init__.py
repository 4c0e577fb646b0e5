"""The shop's own vehicles as a carrier: labels of our own, prices by table, tracking told by the drivers."""

from storecrew.contexts.shipping.providers.own_fleet.carrier import OwnFleetCarrier

__all__ = ["OwnFleetCarrier"]
