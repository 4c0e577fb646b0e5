"""Taking promotions for an order, and giving them back (CON-19).

Each scarce thing is one conditional update whose row count is looked at: the caps of a promotion, the uses of
a code, the uses of a buyer. The claim's row, unique per promotion and order, is written first, so a repeat
takes nothing twice. Promotions without a cap have no counter to wait for.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import connection
from django.db.models import F

from storecrew.contexts.promotions.errors import PromotionTaken
from storecrew.contexts.promotions.facts import Request, Share, Win
from storecrew.contexts.promotions.models import BuyerUse, Claim, Coupon, Promotion, Trace
from storecrew.contexts.promotions.queries import asking
from storecrew.contexts.promotions.queries.offering import Offer
from storecrew.contexts.promotions.queries.traces import as_json
from storecrew.kernel import rows
from storecrew.kernel.actor import Actor

_COUNT_PROMOTION = """
UPDATE promotions_promotion SET uses = uses + 1, spent = spent + %s, units = units + %s
WHERE id = %s AND state IN ('live', 'paused')
  AND (uses_cap = 0 OR uses < uses_cap)
  AND (budget_cap = 0 OR spent + %s <= budget_cap)
  AND (units_cap = 0 OR units + %s <= units_cap)
"""
_COUNT_COUPON = """
UPDATE promotions_coupon SET uses = uses + 1
WHERE id = %s AND NOT blocked AND (uses_cap = 0 OR uses < uses_cap)
  AND (expires_at IS NULL OR expires_at > %s)
"""
# Inserting counts the first use; a row that is there counts up only below the cap.
_COUNT_BUYER = """
INSERT INTO promotions_buyeruse (promotion_id, buyer, uses) VALUES (%s, %s, 1)
ON CONFLICT (promotion_id, buyer) DO UPDATE SET uses = promotions_buyeruse.uses + 1
WHERE promotions_buyeruse.uses < %s
"""


def claim(
    order_id: int, offer: Offer, request: Request, shipping: Sequence[Share], *, actor: Actor, at: dt.datetime
) -> None:
    """Take everything an order's promotions need, in the transaction that drafts the order.

    ``shipping`` is what was taken off the chosen method. Promotions are taken in the order of their ids, so
    two orders that want the same two cannot wait for each other.

    :raises PromotionTaken: a cap was reached in between; the caller's transaction undoes the rest
    """
    del actor
    wins = sorted(offer.verdict.wins, key=lambda win: win.promotion_id)
    off_shipping = {share.promotion_id: share.amount for share in shipping}
    wins = [win for win in wins if win.lane != "shipping" or win.promotion_id in off_shipping]
    if offer.verdict.wins or offer.verdict.losses:
        rows.insert([Trace(order_id=order_id, verdict=as_json(offer.verdict), at=at)])
    if not wins:
        return
    keys = asking.buyer_keys(request)
    caps = {win.promotion_id: offer.terms[win.promotion_id].customer_cap for win in wins}
    claims = [
        Claim(
            promotion_id=win.promotion_id,
            revision=win.revision,
            order_id=order_id,
            coupon_id=win.coupon_id,
            customer_id=request.customer_id,
            buyer=keys if caps[win.promotion_id] else [],
            amount=win.amount + off_shipping.get(win.promotion_id, 0),
            units=win.units,
            counted=offer.terms[win.promotion_id].capped,
            earns_coupon=win.earns_coupon,
            claimed_at=at,
        )
        for win in wins
    ]
    rows.insert(claims)
    for win, row in zip(wins, claims, strict=True):
        _take(win, row, caps[win.promotion_id], at)


def _take(win: Win, row: Claim, customer_cap: int, at: dt.datetime) -> None:
    """Move the counters of one claim, each by one conditional statement."""
    with connection.cursor() as cursor:
        if row.counted:
            cursor.execute(_COUNT_PROMOTION, [row.amount, row.units, row.promotion_id, row.amount, row.units])
            _taken(cursor.rowcount, win)
        if row.coupon_id is not None:
            cursor.execute(_COUNT_COUPON, [row.coupon_id, connection.ops.adapt_datetimefield_value(at)])
            _taken(cursor.rowcount, win)
        for key in row.buyer:
            cursor.execute(_COUNT_BUYER, [row.promotion_id, key, customer_cap])
            _taken(cursor.rowcount, win)


def _taken(count: int, win: Win) -> None:
    if count != 1:
        raise PromotionTaken(promotion=win.promotion_id, code=win.code)


def release(order_id: int, *, at: dt.datetime) -> int:
    """Give back what an order took, once, in the caller's transaction; return how many promotions.

    Called for every order that ends before it is shipped: declined, expired, canceled by whomever.
    """
    given_back = 0
    for row in Claim.objects.filter(order_id=order_id, released_at=None).order_by("promotion_id"):
        if not Claim.objects.filter(pk=row.pk, released_at=None).update(released_at=at):
            continue
        given_back += 1
        if row.counted:
            Promotion.objects.filter(pk=row.promotion_id).update(
                uses=F("uses") - 1, spent=F("spent") - row.amount, units=F("units") - row.units
            )
        if row.coupon_id:
            Coupon.objects.filter(pk=row.coupon_id).update(uses=F("uses") - 1)
        BuyerUse.objects.filter(promotion_id=row.promotion_id, buyer__in=row.buyer).update(uses=F("uses") - 1)
    return given_back


class ClaimReturner:
    """Asked inside the transaction that cancels an order: what it took is there for others again."""

    def stop(self, order_id: int, change: str, *, reason: str, actor: Actor, at: dt.datetime) -> None:
        """Give the claims of a canceled order back; an address changes nothing."""
        if change == "cancel":
            release(order_id, at=at)
