"""What a replay shows: counts, whether stock agrees, and the shapes that a merchant would look at."""

from __future__ import annotations

from collections import Counter
from typing import Any

from storecrew.demo.replay.history import History
from storecrew.demo.replay.playing import Played
from storecrew.demo.replay.shop import ReplayShop


def report(
    history: History, played: Played, shop: ReplayShop, *, seconds: float, differences: int
) -> dict[str, Any]:
    """Return plain values. Shares go from 0 to 1; a share without any fact behind it is None."""
    on_hand = shop.units_on_hand()
    expected = (
        shop.units_before
        + shop.units_received
        - played.units_sold
        + played.units_canceled
        + played.units_returned
        + played.units_corrected
    )
    return {
        "orders": played.orders,
        "lines": played.lines,
        "units_sold": played.units_sold,
        "shipped": played.shipped,
        "canceled": played.canceled,
        "units_canceled": played.units_canceled,
        "returns": played.returns,
        "units_returned": played.units_returned,
        "units_returned_without_sale": played.units_unmatched,
        "corrections": played.corrections,
        "units_received": shop.units_received,
        "units_on_hand": on_hand,
        "differences": differences,
        "stock_agrees": differences == 0 and on_hand == expected,
        "on_time_in_full": _share(played.on_time, played.timed),
        "return_rate": _share(played.units_returned, played.units_sold),
        "sell_through": _share(played.units_sold - played.units_canceled, shop.units_received),
        "abc": abc_classes(played.value_by_sku),
        "skipped": history.skipped,
        "refused": dict(played.refused),
        "seconds": round(seconds, 1),
        "orders_per_second": round(played.orders / seconds, 2) if seconds else 0.0,
    }


def abc_classes(value_by_sku: Counter[str]) -> dict[str, int]:
    """Count articles by class: A makes the first 80 % of the value, B the next 15 %, C the rest."""
    total = value_by_sku.total()
    classes = {"A": 0, "B": 0, "C": 0}
    before = 0
    for _, value in value_by_sku.most_common():
        classes["A" if before * 100 < total * 80 else "B" if before * 100 < total * 95 else "C"] += 1
        before += value
    return classes


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None
