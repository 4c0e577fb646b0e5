"""Reads of the channels context."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet

from storecrew.contexts.channels.errors import UnknownChannel
from storecrew.contexts.channels.facts import ChannelFacts, MarketFacts
from storecrew.contexts.channels.models import Channel, Market
from storecrew.kernel import clock
from storecrew.kernel.kept import kept
from storecrew.kernel.reads import compiled_once

CACHE_TAG = "channels"
"""What kept answers and pages call everything about channels and markets."""


# Every request asks for its channel.
@compiled_once
def _default() -> QuerySet[Channel]:
    return Channel.objects.select_related("default_market").filter(active=True, is_default=True)[:1]


@compiled_once
def _by_code(code: str) -> QuerySet[Channel]:
    return Channel.objects.select_related("default_market").filter(active=True, code=code)[:1]


@compiled_once
def _by_id(channel_id: int) -> QuerySet[Channel]:
    return Channel.objects.select_related("default_market").filter(pk=channel_id)


@compiled_once
def _by_host(host: str) -> QuerySet[Channel]:
    return Channel.objects.select_related("default_market").filter(active=True, host=host)[:1]


def facts(code: str | None = None) -> ChannelFacts:
    """Return the active channel `code`, or the default one for None; UnknownChannel if there is none."""
    found = _named(code)
    if found is None:
        raise UnknownChannel(channel=code)
    return found


@kept(CACHE_TAG, in_transactions=True)
def _named(code: str | None) -> ChannelFacts | None:
    channel = _default.first() if code is None else _by_code.first(code=code)
    return channel_facts(channel) if channel else None


def house_zone() -> str:
    """Return the time zone of the business: that of its default channel, the world's before there is one."""
    default = _named(None)
    return default.timezone if default else "UTC"


def house_day(at: dt.datetime) -> dt.date:
    """Return the day of the business in which an instant lies."""
    return clock.local_day(at, house_zone())


def facts_by_id(channel_id: int) -> ChannelFacts:
    """Return a channel by id, active or not (old orders name channels that were closed since)."""
    found = _numbered(channel_id)
    if found is None:
        raise UnknownChannel(channel=channel_id)
    return found


@kept(CACHE_TAG, in_transactions=True)
def _numbered(channel_id: int) -> ChannelFacts | None:
    channel = _by_id.first(channel_id=channel_id)
    return channel_facts(channel) if channel else None


def for_host(host: str) -> ChannelFacts | None:
    """Return the active channel that answers on this host name (without port), or None."""
    name = host.rsplit(":", 1)[0].lower() if not host.endswith("]") else host.lower()
    channel = _by_host.first(host=name) if name else None
    return channel_facts(channel) if channel else None


def all_channels(*, include_inactive: bool = False) -> list[ChannelFacts]:
    """Return all active channels, the default one first."""
    return list(_all(include_inactive=include_inactive))


@kept(CACHE_TAG, in_transactions=True)
def _all(*, include_inactive: bool) -> tuple[ChannelFacts, ...]:
    rows = Channel.objects.select_related("default_market")
    if not include_inactive:
        rows = rows.filter(active=True)
    return tuple(channel_facts(row) for row in rows)


def all_markets() -> list[MarketFacts]:
    """Return all markets by code."""
    return [market_facts(row) for row in Market.objects.all()]


def channel_facts(row: Channel) -> ChannelFacts:
    """Build the facts of a channel whose market is already loaded."""
    market = row.default_market
    return ChannelFacts(
        id=row.pk,
        code=row.code,
        name=row.name,
        kind=row.kind,
        currency=market.currency,
        country=market.default_country,
        countries=tuple(market.countries),
        locale=row.default_locale,
        locales=tuple(row.locales),
        tax_display=market.tax_display,
        market_id=market.pk,
        market_code=market.code,
        timezone=row.timezone,
        host=row.host,
        is_default=row.is_default,
        active=row.active,
        public=row.public,
        preview_key=row.preview_key,
        legal=dict(row.legal),
    )


def market_facts(row: Market) -> MarketFacts:
    """Build the facts of a market."""
    return MarketFacts(
        id=row.pk,
        code=row.code,
        name=row.name,
        currency=row.currency,
        countries=tuple(row.countries),
        country=row.default_country,
        tax_display=row.tax_display,
    )
