"""The business analyst's home: who answers for what, what changed in the set-up, how the week runs."""

from __future__ import annotations

import datetime as dt

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.orders.models import Order
from storecrew.contexts.people import public as people
from storecrew.kernel.audit.models import AuditEntry
from storecrew.surfaces.ui.backoffice.parts import link, queue, within
from storecrew.surfaces.ui.backoffice.registry import (
    Look,
    Queue,
    QueueItem,
    Tile,
    register_queue,
    register_tile,
)
from storecrew.surfaces.ui.backoffice.words import action_words, actor_words, record_words

WEEK = dt.timedelta(days=7)
# What is configured rather than traded: changes here change how the shop behaves.
SET_UP = (
    "catalog.producttype",
    "channels.channel",
    "channels.market",
    "content.menu",
    "inventory.location",
    "people.role",
    "people.team",
    "pricing.price_list",
    "pricing.tax_class",
    "pricing.tax_rate",
    "pricing.tax_registration",
    "shipping.method",
)


def _coverage(look: Look) -> Tile:
    rows = people.responsibilities()
    done = sum(row.state == "built" for row in rows)
    partly = sum(row.state == "partly" for row in rows)
    return Tile(
        _("Responsibilities covered"),
        f"{done} / {len(rows)}",
        _("%(n)s more in part") % {"n": partly},
        link("who_does_what"),
        definition=_("What this installation has a screen for, out of all responsibilities of the business."),
    )


def _week(look: Look) -> Tile:
    """Count the orders of the last seven days and of the seven before, in one query."""
    rows = (
        Order.objects.filter(placed_at__gte=look.at - 2 * WEEK, purpose="")
        .exclude(status="canceled")
        .order_by()
    )
    found = within(rows, look.actor, channel="channel__code").aggregate(
        now=Count("pk", filter=Q(placed_at__gte=look.at - WEEK)),
        before=Count("pk", filter=Q(placed_at__lt=look.at - WEEK)),
    )
    return Tile(
        _("Orders in seven days"),
        str(found["now"]),
        _("%(n)s in the seven days before") % {"n": found["before"]},
        link("orders_list"),
    )


def set_up_changes(look: Look) -> Queue:
    """List the newest changes of the configuration: what, by whom, when (BA-7)."""

    def places() -> dict[str, str]:
        return look.once(
            "location_names", lambda: {str(each.id): each.name for each in inventory.locations()}
        )

    def item(entry: AuditEntry) -> QueueItem:
        name = (entry.after or entry.before or {}).get("name") or places().get(entry.record_id)
        what = f"{record_words(entry.record)} {name or entry.record_id}"
        who = actor_words(entry.actor_label) or entry.actor_kind
        return QueueItem(what, "", f"{action_words(entry.action)} · {who}", entry.at)

    rows = AuditEntry.objects.filter(record__in=SET_UP, at__gte=look.at - 2 * WEEK).order_by("-id")
    return queue(
        _("Changes of the set-up"),
        rows,
        item,
        empty=_("Nobody changed channels, roles, price lists, taxes or shipping in two weeks."),
    )


register_tile("business_analyst", _coverage, order=20)
register_tile("business_analyst", _week, permission="orders.read", order=30)
register_queue(("business_analyst", "developer"), set_up_changes, permission="audit.read", order=40)
