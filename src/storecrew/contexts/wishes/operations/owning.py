"""Finding the list that is written to, and taking its row so that two writers wait for each other."""

from __future__ import annotations

import datetime as dt

from django.db.models import F

from storecrew.contexts.wishes.errors import TooManyWishes, WishListNotFound, WishNotFound
from storecrew.contexts.wishes.facts import Owner
from storecrew.contexts.wishes.models import Wish, WishList
from storecrew.contexts.wishes.queries.lists import owned
from storecrew.contexts.wishes.rules import MOST_LISTS, MOST_WISHES


def take(owner: Owner, list_id: int, at: dt.datetime) -> WishList:
    """Return a list of the owner's whose row is ours until the commit. Raises WishListNotFound."""
    if not owned(owner).filter(pk=list_id).update(updated_at=at):
        raise WishListNotFound
    return WishList.objects.get(pk=list_id)


def take_latest(owner: Owner, at: dt.datetime) -> WishList:
    """Return the list that was changed last; the first one is made where there is none."""
    latest = owned(owner).order_by("-updated_at", "-pk").values_list("pk", flat=True).first()
    if latest is not None:
        return take(owner, latest, at)
    fields = {"customer_id": owner.customer_id, "guest": owner.guest, "name": ""}
    made, _new = WishList.objects.get_or_create(**fields, defaults={"created_at": at, "updated_at": at})
    return made


def wish(row: WishList, wish_id: int) -> Wish:
    """Return a wish on a list. Raises WishNotFound."""
    found = Wish.objects.filter(pk=wish_id, wish_list=row).first()
    if found is None:
        raise WishNotFound
    return found


def room_for_lists(owner: Owner) -> None:
    """Raise TooManyWishes when there may be no further list."""
    if owned(owner).count() >= MOST_LISTS:
        raise TooManyWishes(most=MOST_LISTS)


def room_for_wishes(row: WishList) -> None:
    """Raise TooManyWishes when the list is full."""
    if Wish.objects.filter(wish_list=row).count() >= MOST_WISHES:
        raise TooManyWishes(most=MOST_WISHES)


def give_back(wish_id: int, units: int) -> None:
    """Take units off the count of what gift buyers bought."""
    Wish.objects.filter(pk=wish_id, bought__gte=units).update(bought=F("bought") - units)
