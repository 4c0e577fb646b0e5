"""What gift buyers mark as bought, so that no two of them buy the same."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import F

from storecrew.contexts.wishes.errors import BoughtAlready, WishListNotFound, WishNotFound
from storecrew.contexts.wishes.models import GiftMark, Wish, WishList
from storecrew.contexts.wishes.operations import owning
from storecrew.kernel.actor import Actor
from storecrew.kernel.quantity import parse_quantity


def mark_bought(
    link: str, wish_id: int, *, buyer: str, quantity: Any = 1, actor: Actor, at: dt.datetime
) -> None:
    """Say that units of a wish are bought. ``buyer`` is the secret of a browser, which can take it back.

    Who it was is written nowhere. Units are claimed by one conditional statement.

    :raises WishListNotFound, WishNotFound: the link leads nowhere, or the wish is gone
    :raises InvalidQuantity: not a whole number
    :raises BoughtAlready: fewer are open than that
    """
    units = parse_quantity(quantity)
    wish = _behind(link, wish_id)
    with transaction.atomic():
        claim = Wish.objects.filter(pk=wish.pk, bought__lte=F("quantity") - units)
        if not claim.update(bought=F("bought") + units):
            raise BoughtAlready(open=max(0, wish.quantity - wish.bought))
        mark, is_new = GiftMark.objects.get_or_create(
            wish=wish, buyer=buyer, defaults={"units": units, "marked_at": at}
        )
        if not is_new:
            GiftMark.objects.filter(pk=mark.pk).update(units=F("units") + units, marked_at=at)
    del actor


def unmark(link: str, wish_id: int, *, buyer: str, actor: Actor) -> None:
    """Take back what this browser marked; nothing of others. Raises WishListNotFound, WishNotFound."""
    wish = _behind(link, wish_id)
    with transaction.atomic():
        for mark in GiftMark.objects.filter(wish=wish, buyer=buyer).select_for_update().order_by("pk"):
            if GiftMark.objects.filter(pk=mark.pk).delete()[0]:
                owning.give_back(wish.pk, mark.units)
    del actor


def _behind(link: str, wish_id: int) -> Wish:
    row = WishList.objects.filter(shared=link).first() if link else None
    if row is None:
        raise WishListNotFound
    found = Wish.objects.filter(pk=wish_id, wish_list=row).first()
    if found is None:
        raise WishNotFound
    return found
