"""The Head of Digital's home: money of today, what is late, what nobody answers for."""

from __future__ import annotations

import datetime as dt

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from storecrew.contexts.orders.models import Order
from storecrew.contexts.people import public as people
from storecrew.contexts.people.models import User
from storecrew.kernel import clock
from storecrew.kernel.money import Money
from storecrew.surfaces.ui.backoffice.parts import link, queue, ready_queue, seen_channels
from storecrew.surfaces.ui.backoffice.registry import (
    Look,
    Queue,
    QueueItem,
    Tile,
    register_queue,
    register_tile,
)
from storecrew.surfaces.workspaces.head_of_digital.who_does_what import pages_of

DAY = dt.timedelta(days=1)


def _revenue(look: Look) -> list[Tile]:
    """Sum today's confirmed orders of each channel since its own midnight, beside yesterday till now."""
    seen = seen_channels(look)
    sums = {}
    for channel in seen:
        start = clock.local_midnight(clock.today(channel.timezone), channel.timezone)
        mine = Q(channel_id=channel.id)
        sums[f"now_{channel.id}"] = Sum("total_amount", filter=mine & Q(placed_at__gte=start), default=0)
        past = Q(placed_at__gte=start - DAY, placed_at__lt=look.at - DAY)
        sums[f"before_{channel.id}"] = Sum("total_amount", filter=mine & past, default=0)
    if not sums:
        return []
    rows = Order.objects.filter(status="confirmed", placed_at__gte=look.at - 3 * DAY).order_by()
    found = rows.aggregate(**sums)
    return [
        Tile(
            _("Today: %(channel)s") % {"channel": channel.name},
            Money(found[f"now_{channel.id}"], channel.currency).format(),
            _("%(sum)s yesterday until now")
            % {"sum": Money(found[f"before_{channel.id}"], channel.currency).format()},
            link("live"),
            definition=_("Confirmed orders with tax and shipping since midnight in the channel's time zone."),
        )
        for channel in seen
    ]


def without_second_factor() -> QuerySet[User]:
    """Return active staff who sign in by password alone."""
    own = Authenticator.objects.filter(user_id=OuterRef("pk"), type__in=["totp", "webauthn"])
    return User.objects.filter(~Exists(own), is_active=True, is_staff=True).order_by("name", "email")


def _factors(look: Look) -> Queue:
    def item(person: User) -> QueueItem:
        url = link("people_record", person.pk)
        return QueueItem(person.name or person.email, url, person.email, tone="warning")

    return queue(
        _("People without a second factor"),
        without_second_factor(),
        item,
        url=link("people_list"),
        empty=_("Everybody signs in with a second factor."),
    )


def uncovered(look: Look) -> list[people.Responsibility]:
    """Return the responsibilities that no active person carries; read once a page."""
    return look.once("uncovered", lambda: [row for row in people.responsibilities() if not row.has_owner])


def without_owner(look: Look) -> Queue:
    """List responsibilities without an owner."""

    everything = link("who_does_what", query="show=without")

    def item(row: people.Responsibility) -> QueueItem:
        return QueueItem(row.title, next(iter(pages_of(row, look.actor)), everything), row.id, tone="warning")

    return ready_queue(
        _("Nobody answers for"),
        uncovered(look),
        item,
        url=everything,
        empty=_("Every responsibility has somebody who carries it."),
    )


def _without_owner_tile(look: Look) -> Tile:
    missing = len(uncovered(look))
    return Tile(
        _("Without an owner"),
        str(missing),
        _("responsibilities"),
        link("who_does_what", query="show=without"),
        "warning" if missing else "good",
    )


register_tile("head_of_digital", _revenue, permission="orders.read", order=5)
register_tile(
    ("head_of_digital", "business_analyst"), _without_owner_tile, permission="people.read", order=900
)
register_queue("head_of_digital", _factors, permission="people.read", order=60)
register_queue(("head_of_digital", "business_analyst"), without_owner, permission="people.read", order=70)
