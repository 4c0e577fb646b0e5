"""Papers that we draw ourselves: the commercial invoice for customs, and the list of a hand-over."""

from storecrew.contexts.shipping.providers.papers.invoice import commercial_invoice

__all__ = ["commercial_invoice"]
