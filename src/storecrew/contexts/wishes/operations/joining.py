"""The lists of a guest become those of the customer who signed in: nothing is lost, nothing is doubled."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from storecrew.contexts.wishes import rules
from storecrew.contexts.wishes.facts import Owner
from storecrew.contexts.wishes.models import Wish, WishList
from storecrew.contexts.wishes.operations import wishing
from storecrew.contexts.wishes.queries.lists import owned
from storecrew.kernel.actor import Actor


def join_lists(guest: str, customer_id: int, *, actor: Actor, at: dt.datetime) -> None:
    """Give a guest's lists to a customer; harmless when repeated.

    A list whose name the customer has is joined with it, wish by wish, and its link goes along. Where both
    are shared each keeps its link, and the guest's gets a number behind its name.
    """
    del actor
    if not guest:
        return
    customer = Owner(customer_id)
    with transaction.atomic():
        # Both sides in one order, so that two sign-ins at once wait for each other.
        mine = {row.name: row for row in owned(customer).select_for_update().order_by("pk")}
        for row in owned(Owner(guest=guest)).select_for_update().order_by("pk"):
            own = mine.get(row.name)
            if own is None or (own.shared and row.shared):
                name = rules.free_name(row.name, mine)
                WishList.objects.filter(pk=row.pk).update(customer_id=customer_id, guest="", name=name)
                mine[name] = row
            else:
                _join(row, own, at)


def _join(row: WishList, own: WishList, at: dt.datetime) -> None:
    there = {wish.variant_id: wish for wish in Wish.objects.filter(wish_list=own)}
    for wish in Wish.objects.filter(wish_list=row).order_by("pk"):
        if wish.variant_id in there:
            wishing.join(wish, there[wish.variant_id])
        else:
            # More than a list usually holds is better than a wish that is lost.
            Wish.objects.filter(pk=wish.pk).update(wish_list=own)
    shared = own.shared or row.shared
    WishList.objects.filter(pk=row.pk).delete()
    WishList.objects.filter(pk=own.pk).update(shared=shared, updated_at=at)
