"""Live operations: what comes in, what waits, what is at risk; the exceptions first."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, F, Q, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from storecrew.contexts.channels import public as channels
from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.inventory.models import StockLevel
from storecrew.contexts.orders import public as orders
from storecrew.contexts.payments.models import Payment
from storecrew.kernel import clock
from storecrew.kernel.actor import Actor
from storecrew.kernel.money import Money
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.workspaces.head_of_digital.live_warehouse import warehouse_figures

DAYS = 14
AGES = ((0, 4), (4, 24), (24, 48), (48, None))
COMMITTED = F("allocated") + F("reserved") + F("safety") + F("quality_hold") + F("quarantine") + F("damaged")


@dataclass(frozen=True)
class AgeBand:
    """Orders that wait to be shipped for so many hours."""

    label: str
    count: int
    url: str
    tone: str


@dataclass(frozen=True)
class ChannelDays:
    """Revenue of a channel: today, yesterday, and by day for the chart and its table."""

    name: str
    today: Money
    yesterday: Money
    orders_today: int
    days: list[tuple[dt.date, Money, int, int, int]]
    """(day, revenue, orders, height of the bar and space above it in percent)"""


@workspace_page(permission="orders.read")
def live(request: HttpRequest) -> HttpResponse:
    """Show the state of operations now."""
    actor, now = request_actor(request), clock.now()
    context = {
        "header_title": _("Live operations"),
        "now": now,
        "ages": _waiting(actor, now),
        "revenue": [
            _revenue(channel, now)
            for channel in channels.all_channels()
            if actor.can_see("channel", channel.code)
        ],
        "exceptions": _exceptions(actor, now),
        "warehouse": warehouse_figures(actor, now) if actor.can("fulfillment.read") else [],
    }
    return render(request, "head_of_digital/live.html", context)


def _waiting(actor: Actor, now: dt.datetime) -> list[AgeBand]:
    rows = orders.filter_orders(
        orders.visible_orders(actor), status="confirmed", fulfillment_status="unfulfilled"
    )
    bounds = {}
    for low, high in AGES:
        band = Q(placed_at__lte=now - dt.timedelta(hours=low))
        if high is not None:
            band &= Q(placed_at__gt=now - dt.timedelta(hours=high))
        bounds[f"from_{low}"] = Count("pk", filter=band)
    counts = rows.order_by().aggregate(**bounds)
    url = reverse("orders_list") + "?f.status=confirmed&f.shipping=unfulfilled&sort=placed"
    tones = ("good", "neutral", "warning", "bad")
    bands = []
    for (low, high), tone in zip(AGES, tones, strict=True):
        label = (
            _("over %(low)s h") % {"low": low}
            if high is None
            else _("%(low)s to %(high)s h") % {"low": low, "high": high}
        )
        count = counts[f"from_{low}"]
        bands.append(AgeBand(label, count, url, tone if count else "neutral"))
    return bands


def _revenue(channel: channels.ChannelFacts, now: dt.datetime) -> ChannelDays:
    """Sum confirmed orders by local day: each order falls into exactly one day of its channel's zone."""
    last = clock.today(channel.timezone)
    first = last - dt.timedelta(days=DAYS - 1)
    starts = [clock.local_midnight(first + dt.timedelta(days=n), channel.timezone) for n in range(DAYS + 1)]
    sums: dict[str, Sum | Count] = {}
    for n in range(DAYS):
        day = Q(placed_at__gte=starts[n], placed_at__lt=starts[n + 1])
        sums[f"sum_{n}"] = Sum("total_amount", filter=day, default=0)
        sums[f"count_{n}"] = Count("pk", filter=day)
    rows = orders.confirmed_between(channel.id, starts[0], starts[-1])
    found = rows.order_by().aggregate(**sums)
    most = max(1, *(found[f"sum_{n}"] for n in range(DAYS)))
    days = []
    for n in range(DAYS):
        height = found[f"sum_{n}"] * 100 // most
        revenue = Money(found[f"sum_{n}"], channel.currency)
        days.append((first + dt.timedelta(days=n), revenue, found[f"count_{n}"], height, 100 - height))
    return ChannelDays(channel.name, days[-1][1], days[-2][1], days[-1][2], days)


def _exceptions(actor: Actor, now: dt.datetime) -> list[tuple[str, int, str, str]]:
    """Return what is out of order: (words, count, address, tone)."""
    found: list[tuple[str, int, str, str]] = []
    day_ago = now - dt.timedelta(days=1)
    if actor.can("payments.read"):
        failed = Payment.objects.filter(status="failed", created_at__gte=day_ago).count()
        found.append(
            (
                ngettext("payment failed in 24 hours", "payments failed in 24 hours", failed),
                failed,
                reverse("orders_list") + "?f.payment=failed",
                "bad",
            )
        )
        waiting = orders.filter_orders(
            orders.visible_orders(actor), status="pending_payment", placed_to=now - dt.timedelta(days=3)
        )
        unpaid = waiting.exclude(payment_status="paid").count()
        address = (
            reverse("orders_list") + "?f.status=pending_payment&f.payment.op=not&f.payment=paid&sort=placed"
        )
        found.append(
            (
                ngettext(
                    "order waits for money for more than 3 days",
                    "orders wait for money for more than 3 days",
                    unpaid,
                ),
                unpaid,
                address,
                "warning",
            )
        )
    if actor.can("fulfillment.read"):
        found += _warehouse(actor, now)
    if actor.can("inventory.read"):
        levels = StockLevel.objects.annotate(free=F("on_hand") - COMMITTED)
        stock = reverse("stock_list")
        out = levels.filter(free__lte=0).count()
        found.append(
            (
                ngettext("stock level is sold out", "stock levels are sold out", out),
                out,
                f"{stock}?f.state=out",
                "bad",
            )
        )
        low = levels.filter(free__gt=0, free__lte=F("low_threshold")).count()
        found.append(
            (
                ngettext("stock level runs low", "stock levels run low", low),
                low,
                f"{stock}?f.state=low",
                "warning",
            )
        )
    return found


def _warehouse(actor: Actor, now: dt.datetime) -> list[tuple[str, int, str, str]]:
    """Return what is late, stopped or short in the warehouses."""
    counts = fulfillment.queue_counts(fulfillment.visible_work(actor), at=now)
    address = reverse("warehouse_list")
    late = sum(row["late"] for row in counts.values())
    stopped, short, waiting = (counts[state]["orders"] for state in ("held", "short", "waiting"))
    return [
        (
            ngettext(
                "part of an order is late in the warehouse", "parts of orders are late in the warehouse", late
            ),
            late,
            f"{address}?sort=due",
            "bad",
        ),
        (
            ngettext("part of an order waits for goods", "parts of orders wait for goods", short),
            short,
            f"{address}?f.state=short",
            "bad",
        ),
        (
            ngettext("part of an order is on hold", "parts of orders are on hold", stopped),
            stopped,
            f"{address}?f.state=held",
            "warning",
        ),
        (
            ngettext("part of an order waits to be picked", "parts of orders wait to be picked", waiting),
            waiting,
            f"{address}?f.state=waiting&sort=due",
            "neutral",
        ),
    ]
