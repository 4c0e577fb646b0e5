"""From a cart to a basket: what the engine needs to know, read only where an active promotion asks for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence

from django.conf import settings
from django.db.models import Max, QuerySet

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.customers import public as customers
from storecrew.contexts.orders import public as orders
from storecrew.contexts.pricing import public as pricing
from storecrew.contexts.promotions.facts import Basket, GivenCode, Line, Request
from storecrew.contexts.promotions.models import BuyerUse, Claim, Coupon, Promotion
from storecrew.contexts.promotions.rules import buyers, codes
from storecrew.contexts.promotions.rules.index import Index
from storecrew.contexts.promotions.rules.terms import REGULAR_ORDERS
from storecrew.kernel.reads import compiled_once

LAPSED = dt.timedelta(days=180)


def basket(request: Request, index: Index) -> Basket:
    """Return the basket of a request, with what this index needs."""
    lines: Sequence[Line] = request.lines
    if index.uses_categories:
        lines = _with_categories(lines)
    if index.uses_margin and lines:
        lines = _with_costs(lines, request)
    known, own = buyer_keys(request), _claimed(request)
    used = uses_of(known) if index.counts_buyers and known else {}
    return Basket(
        lines=tuple(lines),
        currency=request.currency,
        channel=request.channel,
        at=request.at,
        country=request.country,
        groups=groups_of(request, index.groups_named) if index.uses_groups else frozenset(),
        codes=given_codes(request, known, own=own.values()),
        used={key: max(0, times - (key in own)) for key, times in used.items()} if own else used,
        held=request.held,
        claimed=frozenset(own),
    )


def _claimed(request: Request) -> dict[int, int | None]:
    """Return what an order has used itself, as {promotion: coupon}; nothing for a cart."""
    if request.order_id is None:
        return {}
    rows = Claim.objects.filter(order_id=request.order_id, released_at=None)
    return dict(rows.values_list("promotion_id", "coupon_id"))


def buyer_keys(request: Request) -> list[str]:
    """Return the hashes under which this buyer's uses are counted."""
    return buyers.keys(
        request.email, request.phone, request.address, settings.SECRET_KEY, customer_id=request.customer_id
    )


def uses_of(keys: Collection[str]) -> dict[int, int]:
    """Return how often a buyer used each promotion, by the key that counts most."""
    return dict(_uses(keys=list(keys)))


@compiled_once
def _uses(keys: list[str]) -> QuerySet[BuyerUse, tuple[int, int]]:
    rows = BuyerUse.objects.filter(buyer__in=keys, uses__gt=0).order_by()
    return rows.values_list("promotion_id").annotate(most=Max("uses"))


def groups_of(request: Request, wanted: Collection[str]) -> frozenset[str]:
    """Return the groups a buyer belongs to then, from orders: nobody types them in.

    ``new`` has never bought, ``returning`` has, ``regular`` three times or more in a year, ``lapsed`` not for
    half a year; ``account`` has one. Contexts above add theirs, such as ``tier:gold``, and may leave out what
    no promotion has among ``wanted``.
    """
    groups = {"account"} if request.customer_id else set()
    if request.customer_id:
        groups |= customers.groups_of(request.customer_id, wanted=wanted, at=request.at)
    history = orders.buying_history(
        request.customer_id,
        request.email,
        since=request.at - dt.timedelta(days=365),
        until=request.at,
        besides=request.order_id or 0,
    )
    if history.newest is None:
        return frozenset(groups | {"new"})
    groups.add("returning")
    if history.since >= REGULAR_ORDERS:
        groups.add("regular")
    if history.newest < request.at - LAPSED:
        groups.add("lapsed")
    return frozenset(groups)


def given_codes(
    request: Request, keys: Collection[str], *, own: Collection[int | None] = ()
) -> tuple[GivenCode, ...]:
    """Look typed codes up; one statement for all of them. A use of an ``own`` coupon is the asker's."""
    texts = request.codes
    wanted = {codes.digest(code): text for text in texts if (code := codes.normalize(text))}
    found: dict[str, Coupon] = {row.digest: row for row in _coupons(wanted)} if wanted else {}
    return tuple(
        _given(text, found.get(codes.digest(codes.normalize(text))), request, keys, own) for text in texts
    )


def _coupons(digests: Collection[str]) -> QuerySet[Coupon]:
    return Coupon.objects.filter(digest__in=digests)


def _given(
    text: str, coupon: Coupon | None, request: Request, keys: Collection[str], own: Collection[int | None]
) -> GivenCode:
    if coupon is None or coupon.blocked:
        return GivenCode(text, problem="unknown")
    problem = ""
    if request.order_id is not None and coupon.created_at > request.at:
        # What an order earned, or a code of today, was not there when it was placed.
        problem = "later"
    elif coupon.expires_at is not None and coupon.expires_at <= request.at:
        problem = "expired"
    elif coupon.uses_cap and coupon.uses - (coupon.pk in own) >= coupon.uses_cap:
        problem = "used_up"
    elif coupon.buyer and coupon.buyer not in keys:
        problem = "not_yours" if keys else "unnamed"
    return GivenCode(text, coupon.promotion_id, coupon.pk, problem)


def exhausted(
    ids: Collection[int], spending: Mapping[int, tuple[int, int]]
) -> dict[int, tuple[str, int, int]]:
    """Return which promotions have too little left, as {id: (condition, cap, used)}.

    ``spending`` is what this basket would use of each: (amount, units).
    """
    found = {}
    for row in Promotion.objects.filter(pk__in=ids):
        amount, units = spending[row.pk]
        if row.uses_cap and row.uses >= row.uses_cap:
            found[row.pk] = ("uses_cap", row.uses_cap, row.uses)
        elif row.budget_cap and row.spent + amount > row.budget_cap:
            found[row.pk] = ("budget_cap", row.budget_cap, row.spent)
        elif row.units_cap and row.units + units > row.units_cap:
            found[row.pk] = ("units_cap", row.units_cap, row.units)
    return found


def _with_categories(lines: Sequence[Line]) -> list[Line]:
    categories = catalog.categories_of_products({line.product_id for line in lines})
    return [line._replace(categories=categories.get(line.product_id, frozenset())) for line in lines]


def _with_costs(lines: Sequence[Line], request: Request) -> list[Line]:
    """Give lines their unit cost in the terms of their price: with the tax where prices include it."""
    channel = channels.facts(request.channel)
    ids = [line.variant_id for line in lines]
    costs = pricing.costs_for(ids, currency=request.currency)
    articles = catalog.variants(ids) if costs else {}
    taxes = pricing.tax_for(
        [
            pricing.TaxableLine(str(key), cost, articles[key].tax_class)
            for key, cost in costs.items()
            if key in articles
        ],
        country=request.country or channel.country,
        region=str(request.address.get("region", "")),
        postal_code=str(request.address.get("postal_code", "")),
        tax_display="net",
        at=request.at,
        timezone=channel.timezone,
        currency=request.currency,
    )
    with_tax = channel.tax_display == "gross"
    shown = {
        int(key): answer.net.amount + (answer.tax.amount if with_tax else 0)
        for key, answer in taxes.lines.items()
    }
    return [line._replace(cost=shown.get(line.variant_id)) for line in lines]
