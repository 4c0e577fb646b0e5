"""Carriers behind one protocol; ``carrier(kind)`` finds one."""

from storecrew.contexts.shipping.providers.registry import carrier, known

__all__ = ["carrier", "known"]
