"""From a list into the cart: one wish, or all that can be bought."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.wishes.facts import Left, Moved, Owner
from storecrew.contexts.wishes.models import Wish
from storecrew.contexts.wishes.operations import owning
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import DomainError


def to_cart(
    owner: Owner, list_id: int, *, cart: str, wish_id: int | None = None, actor: Actor, at: dt.datetime
) -> Moved:
    """Move a wish, or every one that can be bought, into a cart; the rest stays and is told with its reason.

    The cart itself says what it does not take, so list and cart never disagree.

    :raises WishListNotFound, WishNotFound: as named
    :raises CartInPayment, CartNotFound, TooManyLines: the cart takes nothing at all
    """
    row = owning.take(owner, list_id, at)
    chosen = list(row.wishes.order_by("-pk")) if wish_id is None else [owning.wish(row, wish_id)]
    facts = catalog.variants([each.variant_id for each in chosen])
    wishes = {facts[each.variant_id].sku: each for each in chosen}
    wanted = {sku: each.quantity for sku, each in wishes.items()}
    refused: dict[str, DomainError] = {}
    # No transaction around it: the cart may have to ask a gateway how its payment stands.
    while wanted and (found := _refused(cart, wanted, actor, at)):
        refused |= found
        wanted = {sku: units for sku, units in wanted.items() if sku not in found}
    Wish.objects.filter(pk__in=[wishes[sku].pk for sku in wanted]).delete()
    titles = {each.sku: each.product_title for each in facts.values()}
    return Moved(sum(wanted.values()), tuple(Left(titles[sku], sku, why) for sku, why in refused.items()))


def _refused(cart: str, wanted: dict[str, int], actor: Actor, at: dt.datetime) -> dict[str, DomainError]:
    """Put all into the cart, or return what it does not take."""
    try:
        checkout.add_lines(cart, wanted.items(), actor=actor, at=at)
    except (checkout.NotForSale, checkout.PriceOnRequest) as error:
        return {error.details["sku"]: error}
    except checkout.InsufficientStock as error:
        return {item["sku"]: checkout.InsufficientStock(items=[item]) for item in error.details["items"]}
    return {}
