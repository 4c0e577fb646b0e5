"""Price lists: which count for a buyer, and by their codes."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Q, QuerySet

from storecrew.contexts.channels import public as channels
from storecrew.contexts.pricing.errors import UnknownPriceList
from storecrew.contexts.pricing.models import PriceList
from storecrew.contexts.pricing.rules.resolver import ListTerms, Wanted
from storecrew.kernel.kept import kept
from storecrew.kernel.reads import compiled_once

LISTS_TAG = "price_lists"
"""What is bumped when a list or its terms change; its prices are not kept."""
FIELDS = "id code name kind currency priority market_id channel_id segment company starts_at ends_at".split()


def open_lists(wanted: Wanted) -> dict[int, ListTerms]:
    """Return the terms of the lists that count for a buyer now, by id; one query, or kept."""
    lists = _terms_for(wanted.market_id, wanted.channel_id, wanted.currency, wanted.segments, wanted.company)
    return {terms.id: terms for terms in lists if terms.is_open(wanted.at)}


@kept(LISTS_TAG, most=2_000)
def _terms_for(
    market_id: int, channel_id: int, currency: str, segments: tuple[str, ...], company: str
) -> tuple[ListTerms, ...]:
    rows = _lists(
        market_id=market_id,
        channel_id=channel_id,
        currency=currency,
        segments=["", *segments],
        company=company,
    )
    return tuple(ListTerms(*row) for row in rows)


@compiled_once
def _lists(
    market_id: int, channel_id: int, currency: str, segments: list[str], company: str
) -> QuerySet[PriceList, tuple[Any, ...]]:
    return PriceList.objects.filter(
        Q(market_id=None) | Q(market_id=market_id),
        Q(channel_id=None) | Q(channel_id=channel_id),
        currency=currency,
        segment__in=segments,
        company__in=["", company, *segments],
    ).values_list(*FIELDS)


@kept(LISTS_TAG, in_transactions=True)
def companies_with_prices() -> frozenset[str]:
    """Return the companies, by the code of their group, that have price lists of their own."""
    rows = PriceList.objects.exclude(company="").values_list("company", flat=True)
    return frozenset(rows.distinct())


def price_list(code: str) -> PriceList:
    """Return a list by its code, for this context's own use; UnknownPriceList."""
    found = PriceList.objects.filter(code=code).first()
    if found is None:
        raise UnknownPriceList(price_list=code)
    return found


def list_names(codes: Collection[str]) -> dict[str, str]:
    """Return the names of lists by code; one query, unknown ones are absent."""
    return dict(PriceList.objects.filter(code__in=list(codes)).values_list("code", "name"))


def base_list_code(channel: channels.ChannelFacts) -> str:
    """Return the code of the list that holds the base prices of a channel."""
    return f"{channel.code}-{channel.currency.lower()}"[:64]
