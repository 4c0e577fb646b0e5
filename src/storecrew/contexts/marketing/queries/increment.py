"""What a campaign's mails bring beyond what people would have bought anyway (MKT-7).

Everybody who was to get a mail is compared with those drawn to get none, whatever became of the mail: people
who were left out for another reason stay in their group, so that both were drawn alike.
"""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from django.db.models import Count, Max, Q

from storecrew.contexts.marketing.models import Recipient
from storecrew.contexts.marketing.rules.holdout import Gain, Lift, Sums, gain, lift


class Increment(NamedTuple):
    """People of both groups, who of them bought within two weeks, and the differences with their ranges.

    ``more_buyers`` and ``more_revenue`` are for all the treated together: expected, least, most; the revenue
    is the total of orders in minor units of the campaign's currency. ``lift`` and the others are None while a
    group has too few people.
    """

    treated: int
    bought: int
    held_out: int
    bought_without: int
    lift: Lift | None
    more_buyers: Gain | None
    more_revenue: Gain | None


def increment(campaign_id: int, *, currency: str, at: dt.datetime) -> Increment | None:
    """Return what the group that gets nothing says about a campaign; None when it has no such group."""
    rows = Recipient.objects.filter(mailing__campaign_id=campaign_id, not_before__lte=at).order_by()
    people = rows.values_list("contact_id").annotate(
        mails=Count("pk"),
        held=Count("pk", filter=Q(reason="holdout")),
        bought=Count("bought_at"),
        amount=Max("bought_amount", filter=Q(currency=currency)),
    )
    groups = {True: [0, 0, 0, 0], False: [0, 0, 0, 0]}
    for _contact, mails, held, bought, amount in people.iterator():
        group = groups[held == mails]
        group[0] += 1
        group[1] += bool(bought)
        group[2] += amount or 0
        group[3] += (amount or 0) ** 2
    treated, bought, sum_one, squares_one = groups[False]
    held_out, without, sum_two, squares_two = groups[True]
    if not held_out:
        return None
    found = lift(bought, treated, without, held_out)
    buyers = None if found is None else _for_all(treated, found)
    revenue = gain(Sums(treated, sum_one, squares_one), Sums(held_out, sum_two, squares_two))
    return Increment(treated, bought, held_out, without, found, buyers, revenue)


def _for_all(treated: int, found: Lift) -> Gain:
    """Return a difference of shares as people among all the treated."""
    return Gain(*(round(treated * each) for each in (found.difference, found.least, found.most)))
