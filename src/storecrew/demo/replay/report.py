"""What a replay shows: counts, whether stock agrees, and the product's own reports on it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.shipping import public as shipping
from storecrew.demo.replay.playing import Player


def report(player: Player, *, differences: int) -> dict[str, Any]:
    """Return plain values. Shares go from 0 to 1; a share without any fact behind it is None."""
    played, shop = player.played, player.shop
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
        "counts": played.counts,
        "units_received": shop.units_received,
        "units_on_hand": on_hand,
        "lived_until": player.ends.date().isoformat(),
        "differences": differences,
        "stock_agrees": differences == 0 and on_hand == expected,
        **_reports(player),
        "on_time_in_the_file": _share(played.on_time, played.timed),
        "return_rate": _share(played.units_returned, played.units_sold),
        "sell_through": _share(played.units_sold - played.units_canceled, shop.units_received),
        "skipped": player.history.skipped,
        "refused": dict(played.refused),
    }


def _reports(player: Player) -> dict[str, Any]:
    """Ask the product what it shows the merchant about this time."""
    begins, ends = player.history.happenings[0].at, player.ends
    location_id = player.shop.location_id
    on_time = shipping.on_time_in_full(begins, ends + dt.timedelta(microseconds=1))
    accuracy = inventory.accuracy(since=begins, location_id=location_id)
    classes = Counter(inventory.count_classes(location_id, at=ends).values())
    return {
        "on_time_in_full": _share(on_time.kept, on_time.known),
        "accuracy": _share(accuracy.exact, accuracy.counted),
        "abc": {name: classes[name] for name in "ABC"},
    }


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None
