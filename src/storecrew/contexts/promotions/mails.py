"""The mail with a code for the next order, in the order's language."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.orders import public as orders

DAYS = 30


def queue_reward(
    order: orders.OrderFacts, *, sentence: str, code: str, until: dt.date, key: str | int, at: dt.datetime
) -> None:
    """Queue the code that an order earned, once per ``key``; ``sentence`` says what it brings."""
    with translation.override(order.locale):
        day = date_format(until, "DATE_FORMAT")
    orders.queue_mail(
        order, "promotions.reward", key=key, at=at, sentence=sentence, code=code, day=day,
        home=f"{settings.STORECREW_BASE_URL}/{order.locale}/",
    )  # fmt: skip


def _sample(order: orders.OrderFacts) -> None:
    with translation.override(order.locale):
        sentence = str(_("What the promotion promises."))
    until = order.placed_at.date() + dt.timedelta(days=DAYS)
    queue_reward(order, sentence=sentence, code="SAMPLE12", until=until, key=0, at=order.placed_at)


orders.order_mail(
    "promotions.reward",
    title=_("Code for the next order"),
    leaves=_("When an order is confirmed that earned a code by a promotion."),
    subject=_("A code for your next order"),
    sample=_sample,
)
