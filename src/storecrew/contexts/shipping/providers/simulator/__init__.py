"""A pretended carrier for the demo and for tests. It moves no parcel and never runs in production."""

from storecrew.contexts.shipping.providers.simulator.carrier import SimulatorCarrier

__all__ = ["SimulatorCarrier"]
