"""Lists of one owner, and a list as it is shown, with prices and stock of now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db.models import Count, QuerySet

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels.public import ChannelFacts
from storecrew.contexts.customers import public as customers
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.pricing import public as pricing
from storecrew.contexts.wishes.errors import WishListNotFound
from storecrew.contexts.wishes.facts import ListRow, ListView, Owner, WishView
from storecrew.contexts.wishes.models import GiftMark, Wish, WishList

CHEAPER_BY = 1
"""Percent that a public price has to fall before a list says so."""


def owned(owner: Owner) -> QuerySet[WishList]:
    """Return the lists of an owner, and of nobody else."""
    if owner.customer_id is not None:
        return WishList.objects.filter(customer_id=owner.customer_id)
    return WishList.objects.filter(guest=owner.guest) if owner.guest else WishList.objects.none()


def lists(owner: Owner) -> list[ListRow]:
    """Return an owner's lists, the one that was changed last first; one query."""
    rows = owned(owner).annotate(count=Count("wishes")).order_by("-updated_at", "-pk")
    return [_row(row, row.count) for row in rows]


def list_of(owner: Owner, list_id: int, *, channel: ChannelFacts, locale: str, at: dt.datetime) -> ListView:
    """Return a list of the owner's. Raises WishListNotFound."""
    row = owned(owner).filter(pk=list_id).first()
    if row is None:
        raise WishListNotFound
    return _view(row, channel, locale, at, customer_id=owner.customer_id)


def shared_list(
    link: str,
    *,
    buyer: str = "",
    customer_id: int | None = None,
    channel: ChannelFacts,
    locale: str,
    at: dt.datetime,
) -> ListView:
    """Return the list behind a link to a gift buyer, at the buyer's own prices. Raises WishListNotFound."""
    row = WishList.objects.filter(shared=link).first() if link else None
    if row is None:
        raise WishListNotFound
    return _view(row, channel, locale, at, customer_id=customer_id, buyer=buyer)


def is_own(owner: Owner, list_id: int) -> bool:
    """Say whether a list is the owner's."""
    return owned(owner).filter(pk=list_id).exists()


def wished_among(owner: Owner, variants: Collection[int], products: Collection[int]) -> set[tuple[str, int]]:
    """Return which of these are on a list of the owner's, as ("v", variant) and ("p", product); one query."""
    rows = Wish.objects.filter(wish_list__in=owned(owner)).order_by()
    found: set[tuple[str, int]] = set()
    if owner.is_somebody and (variants or products):
        for variant_id, product_id in rows.values_list("variant_id", "variant__product_id"):
            found |= {("v", variant_id)} if variant_id in variants else set()
            found |= {("p", product_id)} if product_id in products else set()
    return found


def _row(row: WishList, count: int) -> ListRow:
    return ListRow(row.pk, row.name, row.shared or "", count, row.updated_at)


def _view(
    row: WishList,
    channel: ChannelFacts,
    locale: str,
    at: dt.datetime,
    *,
    customer_id: int | None = None,
    buyer: str = "",
) -> ListView:
    wishes = list(Wish.objects.filter(wish_list=row).order_by("-pk"))
    ids = [each.variant_id for each in wishes]
    known = catalog.variants(ids, locale=locale) if ids else {}
    sold = catalog.sellable_variants(ids, channel_id=channel.id, locale=locale) if ids else {}
    segments = customers.segments_of(customer_id) if customer_id and ids else ()
    prices, on_request = (
        pricing.offers_for(list(sold), channel=channel, at=at, segments=segments) if sold else ({}, set())
    )
    stock = inventory.available_to_promise(ids, channel_id=channel.id) if ids else {}
    seen = {(each.variant_id, each.added_at) for each in wishes if each.variant_id in prices}
    cheaper = pricing.cheaper_since(seen, channel=channel, percent=CHEAPER_BY, at=at) if seen else set()
    marks = GiftMark.objects.filter(wish__wish_list=row, buyer=buyer) if buyer else GiftMark.objects.none()
    mine = dict(marks.values_list("wish_id", "units"))

    def shown(wish: Wish) -> WishView:
        facts, price = known[wish.variant_id], prices.get(wish.variant_id)
        found = stock[wish.variant_id]
        state = (
            found.word if price else "price_on_request" if wish.variant_id in on_request else "not_for_sale"
        )
        return WishView(
            id=wish.pk,
            sku=facts.sku,
            variant_id=wish.variant_id,
            title=facts.product_title,
            options=tuple(facts.options.values()),
            slug=facts.product_slug,
            image=facts.image,
            quantity=wish.quantity,
            note=wish.note,
            added_at=wish.added_at,
            price=price.price if price else None,
            strike=price.strike if price else None,
            state=state,
            available=found.available if price else 0,
            cheaper=(wish.variant_id, wish.added_at) in cheaper,
            bought=wish.bought,
            mine=mine.get(wish.pk, 0),
        )

    return ListView(
        row.pk,
        row.name,
        row.shared or "",
        row.updated_at,
        tuple(shown(each) for each in wishes if each.variant_id in known),
    )
