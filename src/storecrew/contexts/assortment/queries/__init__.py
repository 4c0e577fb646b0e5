"""Reads of the assortment."""

from storecrew.contexts.assortment.queries.plans import plan, plans
from storecrew.contexts.assortment.queries.reviews import range_review

__all__ = ["plan", "plans", "range_review"]
