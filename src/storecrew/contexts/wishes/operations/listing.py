"""Making, naming and deleting lists; sharing them by a secret link, and taking it back."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from storecrew.contexts.wishes import rules
from storecrew.contexts.wishes.errors import InvalidWish, ListNameTaken
from storecrew.contexts.wishes.facts import Owner
from storecrew.contexts.wishes.models import Wish, WishList, new_token
from storecrew.contexts.wishes.operations import owning
from storecrew.contexts.wishes.queries.lists import owned
from storecrew.kernel.actor import Actor


def start(owner: Owner, name: str, *, actor: Actor, at: dt.datetime) -> int:
    """Make a list of a name; return its id.

    :raises InvalidWish: no name, or a name that is too long
    :raises ListNameTaken: there is one of this name
    :raises TooManyWishes: there are as many lists as there may be
    """
    wanted = _clean(name)
    owning.room_for_lists(owner)
    fields = {"customer_id": owner.customer_id, "guest": owner.guest, "name": wanted}
    try:
        with transaction.atomic():
            row = WishList.objects.create(**fields, created_at=at, updated_at=at)
    except IntegrityError:
        raise ListNameTaken from None
    del actor
    return row.pk


def rename(owner: Owner, list_id: int, name: str, *, actor: Actor, at: dt.datetime) -> None:
    """Give a list another name. Raises WishListNotFound, InvalidWish, ListNameTaken."""
    wanted = _clean(name)
    try:
        with transaction.atomic():
            owning.take(owner, list_id, at)
            WishList.objects.filter(pk=list_id).update(name=wanted)
    except IntegrityError:
        raise ListNameTaken from None
    del actor


def delete(owner: Owner, list_id: int, *, actor: Actor) -> None:
    """Delete a list with what is on it; its link leads nowhere from then on."""
    owned(owner).filter(pk=list_id).delete()
    del actor


def share(owner: Owner, list_id: int, *, actor: Actor, at: dt.datetime) -> str:
    """Return the secret of the list's link, made once. Raises WishListNotFound."""
    with transaction.atomic():
        row = owning.take(owner, list_id, at)
        link: str = row.shared or new_token()
        WishList.objects.filter(pk=row.pk).update(shared=link)
    del actor
    return link


def unshare(owner: Owner, list_id: int, *, actor: Actor, at: dt.datetime) -> None:
    """Take the link back, and with it what its buyers marked; sharing again makes another link."""
    with transaction.atomic():
        row = owning.take(owner, list_id, at)
        WishList.objects.filter(pk=row.pk).update(shared=None)
        for wish in Wish.objects.filter(wish_list=row, bought__gt=0):
            wish.marks.all().delete()
        Wish.objects.filter(wish_list=row).update(bought=0)
    del actor


def _clean(name: str) -> str:
    wanted = rules.clean_line(name)
    if not wanted:
        raise InvalidWish(name=_("Please give the list a name."))
    if len(wanted) > rules.LONGEST_NAME:
        raise InvalidWish(name=_("Use at most %(most)s letters.") % {"most": rules.LONGEST_NAME})
    return wanted
