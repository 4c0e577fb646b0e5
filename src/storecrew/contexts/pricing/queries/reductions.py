"""Strike prices, and the history that they have to be true to."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import Q, QuerySet

from storecrew.contexts.channels import public as channels
from storecrew.contexts.pricing.models import PriceChange
from storecrew.contexts.pricing.queries.lists import FIELDS
from storecrew.contexts.pricing.rules.history import RowHistory, Step, public_price, reduction, shown_strike
from storecrew.contexts.pricing.rules.resolver import PUBLIC_KINDS, ListTerms, Resolution, Wanted
from storecrew.kernel.reads import compiled_once


def strikes(found: Mapping[int, Resolution], wanted: Wanted) -> dict[int, tuple[int | None, int | None]]:
    """Return (strike, lowest of 30 days) of the variants that claim a reduction; no query for the others."""
    claimed = {
        variant_id: resolution
        for variant_id, resolution in found.items()
        if resolution.won.terms.kind in PUBLIC_KINDS and resolution.strike is not None
    }
    if not claimed:
        return {}
    histories = public_histories(claimed, market_id=wanted.market_id, channel_id=wanted.channel_id,
                                 currency=wanted.currency)  # fmt: skip
    shown = {}
    for variant_id, resolution in claimed.items():
        lowest = reduction(histories.get(variant_id, ()), wanted.at).lowest
        shown[variant_id] = shown_strike(resolution.won.amount, resolution.strike, lowest)
    return shown


def public_histories(
    variant_ids: Collection[int], *, market_id: int, channel_id: int, currency: str
) -> dict[int, tuple[RowHistory, ...]]:
    """Return the history of each variant's public single-piece prices in a channel."""
    changes = _changes(
        variant_ids=list(variant_ids), market_id=market_id, channel_id=channel_id, currency=currency
    )
    terms: dict[int, ListTerms] = {}
    steps: dict[int, dict[int, list[Step]]] = defaultdict(lambda: defaultdict(list))
    for variant_id, at, amount, compare_at, *list_values in changes:
        list_id = list_values[0]
        if list_id not in terms:
            terms[list_id] = ListTerms(*list_values)
        steps[variant_id][list_id].append(Step(at, amount, compare_at))
    return {
        variant_id: tuple(RowHistory(terms[list_id], tuple(rows)) for list_id, rows in by_list.items())
        for variant_id, by_list in steps.items()
    }


@compiled_once
def _changes(
    variant_ids: list[int], market_id: int, channel_id: int, currency: str
) -> QuerySet[PriceChange, tuple[Any, ...]]:
    rows = PriceChange.objects.filter(
        Q(price_list__market_id=None) | Q(price_list__market_id=market_id),
        Q(price_list__channel_id=None) | Q(price_list__channel_id=channel_id),
        variant_id__in=variant_ids,
        min_quantity=1,
        price_list__currency=currency,
        price_list__kind__in=PUBLIC_KINDS,
    )
    names = [f"price_list__{name}" for name in FIELDS]
    values = ("variant_id", "at", "new_amount", "new_compare_at_amount")
    return rows.order_by("at", "pk").values_list(*values, *names)


def cheaper_since(
    seen: Collection[tuple[int, dt.datetime]],
    *,
    channel: channels.ChannelFacts,
    percent: int,
    at: dt.datetime,
) -> set[tuple[int, dt.datetime]]:
    """Return which articles cost the public at least ``percent`` less than when they were seen; one query.

    ``seen`` has pairs of variant and moment. An article that had no price then, or has none now, is absent.
    """
    histories = public_histories(
        {variant_id for variant_id, _moment in seen},
        market_id=channel.market_id,
        channel_id=channel.id,
        currency=channel.currency,
    )
    found = set()
    for variant_id, moment in seen:
        then, now = (public_price(histories.get(variant_id, ()), when) for when in (moment, at))
        if then and now and now.won.amount * 100 <= then.won.amount * (100 - percent):
            found.add((variant_id, moment))
    return found
