"""Keeping profiles: made anew for single addresses when something of theirs happened, or all of them.

Both ways run the same function, so a full rebuild gives what the events have given.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection

from django.db import transaction

from storecrew.contexts.customers import public as customers
from storecrew.contexts.marketing.models import Bought, Profile, Spending
from storecrew.contexts.orders import public as orders

CHUNK = 500


def refresh_profiles(contact_ids: Collection[int]) -> int:
    """Make the profiles of some contacts anew from their orders; return how many there are."""
    contacts = customers.contacts(contact_ids)
    found = orders.bought_by([each.email for each in contacts.values()])
    with transaction.atomic():
        profiles = _profiles(list(contacts))
        Spending.objects.filter(profile__in=profiles.values()).delete()
        Bought.objects.filter(profile__in=profiles.values()).delete()
        spending, bought = [], []
        for key, contact in contacts.items():
            profile, history = profiles[key], found.get(contact.email, ())
            profile.orders = len(history)
            profile.first_order_at = min((each.placed_at for each in history), default=None)
            profile.last_order_at = max((each.placed_at for each in history), default=None)
            amounts: dict[str, int] = defaultdict(int)
            units: dict[int, int] = defaultdict(int)
            last: dict[int, dt.datetime] = {}
            for each in history:
                amounts[each.currency] += each.total
                for variant_id, quantity in each.lines:
                    units[variant_id] += quantity
                    last[variant_id] = max(last.get(variant_id, each.placed_at), each.placed_at)
            spending += [
                Spending(profile=profile, currency=currency, amount=amounts[currency])
                for currency in sorted(amounts)
            ]
            bought += [
                Bought(
                    profile=profile, variant_id=variant_id, units=units[variant_id], last_at=last[variant_id]
                )
                for variant_id in sorted(units)
                if units[variant_id] > 0
            ]
        Profile.objects.bulk_update(profiles.values(), ["orders", "first_order_at", "last_order_at"])
        Spending.objects.bulk_create(spending)
        Bought.objects.bulk_create(bought)
    return len(contacts)


def rebuild_profiles() -> int:
    """Make all profiles anew, in chunks; return how many there are."""
    done, after = 0, 0
    while keys := customers.contact_ids(after=after, limit=CHUNK):
        done += refresh_profiles(keys)
        after = keys[-1]
    return done


def refresh_buyer(order_id: int) -> None:
    """Make the profile of the address of an order anew; harmless when it is on no list."""
    contact = customers.contact_of(orders.order(order_id).email)
    if contact is not None:
        refresh_profiles([contact.id])


def _profiles(contact_ids: Collection[int]) -> dict[int, Profile]:
    """Return the profiles of contacts by contact, made where there are none."""
    Profile.objects.bulk_create([Profile(contact_id=key) for key in contact_ids], ignore_conflicts=True)
    rows = Profile.objects.filter(contact_id__in=contact_ids).order_by("pk")
    return {row.contact_id: row for row in rows}
