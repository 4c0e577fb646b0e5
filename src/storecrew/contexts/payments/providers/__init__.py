"""Gateways behind one protocol; ``gateway(code)`` finds one."""

from storecrew.contexts.payments.providers.registry import enabled, gateway

__all__ = ["enabled", "gateway"]
