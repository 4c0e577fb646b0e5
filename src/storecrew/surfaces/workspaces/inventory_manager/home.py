"""The inventory manager's home: what is sold out, what is held, what moved today; at their locations."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from storecrew.contexts.inventory.models import Reservation, StockLevel, StockMovement
from storecrew.surfaces.ui.backoffice.parts import (
    count_tone,
    link,
    many,
    midnight,
    queue,
    ready_queue,
    within,
)
from storecrew.surfaces.ui.backoffice.registry import (
    HeaderFact,
    Look,
    Queue,
    QueueItem,
    Tile,
    Tone,
    register_header_fact,
    register_queue,
    register_tile,
)
from storecrew.surfaces.ui.backoffice.words import actor_words, reason_words
from storecrew.surfaces.ui.numbers import signed
from storecrew.surfaces.workspaces.inventory_manager.stock.level_list import COMMITTED

NEWEST = 999
BY_HAND = ("adjusted", "counted", "moved")


def levels(look: Look) -> QuerySet[Any]:
    """Return the levels of the person's locations with what is free of each as `free`."""
    rows = StockLevel.objects.filter(location__active=True).annotate(free=F("on_hand") - COMMITTED)
    return within(rows, look.actor, location="location__code")


def stock_sums(look: Look) -> dict[str, int]:
    """Return how many levels are low or out, and the units that are reserved or held; one query a page."""
    return look.once("stock sums", lambda: _stock_sums(look))


def _stock_sums(look: Look) -> dict[str, int]:
    return levels(look).aggregate(
        out=Count("pk", filter=Q(free__lte=0)),
        low=Count("pk", filter=Q(free__gt=0, free__lte=F("low_threshold"))),
        reserved=Sum("reserved", default=0),
        hold=Sum("quality_hold", default=0),
        damaged=Sum("damaged", default=0),
    )


def _low(look: Look) -> Tile:
    sums = stock_sums(look)
    count = sums["low"] + sums["out"]
    return Tile(
        _("Low or sold out"),
        str(count),
        _("%(n)s sold out") % {"n": sums["out"]},
        link("stock_list", query="f.state=low&f.state=out&sort=available"),
        count_tone(count),
        _("Variants at a location whose available units are at or below their threshold."),
    )


def _held(look: Look) -> list[Tile]:
    sums = stock_sums(look)
    held = sums["hold"] + sums["damaged"]
    return [
        Tile(
            _("Reserved in checkouts"),
            str(sums["reserved"]),
            _("units, given back by themselves"),
            link("stock_list", query="sort=-reserved"),
            definition=_("Units that shoppers hold while they pay. A reservation ends by itself."),
        ),
        Tile(
            _("Not for sale"),
            str(held),
            _("%(hold)s on hold, %(damaged)s damaged") % {"hold": sums["hold"], "damaged": sums["damaged"]},
            link("stock_list"),
            "warning" if held else "neutral",
        ),
    ]


def _out(look: Look) -> Queue:
    def item(row: Any) -> QueueItem:
        sku, place = row["variant__sku"], row["location__name"]
        tone: Tone = "bad" if row["free"] <= 0 else "warning"
        left = _("%(n)s left") % {"n": max(row["free"], 0)}
        detail = f"{row['variant__product__title']} · {place} · {left}"
        return QueueItem(sku, link("stock_record", sku, row["location__code"]), detail, tone=tone)

    rows = levels(look).filter(free__lte=F("low_threshold"), variant__active=True)
    rows = rows.filter(variant__product__status="live").order_by("free", "variant__sku")
    return queue(
        _("Goes out of stock"),
        rows.values(
            "variant__sku", "variant__product__title", "location__name", "location__code", "free", "id"
        ),
        item,
        url=link("stock_list", query="f.state=low&f.state=out&sort=available"),
        empty=_("Every article on sale has more than its threshold."),
    )


def _movements(look: Look) -> list[dict[str, Any]]:
    """Return today's movements among the newest: the ledger is read from its end, never as a whole."""
    rows = within(StockMovement.objects.order_by("-id"), look.actor, location="location__code")
    newest = rows.values(
        "variant__sku",
        "location__code",
        "location__name",
        "kind",
        "quantity",
        "reason",
        "actor",
        "at",
        "bucket",
    )[:NEWEST]
    start = midnight(look)
    return [row for row in newest if row["at"] >= start]


def _today(look: Look) -> Tile:
    moved = look.once("movements", lambda: _movements(look))
    by_hand = sum(row["kind"] in BY_HAND for row in moved)
    count = f"{NEWEST}+" if len(moved) == NEWEST else str(len(moved))
    return Tile(_("Movements today"), count, _("%(n)s by hand") % {"n": by_hand}, link("stock_list"))


def _by_hand(look: Look) -> Queue:
    labels = dict(StockMovement.Kind.choices)

    def item(row: dict[str, Any]) -> QueueItem:
        what = f"{labels[row['kind']]} {signed(row['quantity'])} · {row['location__name']}"
        parts = (what, reason_words(row["reason"]), actor_words(row["actor"]))
        detail = " · ".join(part for part in parts if part)
        url = link("stock_record", row["variant__sku"], row["location__code"])
        return QueueItem(row["variant__sku"], url, detail, row["at"])

    moved = look.once("movements", lambda: _movements(look))
    return ready_queue(
        _("Changed by hand today"),
        [row for row in moved if row["kind"] in BY_HAND],
        item,
        empty=_("Nobody corrected or moved stock by hand today."),
    )


def _ending(look: Look) -> Queue:
    def item(row: Reservation) -> QueueItem:
        detail = f"{row.quantity} × {row.variant.product.title} · {row.location.name}"
        return QueueItem(
            row.variant.sku, link("stock_record", row.variant.sku, row.location.code), detail, row.created_at
        )

    rows = Reservation.objects.select_related("variant__product", "location").order_by("expires_at")
    return queue(
        _("Reservations that run"),
        within(rows, look.actor, location="location__code"),
        item,
        empty=_("Nobody is paying at this moment."),
    )


def _header(look: Look) -> HeaderFact:
    sums = stock_sums(look)
    count = sums["low"] + sums["out"]
    url = link("stock_list", query="f.state=low&f.state=out&sort=available")
    return HeaderFact(_("low or sold out"), many(count), url, "warning" if count else "neutral")


register_header_fact(_header, permission="inventory.read", order=20)
register_tile(
    ("inventory_manager", "marketing_manager"),
    _low,
    permission="inventory.read",
    order=20,
)
register_tile("inventory_manager", _held, permission="inventory.read", order=30)
register_tile("inventory_manager", _today, permission="inventory.read", order=40)
register_queue("inventory_manager", _out, permission="inventory.read", order=20)
register_queue("inventory_manager", _by_hand, permission="inventory.read", order=40)
register_queue("inventory_manager", _ending, permission="inventory.read", order=50)
