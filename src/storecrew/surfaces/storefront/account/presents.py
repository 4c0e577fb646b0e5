"""When the gift vouchers of an order leave, and to whom, in words."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from storecrew.contexts.channels import public as channels
from storecrew.contexts.loyalty import public as loyalty
from storecrew.contexts.orders import public as orders


def present_words(order: orders.OrderFacts) -> str:
    """Return a sentence for each person and day, "" for an order without gift vouchers."""
    zone = ZoneInfo(channels.facts_by_id(order.channel_id).timezone)
    said: dict[str, None] = {}
    for one in loyalty.presents_of(order.id):
        to = one.email or order.email
        if one.delivered_at is not None:
            words = _("The gift voucher for %(email)s was sent on %(day)s.")
            day = one.delivered_at.astimezone(zone).date()
        elif one.deliver_on is not None:
            words, day = _("The gift voucher is sent to %(email)s on %(day)s."), one.deliver_on
        else:
            said[_("The gift voucher is sent to %(email)s as soon as it is paid.") % {"email": to}] = None
            continue
        said[words % {"email": to, "day": date_format(day)}] = None
    return " ".join(said)
