"""What things cost now, and why."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from storecrew.contexts.channels import public as channels
from storecrew.contexts.pricing.errors import UnknownPriceList
from storecrew.contexts.pricing.facts import (
    ConsideredPrice,
    Offers,
    PriceAnswer,
    PriceExplanation,
    QuantityStep,
)
from storecrew.contexts.pricing.models import Cost, Price, PriceChange, PriceList
from storecrew.contexts.pricing.rules.history import RowHistory, Step, reduction, shown_strike
from storecrew.contexts.pricing.rules.resolver import (
    PUBLIC_KINDS,
    Candidate,
    ListTerms,
    Resolution,
    Wanted,
    refusal,
    resolve,
)
from storecrew.kernel.money import Money
from storecrew.kernel.reads import compiled_once

_LIST_FIELDS = (
    "id code name kind currency priority market_id channel_id segment company starts_at ends_at".split()
)
_ROW_FIELDS = (
    *("variant_id", "id", "min_quantity", "amount"),
    *("compare_at_amount", "on_request", "price_list_id"),
)


def prices_for(
    variant_ids: Collection[int],
    *,
    channel: channels.ChannelFacts,
    at: dt.datetime,
    quantity: int = 1,
    quantities: Mapping[int, int] | None = None,
    segment: str = "",
    company: str = "",
    with_strike: bool = True,
) -> dict[int, PriceAnswer]:
    """Return the price of each variant for this channel, moment, quantity and buyer.

    ``quantities`` gives single variants their own quantity. A variant without a price, or whose price is on
    request, is absent. Without ``with_strike`` the history is not read and no strike price is given (placing
    an order does not need it).
    """
    return offers_for(
        variant_ids,
        channel=channel,
        at=at,
        quantity=quantity,
        quantities=quantities,
        segment=segment,
        company=company,
        with_strike=with_strike,
    ).prices


def offers_for(
    variant_ids: Collection[int],
    *,
    channel: channels.ChannelFacts,
    at: dt.datetime,
    quantity: int = 1,
    quantities: Mapping[int, int] | None = None,
    segment: str = "",
    company: str = "",
    with_strike: bool = True,
) -> Offers:
    """Return the prices like ``prices_for``, and the variants whose price is on request, at the same cost."""
    if not variant_ids:
        return Offers({}, frozenset())
    wanted = Wanted(channel.currency, channel.market_id, channel.id, at, segment, company)
    found: dict[int, Resolution] = {}
    for variant_id, rows in _candidates(variant_ids, wanted).items():
        wanted_quantity = quantities.get(variant_id, quantity) if quantities else quantity
        resolution = resolve(rows, wanted_quantity)
        if resolution is not None:
            found[variant_id] = resolution
    on_request = frozenset(key for key, resolution in found.items() if resolution.won.on_request)
    public = {key: resolution for key, resolution in found.items() if key not in on_request}
    strikes = _strikes(public, wanted) if with_strike else {}
    prices = {
        variant_id: _answer(resolution, channel.currency, strikes.get(variant_id))
        for variant_id, resolution in public.items()
    }
    return Offers(prices, on_request)


def quantity_steps(
    variant_id: int,
    *,
    channel: channels.ChannelFacts,
    at: dt.datetime,
    segment: str = "",
    company: str = "",
) -> tuple[QuantityStep, ...]:
    """Return the prices by quantity, rising; one step for a variant without quantity prices."""
    wanted = Wanted(channel.currency, channel.market_id, channel.id, at, segment, company)
    rows = _candidates([variant_id], wanted).get(variant_id, [])
    steps: list[QuantityStep] = []
    for quantity in sorted({row.min_quantity for row in rows}):
        resolution = resolve(rows, quantity)
        if resolution is None or resolution.won.on_request:
            continue
        price = Money(resolution.won.amount, channel.currency)
        if not steps or steps[-1].price != price:
            steps.append(QuantityStep(quantity, price))
    return tuple(steps)


def why_this_price(
    variant_id: int,
    *,
    channel: channels.ChannelFacts,
    at: dt.datetime,
    quantity: int = 1,
    segment: str = "",
    company: str = "",
) -> PriceExplanation:
    """Return the price with every row of the variant and the sentence why it won, lost or does not count."""
    wanted = Wanted(channel.currency, channel.market_id, channel.id, at, segment, company)
    rows = list(_all_candidates(variant_id))
    refused = {row.price_id: reason for row in rows if (reason := refusal(row.terms, wanted))}
    resolution = resolve([row for row in rows if row.price_id not in refused], quantity)
    lost = {row.price_id: reason for row, reason in resolution.lost} if resolution else {}
    considered = []
    for row in rows:
        won = resolution is not None and row.price_id == resolution.won.price_id
        code = (resolution.why if resolution and won else "") or refused.get(row.price_id)
        code = code or lost.get(row.price_id) or "quantity_not_reached"
        considered.append(
            ConsideredPrice(
                price_list=row.terms.code,
                list_name=row.terms.name,
                kind=row.terms.kind,
                amount=Money(row.amount, row.terms.currency),
                min_quantity=row.min_quantity,
                won=won,
                reason=sentence(code),
                on_request=row.on_request,
            )
        )
    considered.sort(key=lambda each: (not each.won, each.price_list, each.min_quantity))
    answer = prices_for(
        [variant_id], channel=channel, at=at, quantity=quantity, segment=segment, company=company
    ).get(variant_id)
    withheld = resolution is not None and resolution.won.on_request
    return PriceExplanation(answer, tuple(considered), withheld)


def sentence(code: str) -> str:
    """Say in words why a price row won, lost or does not count."""
    return {
        "base": _("The base price; no other list offers less."),
        "only_price": _("The only list with a price that counts here."),
        "lower": _("The lowest price among lists of the same priority."),
        "priority": _("Its list has the highest priority."),
        "other_currency": _("Does not count: the list is in another currency."),
        "other_market": _("Does not count: the list is for another market."),
        "other_channel": _("Does not count: the list is for another channel."),
        "not_started": _("Does not count yet: the list has not started."),
        "ended": _("Does not count any more: the list has ended."),
        "other_segment": _("Does not count: the buyer is not in the customer segment."),
        "other_company": _("Does not count: the list is for one company only."),
        "quantity_not_reached": _("Does not count: the quantity is not reached."),
        "larger_quantity_step": _("Lost to the price for a larger quantity in the same list."),
        "lower_priority": _("Lost to a list with a higher priority."),
        "wider_base": _("Lost to a base price that is made for this channel or market."),
        "higher_price": _("Lost to a lower price."),
        "on_request": _("No public price: people have to ask for it."),
        "amount_wins": _("Lost to a list of the same priority that names a price."),
        "same_price": _("Lost to an equal price of a list that comes first."),
    }[code]


def costs_for(variant_ids: Collection[int], *, currency: str) -> dict[int, Money]:
    """Return what a unit of each variant costs us, without tax; variants without a cost are absent."""
    rows = Cost.objects.filter(variant_id__in=variant_ids, currency=currency)
    return {
        variant_id: Money(amount, currency) for variant_id, amount in rows.values_list("variant_id", "amount")
    }


def price_list(code: str) -> PriceList:
    """Return a list by its code, for this context's own use; UnknownPriceList."""
    found = PriceList.objects.filter(code=code).first()
    if found is None:
        raise UnknownPriceList(price_list=code)
    return found


