"""Mails to the customer about an order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from storecrew.contexts.channels import public as channels
from storecrew.contexts.orders import queries
from storecrew.contexts.orders.facts import OrderFacts
from storecrew.contexts.orders.models import Order
from storecrew.kernel import mail


def queue_mail(
    order: OrderFacts,
    name: str,
    *,
    key: str | int,
    at: dt.datetime,
    page: str = "",
    attach: str = "",
    **context: Any,
) -> None:
    """Queue a mail of a kind in the order's language, once per ``key``.

    An order without address, or a check order, gets none.

    ``name`` is that of the kind (`mail.kinds`), such as ``shipping.late``. Its templates and its subject get
    the context, the order and its number, the name of the shop, and as ``url`` the page of the order or the
    one below it that ``page`` names. ``attach`` names a file as `mail.queue` has it.
    """
    if not order.email or order.is_check:
        return
    channel = channels.facts_by_id(order.channel_id)
    given = {
        "order": order,
        "number": order.number,
        "shop": channel.name,
        "url": f"{settings.STORECREW_BASE_URL}/{order.locale}/order/{order.token}/{page}",
        **context,
    }
    written = mail.write(name, given, locale=order.locale, channel=channel.code)
    mail.queue(
        to=order.email,
        subject=written.subject,
        text=written.text,
        html=written.html,
        sender=written.sender,
        locale=order.locale,
        dedupe_key=f"{name}:{key}",
        at=at,
        record="orders.order",
        record_id=order.id,
        attach=attach,
    )


def order_mail(
    name: str,
    *,
    title: str | Promise,
    leaves: str | Promise,
    subject: str | Promise,
    sample: Callable[[OrderFacts], None],
) -> None:
    """Make a kind of mail about orders known; ``sample`` queues it about the order that it is given."""

    def written(locale: str, channel: str) -> mail.Written:
        with mail.drafted() as drafts:
            sample(_newest(locale, channel))
        return drafts[0]

    mail.kinds.register(mail.Kind(name, title, leaves, subject, written))


def _newest(locale: str, channel: str) -> OrderFacts:
    """Return the newest order without its person: editors of texts see goods and amounts, not customers."""
    row = Order.objects.order_by("-placed_at", "-pk").first()
    if row is None:
        raise mail.NoSample
    found = queries.order(row.pk)
    with translation.override(locale):
        person = {"name": _("Name of the customer"), "street": _("Street and number"), "street2": "",
                  "company": "", "postal_code": "", "phone": ""}  # fmt: skip
    address = {**found.shipping_address, **person}
    return replace(
        found, locale=locale, token="preview", email="preview@preview.invalid", phone="", gift_message="",  # noqa: S106
        shipping_address=address, billing_address=address, customer_id=None,
        channel_id=channels.facts(channel).id if channel else found.channel_id,
    )  # fmt: skip
