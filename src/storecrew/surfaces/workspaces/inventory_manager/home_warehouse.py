"""What the warehouse adds to the Inventory Manager's home: to receive, to put away, to count, to inspect."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.db.models import Count, F, Q, Sum
from django.utils.translation import gettext as _

from storecrew.contexts.channels import public as channels
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.inventory.models import (
    BinContent,
    CountTask,
    Inspection,
    Receipt,
)
from storecrew.surfaces.ui.backoffice.parts import count_tone, link, queue, within
from storecrew.surfaces.ui.backoffice.registry import (
    Look,
    Queue,
    QueueItem,
    Tile,
    Tone,
    register_queue,
    register_tile,
)
from storecrew.surfaces.ui.numbers import percent

SOON = dt.timedelta(days=30)
DAY = dt.timedelta(days=1)
TO_COUNT = ("open", "recount")


def _receive(look: Look) -> Tile:
    rows = within(Receipt.objects.filter(state="open"), look.actor, location="location__code")
    sums = rows.aggregate(
        today=Count("pk", filter=Q(due_at__lt=look.at + DAY)),
        late=Count("pk", filter=Q(due_at__lt=look.at)),
        all=Count("pk"),
    )
    return Tile(
        _("To receive today"),
        str(sums["today"]),
        _("%(late)s late, %(all)s expected") % {"late": sums["late"], "all": sums["all"]},
        link("stock_receipts", query="f.state=open&sort=due"),
        count_tone(sums["late"]),
        _("Receipts due within a day at your locations."),
    )


def _put_away(look: Look) -> Tile:
    rows = within(
        BinContent.objects.filter(bin__kind="receiving", quantity__gt=0),
        look.actor,
        location="bin__location__code",
    )
    sums = rows.aggregate(units=Sum("quantity", default=0), articles=Count("variant", distinct=True))
    return Tile(
        _("To put away"),
        str(sums["units"]),
        _("units of %(n)s articles at the dock") % {"n": sums["articles"]},
        link("stock_phone"),
    )


def _counts(look: Look) -> Tile:
    rows = within(CountTask.objects.all(), look.actor, location="location__code")
    sums = rows.aggregate(
        due=Count("pk", filter=Q(state__in=TO_COUNT)),
        late=Count("pk", filter=Q(state__in=TO_COUNT, due_at__lt=look.at)),
        approval=Count("pk", filter=Q(state="approval")),
    )
    return Tile(
        _("Counts due"),
        str(sums["due"]),
        _("%(late)s late, %(approval)s to approve") % {"late": sums["late"], "approval": sums["approval"]},
        link("stock_counts", query="f.state=open&f.state=recount&sort=due"),
        count_tone(sums["late"] + sums["approval"]),
    )


def _accuracy(look: Look) -> Tile:
    figure = inventory.accuracy(since=look.at - SOON)
    bins = figure.bins_percent
    value = percent(bins, 100, 0)
    units = figure.units_percent
    hint = (
        _("no counts in 30 days")
        if bins is None
        else _("of %(n)s first counts; %(units)s of units")
        % {"n": figure.counted, "units": percent(100 if units is None else units, 100, 0)}
    )
    return Tile(
        _("Inventory accuracy"),
        value,
        hint,
        link("stock_counts", query="f.state=done&sort=-closed"),
        "neutral" if bins is None or bins >= 95 else "warning",
        _("Bins whose first count agreed with the records, in the last 30 days."),
    )


def _expiring(look: Look) -> Tile:
    rows = within(
        BinContent.objects.filter(quantity__gt=0, lot__expires_on__lt=(look.at + SOON).date()),
        look.actor,
        location="bin__location__code",
    )
    sums = rows.aggregate(
        lots=Count("lot", distinct=True),
        gone=Count("lot", distinct=True, filter=Q(lot__expires_on__lte=channels.house_day(look.at))),
    )
    return Tile(
        _("Lots that expire"),
        str(sums["lots"]),
        _("%(gone)s expired, the rest within 30 days") % {"gone": sums["gone"]},
        link("stock_bins"),
        count_tone(sums["lots"]),
    )


def _samples(look: Look) -> Queue:
    def item(row: dict[str, Any]) -> QueueItem:
        url = link("stock_inspect", row["line__receipt_id"], row["id"])
        detail = _("%(sample)s of %(units)s units") % {"sample": row["sample"], "units": row["units"]}
        reference = row["line__receipt__reference"]
        return QueueItem(row["line__variant__sku"], url, f"{reference} · {detail}", row["opened_at"])

    rows = within(
        Inspection.objects.filter(state="open").order_by("opened_at"),
        look.actor,
        location="line__receipt__location__code",
    )
    return queue(
        _("Samples to inspect"),
        rows.values(
            "id", "sample", "units", "opened_at", "line__receipt_id", "line__receipt__reference",
            "line__variant__sku",
        ),
        item,
        empty=_("No delivery waits for its sample."),
    )  # fmt: skip


def _to_count(look: Look) -> Queue:
    causes, states = dict(CountTask.Cause.choices), dict(CountTask.State.choices)

    def item(row: dict[str, Any]) -> QueueItem:
        place = row["bin__code"] or _("In no bin")
        why = states[row["state"]] if row["state"] != "open" else causes[row["cause"]]
        detail = f"{place} · {row['location__name']} · {why}"
        tone: Tone = "warning" if row["state"] == "approval" or row["due_at"] < look.at else "neutral"
        return QueueItem(
            row["variant__sku"], link("stock_count", row["id"]), detail, row["opened_at"], tone=tone
        )

    rows = CountTask.objects.filter(state__in=(*TO_COUNT, "approval"))
    rows = within(rows, look.actor, location="location__code").order_by("due_at", "id")
    return queue(
        _("To count and to approve"),
        rows.values(
            "id", "state", "cause", "due_at", "opened_at", "bin__code", "location__name", "variant__sku"
        ),
        item,
        url=link("stock_counts", query="sort=due"),
        empty=_("Every bin that was in doubt is counted."),
    )


def _expected(look: Look) -> Queue:
    def item(row: dict[str, Any]) -> QueueItem:
        late = row["due_at"] is not None and row["due_at"] < look.at
        return QueueItem(
            row["reference"],
            link("stock_receipt", row["id"]),
            row["location__name"],
            row["due_at"] or row["opened_at"],
            tone="warning" if late else "neutral",
        )

    rows = Receipt.objects.filter(state="open").order_by(F("due_at").asc(nulls_last=True), "id")
    return queue(
        _("Deliveries that are expected"),
        within(rows, look.actor, location="location__code").values(
            "id", "reference", "location__name", "due_at", "opened_at"
        ),
        item,
        url=link("stock_receipts", query="f.state=open&sort=due"),
        empty=_("No delivery is expected."),
    )


def _with_scanner(tile: Callable[[Look], Tile]) -> Callable[[Look], Tile]:
    """Lead people with a scanner from a number to the page on which they scan."""
    return lambda look: replace(tile(look), url=link("stock_phone"))


for order, tile in enumerate((_receive, _put_away, _counts), start=22):
    register_tile("warehouse_worker", _with_scanner(tile), permission="inventory.read", order=order)
for order, tile in enumerate((_receive, _put_away, _counts, _accuracy, _expiring), start=22):
    register_tile("inventory_manager", tile, permission="inventory.read", order=order)
for order, part in enumerate((_expected, _to_count, _samples), start=22):
    register_queue("inventory_manager", part, permission="inventory.read", order=order)