def base_list_code(channel: channels.ChannelFacts) -> str:
    """Return the code of the list that holds the base prices of a channel."""
    return f"{channel.code}-{channel.currency.lower()}"[:64]


def _candidates(variant_ids: Collection[int], wanted: Wanted) -> dict[int, list[Candidate]]:
    """Return the rows of all lists that count: two queries, however many variants."""
    lists = _lists(
        market_id=wanted.market_id,
        channel_id=wanted.channel_id,
        currency=wanted.currency,
        segment=wanted.segment,
        company=wanted.company,
    )
    terms = {row.id: row for row in map(_terms, lists) if row.is_open(wanted.at)}
    if not terms:
        return {}
    rows = _rows(variant_ids=list(variant_ids), list_ids=list(terms))
    grouped: dict[int, list[Candidate]] = defaultdict(list)
    for variant_id, price_id, minimum, amount, compare_at, asked, list_id in rows:
        grouped[variant_id].append(Candidate(price_id, terms[list_id], minimum, amount, compare_at, asked))
    return grouped


@compiled_once
def _lists(
    market_id: int, channel_id: int, currency: str, segment: str, company: str
) -> QuerySet[PriceList, tuple[Any, ...]]:
    return PriceList.objects.filter(
        Q(market_id=None) | Q(market_id=market_id),
        Q(channel_id=None) | Q(channel_id=channel_id),
        currency=currency,
        segment__in=("", segment),
        company__in=("", company),
    ).values_list(*_LIST_FIELDS)


