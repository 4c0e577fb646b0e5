"""Putting articles on lists, changing wishes and taking them away."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels.public import ChannelFacts
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.wishes import rules
from storecrew.contexts.wishes.errors import CannotBeWished, InvalidWish
from storecrew.contexts.wishes.facts import Owner
from storecrew.contexts.wishes.models import Wish
from storecrew.contexts.wishes.operations import owning
from storecrew.contexts.wishes.queries.lists import owned
from storecrew.kernel import rows
from storecrew.kernel.actor import Actor
from storecrew.kernel.quantity import InvalidQuantity, parse_quantity


def first_of(variant_ids: Collection[int], *, channel: ChannelFacts) -> int:
    """Return the first of some variants that can be bought, or that is sold at all. Raises CannotBeWished."""
    known = catalog.sellable_variants(variant_ids, channel_id=channel.id) if variant_ids else {}
    sold = [key for key in variant_ids if key in known]
    if not sold:
        raise CannotBeWished
    stock = inventory.available_to_promise(sold, channel_id=channel.id)
    return next((key for key in sold if stock[key].available > 0), sold[0])


def put(
    owner: Owner,
    variant_id: int,
    *,
    list_id: int | None = None,
    quantity: Any = 1,
    note: str = "",
    actor: Actor,
    at: dt.datetime,
) -> int:
    """Put a variant on a list, by default the one that was changed last; return the list's id.

    What is on it already stays as it is: pressing twice is one wish.

    :raises WishListNotFound: the list is not the owner's
    :raises TooManyWishes: the list is full
    :raises InvalidWish: the quantity or the note is wrong
    """
    units, words = _clean(quantity, note)
    with transaction.atomic():
        row = owning.take_latest(owner, at) if list_id is None else owning.take(owner, list_id, at)
        if not Wish.objects.filter(wish_list=row, variant_id=variant_id).exists():
            owning.room_for_wishes(row)
            wish = Wish(
                wish_list_id=row.pk, variant_id=variant_id, quantity=units, note=words, bought=0, added_at=at
            )
            rows.insert([wish], once_per=("wish_list_id", "variant_id"))
    del actor
    return row.pk


def take_off(owner: Owner, variant_ids: Collection[int], *, actor: Actor) -> int:
    """Take variants off every list of the owner's; return how many wishes that were."""
    wishes = Wish.objects.filter(wish_list__in=owned(owner), variant_id__in=variant_ids)
    del actor
    return wishes.delete()[1].get(Wish._meta.label, 0)


def change(
    owner: Owner,
    list_id: int,
    wish_id: int,
    *,
    quantity: Any,
    note: str,
    to_list: int | None = None,
    actor: Actor,
    at: dt.datetime,
) -> None:
    """Say how many are wished and a word about it; ``to_list`` puts the wish on another list of the owner's.

    :raises WishListNotFound, WishNotFound: as named
    :raises InvalidWish: the quantity or the note is wrong
    :raises TooManyWishes: the other list is full
    """
    units, words = _clean(quantity, note)
    with transaction.atomic():
        row = owning.take(owner, list_id, at)
        wish = owning.wish(row, wish_id)
        Wish.objects.filter(pk=wish.pk).update(quantity=units, note=words)
        if to_list is not None and to_list != list_id:
            other = owning.take(owner, to_list, at)
            there = Wish.objects.filter(wish_list=other, variant_id=wish.variant_id).first()
            if there is None:
                owning.room_for_wishes(other)
                Wish.objects.filter(pk=wish.pk).update(wish_list=other)
            else:
                join(Wish.objects.get(pk=wish.pk), there)
    del actor


def remove(owner: Owner, list_id: int, wish_id: int, *, actor: Actor, at: dt.datetime) -> None:
    """Take a wish off a list. Raises WishListNotFound, WishNotFound."""
    with transaction.atomic():
        row = owning.take(owner, list_id, at)
        owning.wish(row, wish_id).delete()
    del actor


def join(wish: Wish, into: Wish) -> None:
    """Make two wishes for one article into one: the larger number, the note that is there, all gift marks."""
    for mark in wish.marks.order_by("pk"):
        own = into.marks.filter(buyer=mark.buyer).first()
        if own is None:
            into.marks.add(mark)
        else:
            own.units += mark.units
            own.save(update_fields=["units"])
    Wish.objects.filter(pk=into.pk).update(
        quantity=rules.joined_units(into.quantity, wish.quantity),
        note=into.note or wish.note,
        bought=into.bought + wish.bought,
        added_at=min(into.added_at, wish.added_at),
    )
    Wish.objects.filter(pk=wish.pk).delete()


def _clean(quantity: Any, note: str) -> tuple[int, str]:
    words, wrong, units = rules.clean_line(note), {}, 1
    try:
        units = parse_quantity(quantity)
    except InvalidQuantity:
        units = 0
    if not 1 <= units <= rules.MOST_UNITS:
        wrong["quantity"] = _("Use a whole number from 1 to %(most)s.") % {"most": rules.MOST_UNITS}
    if len(words) > rules.LONGEST_NOTE:
        wrong["note"] = _("Use at most %(most)s letters.") % {"most": rules.LONGEST_NOTE}
    if wrong:
        raise InvalidWish(**wrong)
    return units, words
