"""The sums that reports read: added to narrowly, or made anew as a whole with the same result."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import connection, transaction

from storecrew.contexts.insights.models import Event, Tally
from storecrew.contexts.insights.operations.holding import hold
from storecrew.contexts.insights.rules import kinds

_COLUMNS = (
    "dimension", "day", "hour", "channel_id", "kind", "way", "device", "subject", "campaign",
    "count", "amount",
)  # fmt: skip
_KEY = "dimension, day, channel_id, kind, way, device, subject, campaign, hour"
_HOURLY = (kinds.VISIT, kinds.VIEW, kinds.CART, kinds.ORDER)
_BY_SOURCE = (
    kinds.VISIT, kinds.KNOWN, kinds.STAY, kinds.CART, kinds.ORDER, kinds.BACK, kinds.CANCELED,
)  # fmt: skip
_OF_PAGES = (
    kinds.LED_CART, kinds.LED_ORDER, kinds.LED_MARGIN, kinds.LED_BACK, kinds.ASSISTED, kinds.SEEN, kinds.LEFT,
)  # fmt: skip
_BY_PAGE = (kinds.VIEW, kinds.VISIT, *_OF_PAGES)
_BY_PRODUCT = (kinds.VIEW, kinds.SOLD_OUT, kinds.ADD, kinds.BOUGHT)
_BY_TERM = (kinds.SEARCH, kinds.NOTHING)
_BY_MESSAGE = (kinds.SHOWN, kinds.CLICKED)
_BY_REASON = (kinds.HINDERED, kinds.STANDS)
_NOT_ALONE = (*_OF_PAGES, *_BY_MESSAGE, *_BY_REASON)

# dimension, (hour, way, device, subject, campaign) as SQL, the kinds, and what else must hold
_DIMENSIONS: tuple[tuple[str, tuple[str, str, str, str, str], tuple[str, ...], str], ...] = (
    ("hour", ("hour", "''", "''", "''", "''"), _HOURLY, ""),
    ("source", ("0", "way", "device", "source", "campaign"), _BY_SOURCE, ""),
    ("page", ("0", "''", "''", "path", "''"), _BY_PAGE, "path <> ''"),
    ("product", ("0", "''", "device", "CAST(product_id AS VARCHAR(20))", "''"), _BY_PRODUCT,
     "product_id IS NOT NULL"),
    ("message", ("0", "''", "device", "path", "''"), _BY_MESSAGE, "path <> ''"),
    ("term", ("0", "''", "''", "term", "''"), _BY_TERM, "term <> ''"),
    ("reason", ("0", "way", "device", "term", "''"), _BY_REASON, "term <> ''"),
)  # fmt: skip


def add(first: int, last: int) -> None:
    """Add the events of these numbers to the sums. The caller holds the state of counting."""
    _sum("id BETWEEN %s AND %s", [first, last])


def rebuild(*, at: dt.datetime) -> int:
    """Make all sums anew from the events; return how many rows there are. Nobody counts meanwhile."""
    with transaction.atomic():
        hold(at)
        Tally.objects.all().delete()
        _sum("1 = 1", [])
        if connection.vendor == "postgresql":
            # Until statistics are gathered by themselves, reports would be planned for the empty table.
            with connection.cursor() as cursor:
                cursor.execute(f"ANALYZE {Tally._meta.db_table}")
        return Tally.objects.count()


def differences(*, at: dt.datetime) -> int:
    """Make the sums anew and return how many rows were not as they should have been; 0 when all was well."""
    with transaction.atomic():
        before = contents()
        rebuild(at=at)
        after = contents()
    return len(before.items() ^ after.items())


def contents() -> dict[tuple[Any, ...], tuple[int, int]]:
    """Return all sums by what they are sums of."""
    rows = Tally.objects.order_by().values_list(*_COLUMNS)
    return {tuple(row[:-2]): (row[-2], row[-1]) for row in rows}


def _sum(where: str, values: list[Any]) -> None:
    # reviewed: names of our own columns and words of this module; every value is a parameter
    tally, event = Tally._meta.db_table, Event._meta.db_table
    with connection.cursor() as cursor:
        for dimension, shown, counted, also in (_ALL, *_DIMENSIONS):
            hour, way, device, subject, campaign = shown
            cursor.execute(
                f"INSERT INTO {tally} ({', '.join(_COLUMNS)}) "  # noqa: S608
                f"SELECT '{dimension}', day, {hour}, channel_id, kind, {way}, {device}, "
                f"{subject}, {campaign}, "
                f"SUM(count), SUM(amount) FROM {event} WHERE {where} {f'AND {also}' if also else ''} "
                f"AND kind IN ({', '.join(['%s'] * len(counted))}) "
                f"GROUP BY 2, 3, 4, 5, 6, 7, 8, 9 "
                f"ON CONFLICT ({_KEY}) DO UPDATE SET count = {tally}.count + excluded.count, "
                f"amount = {tally}.amount + excluded.amount",
                [*values, *counted],
            )


_EVERY = tuple(
    value for name, value in vars(kinds).items() if name.isupper() and isinstance(value, str) and value
)
_ALL = (
    "all",
    ("0", "way", "device", "''", "''"),
    tuple(one for one in _EVERY if one not in _NOT_ALONE),
    "",
)
