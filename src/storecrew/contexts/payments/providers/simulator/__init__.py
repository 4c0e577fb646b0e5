"""A pretended bank for the demo and for tests. It moves no money and never runs in production."""

from storecrew.contexts.payments.providers.simulator.gateway import Simulator

__all__ = ["Simulator"]
