"""Plans of other contexts that bring orders, by this small protocol: what each is expected to bring.

The contexts that plan without promotions are above this one, so they register here what they expect.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from storecrew.contexts.promotions.queries.capacity import Load


class Expectation(Protocol):
    """Says what plans of one kind of record bring."""

    def __call__(self, record_ids: Collection[int], *, at: dt.datetime) -> Mapping[int, Load]:
        """Return the loads of those that have not begun and say how much they want to sell."""


_expectations: dict[str, Expectation] = {}


def register_expectation(record: str, expectation: Expectation) -> None:
    """Compare plans of this kind of record with the rosters from now on."""
    _expectations[record] = expectation


def expectations() -> Mapping[str, Expectation]:
    """Return who says what is expected, by kind of record."""
    return dict(_expectations)
