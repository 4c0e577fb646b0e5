"""The mail that says that a parcel comes today, between when, and with which code."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from babel.dates import format_time
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.channels import public as channels
from storecrew.contexts.orders import public as orders
from storecrew.kernel.errors import NotFound

BEFORE, AFTER = dt.timedelta(minutes=30), dt.timedelta(minutes=60)


def queue_today(order_ref: str, *, label_id: int, around: dt.datetime, code: str, at: dt.datetime) -> None:
    """Queue the mail about a parcel that is on board, once per parcel and day."""
    try:
        order = orders.order_by_number(order_ref)
    except NotFound:
        return  # a parcel without an order of ours: nobody to tell
    zone = ZoneInfo(channels.facts_by_id(order.channel_id).timezone)
    locale = order.locale.replace("-", "_")
    since, until = (
        format_time(_quarter((around + step).astimezone(zone)), "short", locale=locale)
        for step in (-BEFORE, AFTER)
    )
    orders.queue_mail(
        order, "fleet.today",
        key=f"{label_id}:{around.date().isoformat()}", at=at, since=since, until=until, code=code,
    )  # fmt: skip


def _quarter(time: dt.datetime) -> dt.time:
    return time.replace(minute=time.minute // 15 * 15).time()


def _sample(order: orders.OrderFacts) -> None:
    orders.queue_mail(
        order, "fleet.today", key="sample", at=order.placed_at, since="10:00", until="11:30", code="1234"
    )


orders.order_mail(
    "fleet.today",
    title=_("Parcel comes today"),
    leaves=_("When our own driver sets off with the parcel."),
    subject=_("Your order %(number)s comes today between %(since)s and %(until)s"),
    sample=_sample,
)
