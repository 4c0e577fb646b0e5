"""The mail that says that a parcel comes today, between when, and with which code."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from babel.dates import format_time
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from storecrew.contexts.channels import public as channels
from storecrew.contexts.orders import public as orders
from storecrew.kernel import mail
from storecrew.kernel.errors import NotFound

BEFORE, AFTER = dt.timedelta(minutes=30), dt.timedelta(minutes=60)


def queue_today(order_ref: str, *, label_id: int, around: dt.datetime, code: str, at: dt.datetime) -> None:
    """Queue the mail about a parcel that is on board, once per parcel and day."""
    try:
        order = orders.order_by_number(order_ref)
    except NotFound:
        return  # a parcel without an order of ours: nobody to tell
    if not order.email:
        return
    shop = channels.facts_by_id(order.channel_id)
    zone = ZoneInfo(shop.timezone)
    with translation.override(order.locale):
        locale = order.locale.replace("-", "_")
        since, until = (
            format_time(_quarter((around + step).astimezone(zone)), "short", locale=locale)
            for step in (-BEFORE, AFTER)
        )
        context = {
            "order": order,
            "since": since,
            "until": until,
            "code": code,
            "shop": shop.name,
            "url": f"{settings.STORECREW_BASE_URL}/{order.locale}/order/{order.token}/",
        }
        mail.queue(
            to=order.email,
            subject=_("Your order %(number)s comes today between %(since)s and %(until)s")
            % {"number": order.number, "since": since, "until": until},
            text=render_to_string("fleet/mail/today.txt", context),
            html=render_to_string("fleet/mail/today.html", context),
            locale=order.locale,
            dedupe_key=f"fleet.today:{label_id}:{around.date().isoformat()}",
            at=at,
            record="orders.order",
            record_id=order.id,
        )


def _quarter(time: dt.datetime) -> dt.time:
    return time.replace(minute=time.minute // 15 * 15).time()
