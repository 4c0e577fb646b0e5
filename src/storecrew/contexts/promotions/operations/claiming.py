"""Taking promotions for an order, and giving them back (CON-19).

Each scarce thing is one conditional update whose row count is looked at: the caps of a promotion, the uses of
a code, the uses of a buyer. The claim's row, unique per promotion and order, is written first, so a repeat
takes nothing twice. Promotions without a cap have no counter to wait for. Those for groups of customers ask
once more whether the buyer is in them: a cart is priced before its order's transaction begins.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.conf import settings
from django.db import connection
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.promotions.errors import PromotionTaken
from storecrew.contexts.promotions.facts import Request, Share, Win
from storecrew.contexts.promotions.models import BuyerUse, Claim, Coupon, Promotion, Trace
from storecrew.contexts.promotions.queries import asking
from storecrew.contexts.promotions.queries.active import orders_each
from storecrew.contexts.promotions.queries.offering import Offer
from storecrew.contexts.promotions.queries.traces import as_json
from storecrew.contexts.promotions.rules import buyers
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

HAD_WITH_THIS_CARD = _(
    "A discount of your order was had before with the same card. The order was not placed, and your "
    "payment is released."
)
NOT_MEANT = _("A discount in your cart does not hold for you any more. Nothing was charged.")


def claim(
    order_id: int, offer: Offer, request: Request, shipping: Sequence[Share], *, actor: Actor, at: dt.datetime
) -> None:
    """Take everything an order's promotions need, in the transaction that drafts the order.

    ``shipping`` is what was taken off the chosen method. Promotions are taken in the order of their ids, so
    two orders that want the same two cannot wait for each other.

    :raises PromotionTaken: a cap was reached, or the buyer left a group, in between; the caller's transaction
        undoes the rest
    """
    del actor
    wins = sorted(offer.verdict.wins, key=lambda win: win.promotion_id)
    off_shipping = {share.promotion_id: share.amount for share in shipping}
    wins = [win for win in wins if win.lane != "shipping" or win.promotion_id in off_shipping]
    if offer.verdict.wins or offer.verdict.losses:
        rows.insert([Trace(order_id=order_id, verdict=as_json(offer.verdict), at=at)])
    if not wins:
        return
    groups = _checked_groups(wins, offer, request)
    keys = asking.buyer_keys(request)
    caps = {win.promotion_id: offer.terms[win.promotion_id].uses_of(groups) for win in wins}
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


def _checked_groups(wins: Sequence[Win], offer: Offer, request: Request) -> frozenset[str]:
    """Return the groups of the buyer that matter here; refuse what is for one that was left since pricing."""
    limited = {
        win.promotion_id: needs
        for win in wins
        if (needs := offer.terms[win.promotion_id].needs).groups or needs.not_groups
    }
    if not limited:
        return frozenset()
    named = frozenset[str]().union(*(needs.groups | needs.not_groups for needs in limited.values()))
    groups = asking.groups_of(request, named)
    for win in wins:
        asked = limited.get(win.promotion_id)
        if asked is not None and not asked.admits(groups):
            raise PromotionTaken(NOT_MEANT, promotion=win.promotion_id, code=win.code)
    return groups


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


def claim_card(order_id: int, card: str) -> bool:
    """Count what an order has of limited promotions under the card that pays it; once more changes nothing.

    Which card that is, is known when the bank has answered, so after the claim (ABU-05). False when a
    promotion was had as often as can be with this card: the caller takes the order back, and from then on the
    buyer has it used up, so that the cart shows the price without it. In the caller's transaction.
    """
    key, ok = buyers.card_key(card, settings.SECRET_KEY), True
    claims = Claim.objects.filter(order_id=order_id, released_at=None).select_related("promotion")
    for row in claims.order_by("promotion_id"):
        limit = orders_each(row.promotion) if row.buyer and key not in row.buyer else 0
        if not limit:
            continue
        with connection.cursor() as cursor:
            cursor.execute(_COUNT_BUYER, [row.promotion_id, key, limit])
            counted = cursor.rowcount == 1
        if counted:
            Claim.objects.filter(pk=row.pk).update(buyer=sorted([*row.buyer, key]))
        else:
            # One more than the limit: what ends the order gives one back.
            mine = BuyerUse.objects.filter(promotion_id=row.promotion_id, buyer__in=row.buyer)
            mine.update(uses=limit + 1)
            ok = False
    return ok


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
