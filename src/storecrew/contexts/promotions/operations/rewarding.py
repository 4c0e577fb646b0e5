"""Codes for the next order: made when an order is confirmed that earned one, and sent by mail."""

from __future__ import annotations

import datetime as dt
import secrets

from django.conf import settings
from django.db import transaction

from storecrew.contexts.orders import public as orders
from storecrew.contexts.promotions import mails
from storecrew.contexts.promotions.models import Claim, Coupon
from storecrew.contexts.promotions.queries.sentences import in_locale
from storecrew.contexts.promotions.rules import buyers, codes
from storecrew.contexts.promotions.rules.terms import read_benefit


def reward(order_id: int, *, at: dt.datetime) -> int:
    """Make and send the codes that an order earned, each once; return how many."""
    made = 0
    claims = Claim.objects.filter(order_id=order_id, earns_coupon=True, coupon=None, released_at=None)
    for claim in claims.select_related("promotion"):
        made += _reward_one(claim, orders.order(order_id), at)
    return made


def _reward_one(claim: Claim, order: orders.OrderFacts, at: dt.datetime) -> int:
    code = "".join(secrets.choice(codes.ALPHABET) for _place in range(codes.SHORTEST_HIDDEN))
    days = read_benefit(claim.promotion.definition.get("benefit", {})).valid_days
    until = at + dt.timedelta(days=days)
    with transaction.atomic():
        if not Claim.objects.filter(pk=claim.pk, earns_coupon=True).update(earns_coupon=False):
            return 0
        mailbox = buyers.keys(order.email, "", {}, settings.SECRET_KEY)
        Coupon.objects.create(
            promotion=claim.promotion,
            digest=codes.digest(code),
            hint=code[-4:],
            uses_cap=1,
            buyer=mailbox[0] if mailbox else "",
            expires_at=until,
            created_at=at,
        )
        mails.queue_reward(
            order,
            sentence=in_locale(claim.promotion.sentence, order.locale),
            code=code,
            until=until.date(),
            key=claim.pk,
            at=at,
        )
    return 1
