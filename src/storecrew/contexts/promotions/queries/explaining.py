"""Why a promotion or a code does or does not apply: one function for shopper, agent and machines (5.2)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.orders import public as orders
from storecrew.contexts.promotions.errors import UnknownCode, UnknownPromotion
from storecrew.contexts.promotions.facts import Basket, Check, ClaimFacts, Gift, Line, Request, Verdict
from storecrew.contexts.promotions.models import Claim, Coupon, Promotion, Trace
from storecrew.contexts.promotions.queries import active, asking, offering, sentences
from storecrew.contexts.promotions.rules import codes, conditions
from storecrew.contexts.promotions.rules.index import Index
from storecrew.contexts.promotions.rules.terms import Terms

MOMENTS = frozenset({"started", "opens", "not_ended"})
"""The conditions that compare moments."""
COMPLETE = ("bundle", "set", "buy_x_get_y")
"""Kinds of which all parts have to be there."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """The verdict on one promotion for one cart: every condition with the values that were compared.

    ``sentence`` is what the shopper reads; empty where it applies. ``rival_id`` stands in its way. ``gift``
    is what is added for nothing where it applies.
    """

    promotion_id: int | None
    name: str
    state: str
    revision: int
    applies: bool
    amount: int
    checks: tuple[Check, ...]
    sentence: str
    rival_id: int | None = None
    kind: str = ""
    gift: Gift | None = None


class Decided(NamedTuple):
    """What was decided about a version of a promotion: ``check`` is the condition that failed, or None."""

    revision: int
    check: Check | None
    amount: int = 0


def explain(request: Request, *, code: str = "", promotion_id: int | None = None) -> Explanation:
    """Say whether a code or a promotion applies to a cart at a moment, and condition by condition why.

    The verdict is the engine's own, over everything that runs, with this one added to it where it is only
    planned; so a preview shows what will be. An unknown code is an answer too.

    :raises UnknownPromotion: there is no promotion with this id
    """
    running = active.active().index
    typed = tuple(dict.fromkeys((*request.codes, *([code] if code else []))))
    basket = asking.basket(_with_codes(request, typed), running)
    if promotion_id is None:
        given = next((each for each in basket.codes if each.text == code), None)
        promotion_id = given.promotion_id if given else None
    if promotion_id is None:
        return _unknown(code, request)
    row = Promotion.objects.filter(pk=promotion_id).first()
    if row is None:
        raise UnknownPromotion(promotion=promotion_id)
    index = running if row.pk in running.by_id else Index([*running.by_id.values(), *active.compiled([row])])
    if index is not running:
        basket = asking.basket(_with_codes(request, typed), index)
    verdict = offering.judge(basket, index, also=row.pk)
    return _explained(row, index.by_id[row.pk], basket, verdict, request)


def stored(order_id: int) -> Mapping[str, Any] | None:
    """Return what the engine said when an order was placed, while it is kept."""
    found = Trace.objects.filter(order_id=order_id).values_list("verdict", flat=True).first()
    return found


def stored_checks(verdict: Mapping[str, Any]) -> dict[int, Check]:
    """Return the reasons of a stored verdict by promotion."""
    return {
        loss["promotion"]: Check(
            loss["reason"], False, *(_value(loss["reason"], loss[name]) for name in ("needed", "actual"))
        )
        for loss in verdict.get("losses", ())
    }


def _value(reason: str, kept: Any) -> Any:
    """Return what was compared as it was: moments are kept as text."""
    return dt.datetime.fromisoformat(kept) if reason in MOMENTS and isinstance(kept, str) else kept


def decided_then(order_id: int, promotion_id: int) -> Decided | None:
    """Return what was decided about a promotion when an order was placed; None when nobody looked at it.

    A verdict is kept for 90 days, and holds what ran then and had to do with the cart.
    """
    verdict = stored(order_id)
    if verdict is None:
        return None
    for win in verdict.get("wins", ()):
        if win["promotion"] == promotion_id:
            return Decided(win["revision"], None, win["amount"])
    for loss in verdict.get("losses", ()):
        if loss["promotion"] == promotion_id:
            return Decided(loss["revision"], stored_checks({"losses": [loss]})[promotion_id])
    return None


def recent_claims(promotion_id: int, *, limit: int = 10) -> list[ClaimFacts]:
    """Return the newest orders that used a promotion."""
    rows = Claim.objects.filter(promotion_id=promotion_id).select_related("order").order_by("-pk")
    return [
        ClaimFacts(
            row.order.number, row.amount, row.order.currency, row.claimed_at, row.released_at is not None
        )
        for row in rows[:limit]
    ]


def readable_codes(promotion_id: int) -> Iterator[tuple[str, int, int]]:
    """Yield (code, uses, most uses) of the codes that are kept readable, oldest first."""
    rows = Coupon.objects.filter(promotion_id=promotion_id).exclude(code="").order_by("pk")
    yield from rows.values_list("code", "uses", "uses_cap").iterator(chunk_size=2_000)


def code_id(promotion_id: int, text: str) -> int:
    """Return the id of a code of a promotion, however it is typed. Raises UnknownCode."""
    rows = Coupon.objects.filter(promotion_id=promotion_id, digest=codes.digest(codes.normalize(text)))
    found = rows.values_list("pk", flat=True).first()
    if found is None:
        raise UnknownCode(code=text[:40])
    return found


def request_of_order(order_id: int) -> Request:
    """Return what an order's cart asked, as of its placement: its articles, its buyer, its moment."""
    order = orders.order(order_id)
    channel = channels.facts_by_id(order.channel_id)
    products = catalog.product_ids_of_variants([line.variant_id for line in order.lines])
    discounts = orders.discounts_of(order_id)
    units: dict[int, Line] = {}
    for line in order.lines:
        if line.total.amount == 0 and line.discount.amount:
            # What was given for nothing was not in the cart.
            continue
        units[line.variant_id] = Line(
            line.id, line.variant_id, products.get(line.variant_id, 0), line.quantity, line.unit_price.amount
        )
    return Request(
        lines=tuple(units.values()),
        channel=channel.code,
        currency=order.currency,
        locale=order.locale,
        at=order.placed_at,
        address=order.shipping_address,
        country=str(order.shipping_address.get("country", "")),
        customer_id=order.customer_id,
        email=order.email,
        phone=order.phone,
        order_id=order.id,
        codes=tuple(dict.fromkeys(each.code for each in discounts if each.code)),
        held=frozenset(each.promotion_id for each in discounts),
    )


