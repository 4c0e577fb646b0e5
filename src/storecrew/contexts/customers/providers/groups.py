"""Groups that a customer belongs to by what a higher context knows, such as a tier of the loyalty program.

Promotions ask for them as conditions, price lists as segments.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Protocol

from django.utils.functional import Promise


class GroupSource(Protocol):
    """One context's groups of customers. The names of private ones are for colleagues only."""

    @property
    def is_private(self) -> bool:
        """Whether the names of the groups are kept from shoppers."""

    def groups_of(self, customer_id: int, *, wanted: Collection[str], at: dt.datetime) -> frozenset[str]:
        """Return the groups of a customer, by code; at least those of ``wanted``, of which others may be
        left out.
        """

    def segment_of(self, customer_id: int) -> str:
        """Return the group that decides about a customer's prices, or ""."""

    def names(self) -> Mapping[str, str | Promise]:
        """Return what the groups are called, for forms and sentences."""


_sources: dict[str, GroupSource] = {}


def register_groups(name: str, source: GroupSource) -> None:
    """Add a source of groups under its name; called once, when the application starts."""
    _sources[name] = source


def groups_of(customer_id: int, *, wanted: Collection[str], at: dt.datetime) -> frozenset[str]:
    """Return the groups of a customer at a moment, as far as somebody asks for them."""
    return frozenset(
        code for source in _sources.values() for code in source.groups_of(customer_id, wanted=wanted, at=at)
    )


def segment_of(customer_id: int) -> str:
    """Return the group that decides about a customer's prices: the first that a source names, or ""."""
    return next((code for source in _sources.values() if (code := source.segment_of(customer_id))), "")


def group_names(*, for_shoppers: bool = False) -> dict[str, str | Promise]:
    """Return what all these groups are called; for shoppers without those that are private."""
    return {
        code: name
        for source in _sources.values()
        if not (for_shoppers and source.is_private)
        for code, name in source.names().items()
    }
