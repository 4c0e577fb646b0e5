"""Carts that were left, for those who remind of them: what is in them and since when, nothing else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.checkout.models import Cart, CartLine
from storecrew.contexts.promotions import public as promotions


class IdleCart(NamedTuple):
    """A cart with an address that nobody touched for a while."""

    token: str
    email: str
    updated_at: dt.datetime


class LeftCart(NamedTuple):
    """What is in a cart that is still open."""

    token: str
    updated_at: dt.datetime
    variant_ids: tuple[int, ...]
    skus: tuple[str, ...]


def idle_carts(
    *, since: dt.datetime, until: dt.datetime, limit: int, after: IdleCart | None = None
) -> list[IdleCart]:
    """Return open carts with something in them and an address, touched in ``[since, until)``, newest first.

    A signed-in customer's own address counts where none was typed. ``after`` is the last of the page before.
    """
    rows = Cart.objects.filter(state=Cart.State.OPEN, updated_at__gte=since, updated_at__lt=until)
    rows = rows.filter(Q(email__gt="") | Q(customer__email__gt=""))
    if after is not None:
        same = Q(updated_at=after.updated_at, token__lt=after.token)
        rows = rows.filter(same | Q(updated_at__lt=after.updated_at))
    filled = rows.filter(Exists(CartLine.objects.filter(cart=OuterRef("pk"))))
    found = filled.order_by("-updated_at", "-token").values_list(
        "token", "email", "customer__email", "updated_at"
    )
    return [
        IdleCart(token, (typed or own or "").lower(), moment) for token, typed, own, moment in found[:limit]
    ]


def goods_of_carts(tokens: Collection[str]) -> dict[str, tuple[int, ...]]:
    """Return the variants in each of these open carts; one query."""
    lines = CartLine.objects.filter(cart__token__in=tokens, cart__state=Cart.State.OPEN).order_by("pk")
    found: dict[str, tuple[int, ...]] = {}
    for token, variant_id in lines.values_list("cart__token", "variant_id"):
        found[token] = (*found.get(token, ()), variant_id)
    return found


def left_cart(token: str) -> LeftCart | None:
    """Return a cart that is still open and not empty, or None."""
    row = Cart.objects.filter(token=token, state=Cart.State.OPEN).values_list("pk", "updated_at").first()
    if row is None:
        return None
    lines = CartLine.objects.filter(cart_id=row[0]).order_by("pk")
    keys = tuple(lines.values_list("variant_id", flat=True))
    facts = catalog.variants(keys)
    return (
        LeftCart(token, row[1], keys, tuple(facts[key].sku for key in keys if key in facts)) if keys else None
    )


def open_carts(
    channel_id: int, since: dt.datetime, until: dt.datetime, most: int
) -> list[promotions.OpenCart]:
    """Return the newest carts of a channel that were touched in ``[since, until)`` and not bought."""
    rows = Cart.objects.filter(channel_id=channel_id, state=Cart.State.OPEN)
    touched = rows.filter(updated_at__gte=since, updated_at__lt=until).order_by("-updated_at", "-pk")
    found = touched.values_list(
        "pk", "updated_at", "customer_id", "email", "customer__email", "shipping_address__country"
    )
    carts = list(found[:most])
    units: dict[int, dict[int, int]] = {}
    lines = CartLine.objects.filter(cart_id__in=[cart[0] for cart in carts]).order_by("pk")
    for cart_id, variant_id, quantity in lines.values_list("cart_id", "variant_id", "quantity"):
        units.setdefault(cart_id, {})[variant_id] = quantity
    return [
        promotions.OpenCart(
            key, moment, units[key], customer_id, (typed or own or "").lower(), str(country or "")
        )
        for key, moment, customer_id, typed, own, country in carts
        if key in units
    ]