def preview(promotion_id: int, request: Request, *, at: dt.datetime) -> Explanation:
    """Say what a promotion would do to a cart on another day, whatever its state."""
    return explain(replace(request, at=at), promotion_id=promotion_id)


def _with_codes(request: Request, codes: tuple[str, ...]) -> Request:
    return replace(request, codes=codes)


def _explained(
    row: Promotion, terms: Terms, basket: Basket, verdict: Verdict, request: Request
) -> Explanation:
    win = next((each for each in verdict.wins if each.promotion_id == row.pk), None)
    lost = next((each.check for each in verdict.losses if each.promotion_id == row.pk), None)
    checks = [*conditions.checks(terms, basket), *verdict.of_goods]
    if lost is not None and lost not in checks:
        checks = [*(check for check in checks if check.code != lost.code), lost]
    if win is not None and terms.kind in COMPLETE:
        checks.append(Check("complete", True))
    sentence = ""
    if win is None and lost is not None:
        sentence = sentences.for_shopper(
            lost, currency=request.currency, locale=request.locale, by_code=row.by_code
        )
    rival = lost.actual if lost is not None and lost.code in ("not_with", "exclusive") else None
    return Explanation(
        row.pk, row.name, row.state, row.revision, win is not None, win.amount if win else 0,
        tuple(checks), sentence, rival, row.kind, win.gift if win else None,
    )  # fmt: skip


def _unknown(code: str, request: Request) -> Explanation:
    check = Check("code_unknown", False, None, code)
    sentence = sentences.for_shopper(check, currency=request.currency, locale=request.locale)
    return Explanation(None, "", "", 0, False, 0, (check,), sentence)
