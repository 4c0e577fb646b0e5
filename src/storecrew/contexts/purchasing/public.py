"""The doorway of the purchasing context."""

from storecrew.contexts.purchasing.errors import UnreadableDemand

__all__ = ["UnreadableDemand"]
