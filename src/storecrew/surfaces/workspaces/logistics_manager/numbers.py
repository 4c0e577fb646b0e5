"""The warehouse's numbers on the homes: the queue by state, what is late, who picked what today."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.fulfillment.models import FulfillmentOrder, PickScan
from storecrew.surfaces.ui.backoffice.parts import count_tone, link, midnight, queue, ready_queue
from storecrew.surfaces.ui.backoffice.registry import (
    Look,
    Queue,
    QueueItem,
    Tile,
    register_queue,
    register_tile,
)

SOON = dt.timedelta(hours=4)
OPEN = ("waiting", "picking", "picked", "packed", "held", "short")


def _counts(look: Look) -> dict[str, dict[str, int]]:
    rows = fulfillment.visible_work(look.actor)
    return look.once("warehouse queue", lambda: fulfillment.queue_counts(rows, at=look.at))


def _tiles(look: Look) -> list[Tile]:
    counts = _counts(look)
    late = sum(row["late"] for row in counts.values())
    names = (
        ("waiting", _("To pick")),
        ("picked", _("To pack")),
        ("packed", _("To hand over")),
    )
    tiles = [
        Tile(
            name,
            str(counts[state]["orders"]),
            ngettext("%(n)s unit", "%(n)s units", counts[state]["units"]) % {"n": counts[state]["units"]},
            link("warehouse_list", query=f"f.state={state}&sort=due"),
        )
        for state, name in names
    ]
    stopped = counts["held"]["orders"] + counts["short"]["orders"]
    tiles.append(
        Tile(
            _("Stopped"),
            str(stopped),
            _("%(n)s wait for goods") % {"n": counts["short"]["orders"]},
            link("warehouse_list", query="f.state=held&f.state=short&sort=due"),
            count_tone(stopped),
        )
    )
    tiles.append(
        Tile(
            _("Late in the warehouse"),
            str(late),
            _("should have left"),
            link("warehouse_list", query="sort=due"),
            count_tone(late, "bad"),
            _("Orders that should have been handed over by now: placed before the cut-off of a working day."),
        )
    )
    return tiles


def _at_risk(look: Look) -> Queue:
    """List what has to leave within four hours, before it is late."""

    def item(row: FulfillmentOrder) -> QueueItem:
        late = row.due_at < look.at
        detail = f"{row.get_state_display()} · {row.location.name}"
        return QueueItem(
            row.number, link("warehouse_record", row.pk), detail, row.due_at, "bad" if late else "warning"
        )

    rows = fulfillment.visible_work(look.actor).filter(state__in=OPEN, due_at__lt=look.at + SOON)
    return queue(
        _("Late, or late soon"),
        rows.select_related("location").order_by("due_at", "pk"),
        item,
        url=link("warehouse_list", query="sort=due"),
        empty=_("Everything that has to leave in the next four hours has left."),
    )


def _people(look: Look) -> Queue:
    """List what each picker scanned today."""
    found = (
        PickScan.objects.filter(at__gte=midnight(look))
        .order_by()
        .values("actor_label")
        .annotate(
            scans=Count("pk"),
            stops=Count("step", distinct=True),
            short=Count("step", filter=Q(step__state="short")),
        )
        .order_by("-scans")[:20]
    )

    def item(row: Any) -> QueueItem:
        words = _("%(scans)s scans at %(stops)s stops") % {"scans": row["scans"], "stops": row["stops"]}
        return QueueItem(str(row["actor_label"]), "", words)

    return ready_queue(_("Picked today, by person"), found, item, empty=_("Nobody has picked today."))


register_tile(("logistics_manager", "head_of_digital"), _tiles, permission="fulfillment.read", order=15)
register_queue("logistics_manager", _at_risk, permission="fulfillment.read", order=10)
register_queue("logistics_manager", _people, permission="fulfillment.read", order=60)
