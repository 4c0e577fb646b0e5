"""The warehouse on the homes: what is there, whether people are enough, what does not go on by itself."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.fulfillment.models import FulfillmentOrder
from storecrew.contexts.shipping.models import AddressHold, DamageClaim, Label
from storecrew.surfaces.ui.backoffice.parts import count_tone, counted_together, home_zone, link, many, queue
from storecrew.surfaces.ui.backoffice.registry import (
    Look,
    Queue,
    QueueItem,
    Tile,
    register_queue,
    register_tile,
)
from storecrew.surfaces.workspaces.logistics_manager.addresses.hold_list import visible as visible_holds
from storecrew.surfaces.workspaces.logistics_manager.carriers.label_list import in_trouble

SOON = dt.timedelta(hours=4)
OPEN = ("waiting", "picking", "picked", "packed", "held", "short")


def _counts(look: Look) -> dict[str, dict[str, int]]:
    rows = fulfillment.visible_work(look.actor)
    return look.once("warehouse queue", lambda: fulfillment.queue_counts(rows, at=look.at))


def _work(look: Look) -> Tile:
    """Count what is in the warehouse, by the bench at which it waits."""
    counts = _counts(look)
    steps = {"pick": counts["waiting"], "pack": counts["picked"], "leave": counts["packed"]}
    total = sum(step["orders"] for step in steps.values()) + counts["picking"]["orders"]
    late = sum(row["late"] for row in counts.values())
    detail = _("%(pick)s to pick, %(pack)s to pack, %(leave)s to hand over") % {
        name: step["orders"] for name, step in steps.items()
    }
    if late:
        detail += " · " + ngettext("%(n)s late", "%(n)s late", late) % {"n": late}
    return Tile(
        _("Orders in the warehouse"),
        str(total),
        detail,
        link("warehouse_list", query="sort=due"),
        "bad" if late else "neutral",
        _("Late are orders that should have been handed over: placed before the cut-off of a working day."),
    )


def _capacity(look: Look) -> Tile:
    """Compare the packing that waits with the packers on the roster, today."""
    per_hour, there = fulfillment.pace(home_zone(look), look.at)
    counts = _counts(look)
    units = sum(counts[state]["units"] for state in ("waiting", "picking", "picked"))
    needed = units * 60 // per_hour
    return Tile(
        _("Packing that waits"),
        _("%(hours)s h") % {"hours": f"{needed / 60:.1f}"},
        _("%(hours)s h are on today's roster") % {"hours": f"{there / 60:.1f}"},
        link("team_roster"),
        "warning" if needed > there else "good",
        _("Units that wait, at the pace of the benches in the last two weeks, against shifts for packing."),
    )


def _exceptions(look: Look) -> Tile:
    """Count what does not go on by itself: stopped work, parcels in trouble, claims, doubtful addresses."""
    counts = _counts(look)
    stopped = counts["held"]["orders"] + counts["short"]["orders"]
    found = counted_together(
        {
            "trouble": in_trouble(Label.objects.all()),
            "claims": DamageClaim.objects.filter(state="open"),
            "holds": visible_holds(look.actor).filter(state__in=AddressHold.WAITING),
        }
    )
    total = stopped + sum(found.values())
    return Tile(
        _("Exceptions"),
        many(total),
        _(
            "stopped: %(stopped)s, parcels in trouble: %(trouble)s, claims to file: %(claims)s, "
            "addresses to check: %(holds)s"
        )
        % {"stopped": stopped, **found},
        link("warehouse_list", query="f.state=held&f.state=short&sort=due"),
        count_tone(total),
        _("What does not go on by itself: orders on hold or without goods, parcels stopped or lost."),
    )


def _at_risk(look: Look) -> Queue:
    """List what has to leave within four hours, before it is late."""

    def item(row: FulfillmentOrder) -> QueueItem:
        late = row.due_at < look.at
        detail = f"{row.get_state_display()} · {row.location.name}"
        return QueueItem(
            row.number, link("warehouse_record", row.pk), detail, row.due_at, "bad" if late else "warning"
        )

    rows = fulfillment.visible_work(look.actor).filter(
        fulfillment.to_leave_before(look.at + SOON), state__in=OPEN
    )
    return queue(
        _("Late, or late soon"),
        rows.select_related("location").order_by("due_at", "pk"),
        item,
        url=link("warehouse_list", query="sort=due"),
        empty=_("Everything that has to leave in the next four hours has left."),
    )


def _with_scanner(look: Look) -> Tile:
    """Lead people with a scanner to their next task instead of the list."""
    return replace(_work(look), url=link("warehouse_next"))


register_tile("warehouse_worker", _with_scanner, permission="fulfillment.read", order=15)
register_tile(("logistics_manager", "head_of_digital"), _work, permission="fulfillment.read", order=15)
register_tile("logistics_manager", _capacity, permission="fulfillment.read", order=20)
register_tile(("logistics_manager", "head_of_digital"), _exceptions, permission="shipping.read", order=30)
register_queue(("logistics_manager", "warehouse_worker"), _at_risk, permission="fulfillment.read", order=10)
