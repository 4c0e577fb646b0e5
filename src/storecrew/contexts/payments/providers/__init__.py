"""Gateways behind one protocol; ``gateway(code)`` finds one."""

from storecrew.contexts.payments.providers.registry import enabled, gateway, is_on_account

__all__ = ["enabled", "gateway", "is_on_account"]