@compiled_once
def _rows(variant_ids: list[int], list_ids: list[int]) -> QuerySet[Price, tuple[Any, ...]]:
    rows = Price.objects.filter(variant_id__in=variant_ids, price_list_id__in=list_ids)
    return rows.order_by().values_list(*_ROW_FIELDS)


def _all_candidates(variant_id: int) -> Iterable[Candidate]:
    rows = Price.objects.filter(variant_id=variant_id).select_related("price_list")
    for row in rows:
        terms = _terms(tuple(getattr(row.price_list, name) for name in _LIST_FIELDS))
        yield Candidate(row.pk, terms, row.min_quantity, row.amount, row.compare_at_amount, row.on_request)


def _terms(values: tuple) -> ListTerms:
    return ListTerms(*values)


def _strikes(found: Mapping[int, Resolution], wanted: Wanted) -> dict[int, tuple[int | None, int | None]]:
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
    strikes = {}
    for variant_id, resolution in claimed.items():
        lowest = reduction(histories.get(variant_id, ()), wanted.at).lowest
        strikes[variant_id] = shown_strike(resolution.won.amount, resolution.strike, lowest)
    return strikes


def public_histories(
    variant_ids: Collection[int], *, market_id: int, channel_id: int, currency: str
) -> dict[int, tuple[RowHistory, ...]]:
    """Return the history of each variant's public single-piece prices in a channel."""
    changes = (
        PriceChange.objects.filter(
            Q(price_list__market_id=None) | Q(price_list__market_id=market_id),
            Q(price_list__channel_id=None) | Q(price_list__channel_id=channel_id),
            variant_id__in=variant_ids,
            min_quantity=1,
            price_list__currency=currency,
            price_list__kind__in=PUBLIC_KINDS,
        )
        .order_by("at", "pk")
        .values_list(
            "variant_id",
            "at",
            "new_amount",
            "new_compare_at_amount",
            *(f"price_list__{name}" for name in _LIST_FIELDS),
        )
    )
    terms: dict[int, ListTerms] = {}
    steps: dict[int, dict[int, list[Step]]] = defaultdict(lambda: defaultdict(list))
    for variant_id, at, amount, compare_at, *list_values in changes:
        list_id = list_values[0]
        if list_id not in terms:
            terms[list_id] = _terms(tuple(list_values))
        steps[variant_id][list_id].append(Step(at, amount, compare_at))
    return {
        variant_id: tuple(RowHistory(terms[list_id], tuple(rows)) for list_id, rows in by_list.items())
        for variant_id, by_list in steps.items()
    }


def _answer(
    resolution: Resolution, currency: str, strike: tuple[int | None, int | None] | None
) -> PriceAnswer:
    struck, lowest = strike or (None, None)
    won = resolution.won
    return PriceAnswer(
        price=Money(won.amount, currency),
        strike=Money(struck, currency) if struck is not None else None,
        lowest_30d=Money(lowest, currency) if lowest is not None else None,
        price_list=won.terms.code,
        price_id=won.price_id,
        why=resolution.why,
        kind=won.terms.kind,
        min_quantity=won.min_quantity,
    )
