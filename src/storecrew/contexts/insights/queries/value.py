"""What customers are worth: who came first when, who came back, and what is to be expected of them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Any, NamedTuple

import numpy as np
from django.db.models import Sum

from storecrew.contexts.channels import public as channels
from storecrew.contexts.customers import public as customers
from storecrew.contexts.insights.facts import Cohort, CustomerValue, Decile, TierValue
from storecrew.contexts.insights.models import OrderTouch
from storecrew.contexts.insights.rules import lifetime
from storecrew.contexts.insights.rules.days import bucket, local
from storecrew.contexts.loyalty import public as loyalty
from storecrew.contexts.orders import public as orders
from storecrew.kernel.kept import kept

MONTHS = 12
WEEKS_AHEAD = 52.0  # not money: weeks
YEARS_BACK = 3
NEAR = 1e-6  # not money: where the formula divides by nothing
WEEK = 7.0  # not money: days


class _Bought(NamedTuple):
    at: dt.datetime
    amount: int
    order_id: int


@kept("insights.value")
def customer_value(channel_id: int, today: dt.date) -> CustomerValue:
    """Return cohorts by month of the first order, and the forecast of a year, for one channel.

    A customer is an e-mail address. Amounts are minor units of the channel's currency, without tax and
    shipping, after what went back. Days on which somebody ordered twice count as one purchase.
    """
    channel = channels.facts_by_id(channel_id)
    bought = _bought(channel, today)
    return CustomerValue(
        currency=channel.currency,
        customers=len(bought),
        cohorts=_cohorts(bought, channel.timezone),
        **_forecast(bought, channel.timezone, today),
    )


def _bought(channel: channels.ChannelFacts, today: dt.date) -> dict[str, list[_Bought]]:
    """Return the orders of each address, oldest first; two queries."""
    end = dt.datetime.combine(today + dt.timedelta(days=1), dt.time.min, tzinfo=dt.UTC)
    start = end - dt.timedelta(days=365 * YEARS_BACK)
    rows = orders.confirmed_between(channel.id, start, end).order_by("placed_at", "pk")
    sums = rows.annotate(net=Sum("lines__net_amount"))
    back = dict(
        OrderTouch.objects.filter(
            channel_id=channel.id, place__in=("only", "last"), back_amount__gt=0
        ).values_list("order_id", "back_amount")
    )
    found: dict[str, list[_Bought]] = defaultdict(list)
    for pk, email, at, net in sums.values_list("pk", "email", "placed_at", "net").iterator(chunk_size=5000):
        if email:
            found[email].append(_Bought(at, (net or 0) - back.get(pk, 0), pk))
    return found


def _cohorts(bought: dict[str, list[_Bought]], zone: str) -> tuple[Cohort, ...]:
    size: dict[dt.date, int] = defaultdict(int)
    came: dict[dt.date, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    worth: dict[dt.date, int] = defaultdict(int)
    for email, mine in bought.items():
        first = bucket(local(mine[0].at, zone)[0], "month")
        size[first] += 1
        for one in mine:
            month = bucket(local(one.at, zone)[0], "month")
            age = (month.year - first.year) * 12 + month.month - first.month
            worth[first] += one.amount
            if one is not mine[0]:
                came[first][age].add(email)
    return tuple(
        Cohort(first, size[first], tuple(len(came[first][age]) for age in range(MONTHS)), worth[first])
        for first in sorted(size)[-MONTHS:]
    )


class _Model(NamedTuple):
    """The fitted models with one row a customer, in the order they were given."""

    rate: lifetime.Rate
    spend: lifetime.Spend
    ahead: np.ndarray
    value: np.ndarray
    active: np.ndarray


def _forecast(bought: dict[str, list[_Bought]], zone: str, today: dt.date) -> dict[str, Any]:
    model = _model(bought, zone, today)
    if isinstance(model, str):
        return {"refused": model}
    rate, spend, ahead, value, _active = model
    parts = np.array_split(np.argsort(-value), 10)
    return {
        "expected": round(float(value.sum())),
        "purchases": float(ahead.sum()),
        "mean_spend": round(spend.mean),
        "deciles": tuple(_decile(part, ahead, value) for part in parts if len(part)),
        "parameters": (rate.r, rate.alpha, rate.a, rate.b, spend.p, spend.q, spend.gamma),
    }


def _model(bought: dict[str, list[_Bought]], zone: str, today: dt.date) -> _Model | str:
    """Fit the models to these customers, or say why there is no forecast."""
    repeats, last, watched, means = [], [], [], []
    for mine in bought.values():
        days: dict[dt.date, int] = defaultdict(int)
        for one in mine:
            days[local(one.at, zone)[0]] += one.amount
        first, *later = sorted(days)
        repeats.append(float(len(later)))  # not money: a number of purchases
        last.append(((later[-1] if later else first) - first).days / WEEK)
        watched.append((today - first).days / WEEK)
        means.append(sum(days[day] for day in later) / len(later) if later else 0.0)
    if not repeats:
        return "few"
    buyers = lifetime.Buyers(np.array(repeats), np.array(last), np.array(watched))
    try:
        rate = lifetime.fit_rate(buyers)
        spend = lifetime.fit_spend(buyers.repeats, np.array(means))
    except lifetime.TooFew:
        return "few"
    if abs(rate.a - 1) < NEAR or spend.q <= 1:
        return "shape"
    ahead = lifetime.expected_repeats(rate, buyers, WEEKS_AHEAD)
    value = ahead * lifetime.expected_spend(spend, buyers.repeats, np.array(means))
    return _Model(rate, spend, ahead, value, lifetime.still_active(rate, buyers))


OTHERS = "-"
_SUMS = ("members", "buyers", "recent", "bought")
RECENT = dt.timedelta(days=180)


@kept("insights.value")
def program_value(channel_id: int, today: dt.date) -> tuple[TierValue, ...]:
    """Return what members of each tier and other customers are worth in a channel, highest tier first.

    The model is fitted to all customers of the channel, so that few members do not make a forecast of chance.
    """
    channel = channels.facts_by_id(channel_id)
    bought = _bought(channel, today)
    tiers = loyalty.members_by_tier()
    people = customers.customers(list(tiers))
    tier_of = {people[key].email.lower(): tier for key, tier in tiers.items() if key in people}
    model = _model(bought, channel.timezone, today)
    forecast = None if isinstance(model, str) else (model.active, model.value)
    found: dict[str, dict[str, Any]] = {}
    for tier in [*tier_of.values(), OTHERS]:
        row = found.setdefault(
            tier, {"members": 0, "buyers": 0, "recent": 0, "bought": 0, "sums": [0.0, 0.0]}
        )
        row["members"] += tier != OTHERS
    for place, (email, mine) in enumerate(bought.items()):
        row = found[tier_of.get(email.lower(), OTHERS)]
        row["buyers"] += 1
        row["recent"] += local(mine[-1].at, channel.timezone)[0] > today - RECENT
        row["bought"] += sum(one.amount for one in mine)
        if forecast is not None:
            row["sums"][0] += 1 - float(forecast[0][place])  # not money: a likelihood
            row["sums"][1] += float(forecast[1][place])  # not money: a mean, rounded once below
    ranked = [code for code in loyalty.tier_codes() if code in found]
    return tuple(
        TierValue(
            tier,
            found[tier]["members"],
            found[tier]["buyers"],
            found[tier]["recent"],
            found[tier]["bought"],
            leaving=found[tier]["sums"][0] if forecast else None,
            expected=round(found[tier]["sums"][1]) if forecast else None,
        )
        for tier in [*reversed(ranked), *([""] if "" in found else []), OTHERS]
    )


def _decile(part: np.ndarray, ahead: np.ndarray, value: np.ndarray) -> Decile:
    return Decile(len(part), float(ahead[part].sum()), round(float(value[part].sum())))
