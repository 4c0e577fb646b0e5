"""What a segment may ask for, and whether somebody's orders meet it; plain Python."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from storecrew.contexts.marketing.facts import Buyer

NUMBERS = (
    "orders_min", "orders_max", "bought_within_days", "not_bought_for_days", "spend_min", "spend_max",
    "points_min", "points_max", "returned_min", "returned_max",
)  # fmt: skip
WISHES = ("wishes", "wishes_products", "wishes_categories")
"""Variants, products and categories: who wishes for something among them is meant."""
LISTS = ("locales", "countries", "channels", "bought", "not_bought", "tiers", *WISHES)
FLAGS = ("bought_in_stock", "waits_in_stock", "has_voucher")
KNOWN = frozenset((*NUMBERS, *LISTS, *FLAGS, "currency"))
RANGES = (
    ("orders_min", "orders_max"),
    ("spend_min", "spend_max"),
    ("points_min", "points_max"),
    ("returned_min", "returned_max"),
    ("not_bought_for_days", "bought_within_days"),
)
"""Of each pair the first may not be more than the second, or nobody could be in it."""
PREFIX = "segment:"
"""What the code of a segment begins with where promotions name groups of customers."""


def problems(conditions: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return (field, code) of what is wrong."""
    found = [(name, "unknown") for name in conditions if name not in KNOWN]
    for name in NUMBERS:
        value = conditions.get(name)
        if value is not None and (not isinstance(value, int) or value < 0):
            found.append((name, "negative"))
    if not found:
        for least, most in RANGES:
            if conditions.get(least) and conditions.get(most) is not None:
                found += [(most, "nobody")] if conditions[least] > conditions[most] else []
    if (conditions.get("spend_min") or conditions.get("spend_max")) and not conditions.get("currency"):
        found.append(("currency", "missing"))
    if conditions.get("bought_in_stock") and not conditions.get("bought"):
        found.append(("bought", "missing"))
    return found


def cleaned(conditions: Mapping[str, Any]) -> dict[str, Any]:
    """Return the conditions that ask for something, in a fixed order."""
    found = {}
    for name in (*NUMBERS, *LISTS, *FLAGS, "currency"):
        value = conditions.get(name)
        if value not in (None, "", [], ()) and value is not False:
            found[name] = list(value) if name in LISTS else value
    if "spend_min" not in found and "spend_max" not in found:
        found.pop("currency", None)
    return found


def code_of(segment_id: int) -> str:
    """Return the name of a segment among the groups of customers."""
    return f"{PREFIX}{segment_id}"


def ids_in(codes: frozenset[str]) -> list[int]:
    """Return the segments among the codes of groups."""
    plain = (code.removeprefix(PREFIX) for code in codes if code.startswith(PREFIX))
    return sorted(int(each) for each in plain if each.isdecimal())


def orders_that_end(conditions: Mapping[str, Any]) -> int:
    """Return how many orders somebody can place while they meet the conditions; 0: any number."""
    if any(conditions.get(name) for name in ("not_bought_for_days", "spend_max", "not_bought")):
        return 1
    most = conditions.get("orders_max")
    return 0 if most is None else int(most) + 1


def orders_that_begin(conditions: Mapping[str, Any]) -> int:
    """Return how many orders it takes at least to meet the conditions; 0: orders do not make it so."""
    if least := conditions.get("orders_min"):
        return int(least)
    return int(any(conditions.get(name) for name in ("bought_within_days", "spend_min", "bought")))


def meets(wanted: Mapping[str, Any], buyer: Buyer, at: dt.datetime) -> bool:
    """Say whether what somebody ordered, and where, meets the conditions that ask for it.

    The same answer as the query over profiles gives; points, returns, stock and vouchers are asked apart.
    """
    spent = buyer.spent.get(wanted.get("currency", ""), 0)
    return (
        buyer.orders >= wanted.get("orders_min", 0)
        and buyer.orders <= wanted.get("orders_max", buyer.orders)
        and _in_time(wanted, buyer.last_order_at, at)
        and (not wanted.get("spend_min") or spent >= wanted["spend_min"])
        and (not wanted.get("spend_max") or spent <= wanted["spend_max"])
        and (not wanted.get("bought") or not buyer.bought.isdisjoint(wanted["bought"]))
        and (not wanted.get("not_bought") or buyer.bought.isdisjoint(wanted["not_bought"]))
        and (not wanted.get("locales") or buyer.locale in wanted["locales"])
        and (not wanted.get("countries") or buyer.country in wanted["countries"])
        and (not wanted.get("channels") or buyer.channel_code in wanted["channels"])
    )


def _in_time(wanted: Mapping[str, Any], last: dt.datetime | None, at: dt.datetime) -> bool:
    within, without = wanted.get("bought_within_days"), wanted.get("not_bought_for_days")
    if last is None:
        return not (within or without)
    return (not within or last > at - dt.timedelta(days=within)) and (
        not without or last <= at - dt.timedelta(days=without)
    )
