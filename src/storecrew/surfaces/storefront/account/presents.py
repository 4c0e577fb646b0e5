"""When the gift vouchers of an order leave, and to whom, in words."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from storecrew.contexts.channels import public as channels
from storecrew.contexts.loyalty import public as loyalty
from storecrew.contexts.orders import public as orders
from storecrew.surfaces.ui.jinja import day


def present_words(order: orders.OrderFacts) -> tuple[str, str]:
    """Return how the gift vouchers of an order stand, and a sentence for each person and day.

    Both are "" for an order without gift vouchers.
    """
    found = loyalty.presents_of(order.id)
    if not found:
        if not loyalty.vouchers_for_sale(line.variant_id for line in order.lines):
            return "", ""
        found = [loyalty.Bought("", None, None)]
    zone = ZoneInfo(channels.facts_by_id(order.channel_id).timezone)
    said: dict[str, None] = {}
    for one in found:
        values = {"email": one.email or order.email}
        if one.delivered_at is not None:
            words = _("The gift voucher for %(email)s was sent on %(day)s.")
            values["day"] = day(one.delivered_at.astimezone(zone))
        elif one.deliver_on is not None:
            words = _("The gift voucher is sent to %(email)s on %(day)s.")
            values["day"] = day(one.deliver_on)
        else:
            words = _("The gift voucher is sent to %(email)s as soon as it is paid.")
        said[words % values] = None
    waits = any(one.delivered_at is None for one in found)
    return _("Your gift voucher leaves by e-mail") if waits else _("Your gift voucher was sent"), " ".join(
        said
    )
