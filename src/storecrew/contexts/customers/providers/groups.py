"""Groups that a customer belongs to by what a higher context knows, such as a tier of the loyalty program.

Promotions ask for them as conditions, price lists as segments.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Protocol, runtime_checkable

from django.utils.functional import Promise

from storecrew.kernel.extensions.deprecation import deprecated


class GroupSource(Protocol):
    """One context's groups of customers. The names of private ones are for colleagues only."""

    @property
    def is_private(self) -> bool:
        """Whether the names of the groups are kept from shoppers."""

    def groups_of(self, customer_id: int, *, wanted: Collection[str], at: dt.datetime) -> frozenset[str]:
        """Return the groups of a customer, by code; at least those of ``wanted``, of which others may be
        left out.
        """

    def segments_of(self, customer_id: int) -> tuple[str, ...]:
        """Return the groups whose price lists count for a customer, the narrowest first."""

    def announced(self) -> tuple[str, ...]:
        """Return the groups whose prices everybody may see, as a reason to belong to them."""

    def names(self) -> Mapping[str, str | Promise]:
        """Return what the groups are called, for forms and sentences."""


@runtime_checkable
class MovedByOrders(Protocol):
    """A source whose groups people enter or leave by ordering, so that what is for them can be counted."""

    def ended_by_orders(self, codes: Collection[str]) -> Mapping[str, int]:
        """Return which of these groups orders end, with how many orders somebody can place while in it."""

    def begun_by_orders(self, codes: Collection[str]) -> Mapping[str, int]:
        """Return which of these groups orders begin, with how many orders put somebody into it."""


_sources: dict[str, GroupSource] = {}


def register_groups(name: str, source: GroupSource) -> None:
    """Add a source of groups under its name; called once, when the application starts."""
    _sources[name] = source


def groups_of(customer_id: int, *, wanted: Collection[str], at: dt.datetime) -> frozenset[str]:
    """Return the groups of a customer at a moment, as far as somebody asks for them."""
    return frozenset(
        code for source in _sources.values() for code in source.groups_of(customer_id, wanted=wanted, at=at)
    )


def ended_by_orders(codes: Collection[str]) -> dict[str, int]:
    """Return which of these groups orders end, with how many orders somebody can place while in it."""
    found: dict[str, int] = {}
    for source in _sources.values():
        if isinstance(source, MovedByOrders):
            found |= source.ended_by_orders(codes)
    return found


def begun_by_orders(codes: Collection[str]) -> dict[str, int]:
    """Return which of these groups orders begin, with how many orders put somebody into it."""
    found: dict[str, int] = {}
    for source in _sources.values():
        if isinstance(source, MovedByOrders):
            found |= source.begun_by_orders(codes)
    return found


def segments_of(customer_id: int) -> tuple[str, ...]:
    """Return the groups whose price lists count for a customer, the narrowest of each source first."""
    return tuple(code for source in _sources.values() for code in source.segments_of(customer_id))


def announced_segments() -> tuple[str, ...]:
    """Return the groups whose prices the shop shows to everybody beside what they pay themselves."""
    return tuple(code for source in _sources.values() for code in source.announced())


@deprecated(since="1.0", until="2.0", instead="customers.segments_of()")
def segment_of(customer_id: int) -> str:
    """Return the narrowest group that decides about a customer's prices, or ""."""
    return next(iter(segments_of(customer_id)), "")


def group_names(*, for_shoppers: bool = False) -> dict[str, str | Promise]:
    """Return what all these groups are called; for shoppers without those that are private."""
    return {
        code: name
        for source in _sources.values()
        if not (for_shoppers and source.is_private)
        for code, name in source.names().items()
    }
