"""Groups that a customer belongs to by what a higher context knows, such as a tier of the loyalty program.

Promotions ask for them as conditions, price lists as segments.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from django.utils.functional import Promise


class GroupSource(Protocol):
    """One context's groups of customers."""

    def groups_of(self, customer_id: int) -> frozenset[str]:
        """Return the groups of a customer, by code."""

    def segment_of(self, customer_id: int) -> str:
        """Return the group that decides about a customer's prices, or ""."""

    def names(self) -> Mapping[str, str | Promise]:
        """Return what the groups are called, for forms and sentences."""


_sources: dict[str, GroupSource] = {}


def register_groups(name: str, source: GroupSource) -> None:
    """Add a source of groups under its name; called once, when the application starts."""
    _sources[name] = source


def groups_of(customer_id: int) -> frozenset[str]:
    """Return every group of a customer."""
    return frozenset(code for source in _sources.values() for code in source.groups_of(customer_id))


def segment_of(customer_id: int) -> str:
    """Return the group that decides about a customer's prices: the first that a source names, or ""."""
    return next((code for source in _sources.values() if (code := source.segment_of(customer_id))), "")


def group_names() -> dict[str, str | Promise]:
    """Return what all these groups are called."""
    return {code: name for source in _sources.values() for code, name in source.names().items()}
