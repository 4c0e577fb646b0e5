"""Writes of the channels context."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from storecrew.contexts.channels import queries, rules
from storecrew.contexts.channels.errors import (
    DefaultChannelNeeded,
    InvalidChannel,
    StaleChannel,
    UnknownChannel,
    UnknownMarket,
)
from storecrew.contexts.channels.events import ChannelChanged
from storecrew.contexts.channels.facts import ChannelFacts, MarketFacts
from storecrew.contexts.channels.models import Channel, Market
from storecrew.kernel import audit, outbox, revisions
from storecrew.kernel.actor import Actor

PERMISSION = "channels.write"


def save_market(
    *,
    code: str,
    name: str,
    currency: str,
    countries: Iterable[str],
    default_country: str,
    tax_display: str = "gross",
    actor: Actor,
    at: datetime,
) -> MarketFacts:
    """Create or change the market `code`; saving what is already there writes nothing.

    The currency is fixed once the market exists, since prices and orders are in it.
    Raises InvalidChannel with {field: reason} in `details["fields"]`.
    """
    actor.require(PERMISSION)
    values: dict[str, Any] = {
        "name": name.strip(),
        "currency": currency.strip().upper(),
        "countries": rules.clean_codes(countries, upper=True),
        "default_country": default_country.strip().upper(),
        "tax_display": tax_display,
    }
    problems = rules.market_problems(
        code=code,
        name=values["name"],
        currency=values["currency"],
        countries=values["countries"],
        country=values["default_country"],
        tax_display=tax_display,
    )
    with transaction.atomic():
        row = Market.objects.filter(code=code).first()
        if row and row.currency != values["currency"]:
            problems["currency"] = "fixed"
        if problems:
            raise InvalidChannel(fields=problems)
        before = _state(row, values) if row else None
        if row and before == values:
            return queries.market_facts(row)
        row = row or Market(code=code)
        _assign(row, values).save()
        audit.record(
            actor=actor,
            action="channels.market_saved",
            record="channels.market",
            record_id=row.pk,
            at=at,
            before=before,
            after=values,
        )
        for channel_id in row.channels.values_list("id", flat=True):
            outbox.publish(ChannelChanged(channel_id=channel_id))
        revisions.bump_on_commit(queries.CACHE_TAG)
    return queries.market_facts(row)


def save_channel(
    *,
    code: str,
    name: str,
    market_code: str,
    kind: str = "b2c",
    locales: Iterable[str] = ("en",),
    default_locale: str = "",
    timezone: str = "UTC",
    host: str = "",
    is_default: bool = False,
    active: bool = True,
    legal: Mapping[str, object] | None = None,
    channel_id: int | None = None,
    expected_version: int | None = None,
    actor: Actor,
    at: datetime,
) -> ChannelFacts:
    """Create the channel `code`, or change it (also its code, when `channel_id` names the row).

    The first channel becomes the default. Naming a new default takes the mark from the old one in
    the same transaction. Raises InvalidChannel, UnknownMarket, StaleChannel, DefaultChannelNeeded.
    """
    actor.require(PERMISSION)
    languages = rules.clean_codes(locales)
    values: dict[str, Any] = {
        "code": code,
        "name": name.strip(),
        "kind": kind,
        "locales": languages,
        "default_locale": default_locale or (languages[0] if languages else ""),
        "timezone": timezone,
        "host": host.strip().lower(),
        "active": active,
        "is_default": is_default,
    }
    if legal is not None:
        values["legal"] = rules.clean_legal(legal)
    with transaction.atomic():
        row = _channel_to_save(code, channel_id)
        values["default_market_id"] = _market_id(market_code)
        values["is_default"] = is_default or not Channel.objects.exclude(pk=row.pk).exists()
        _check(row, values)
        before = _state(row, values) if row.pk else None
        if before == values:
            return queries.channel_facts(row)
        _write(row, values, expected_version)
        audit.record(
            actor=actor,
            action="channels.channel_saved",
            record="channels.channel",
            record_id=row.pk,
            at=at,
            before=before,
            after=values,
        )
        outbox.publish(ChannelChanged(channel_id=row.pk))
        revisions.bump_on_commit(queries.CACHE_TAG)
    return queries.facts_by_id(row.pk)


def ensure_channel(
    *,
    code: str,
    name: str,
    currency: str,
    countries: Iterable[str],
    default_country: str = "",
    tax_display: str = "gross",
    market_code: str = "",
    market_name: str = "",
    kind: str = "b2c",
    locales: Iterable[str] = ("en",),
    timezone: str = "UTC",
    host: str = "",
    is_default: bool = False,
    legal: Mapping[str, object] | None = None,
    actor: Actor,
    at: datetime,
) -> ChannelFacts:
    """Make sure that a channel and its market exist as described; harmless when repeated."""
    codes = rules.clean_codes(countries, upper=True)
    with transaction.atomic():
        market = save_market(
            code=market_code or code,
            name=market_name or name,
            currency=currency,
            countries=codes,
            default_country=default_country or (codes[0] if codes else ""),
            tax_display=tax_display,
            actor=actor,
            at=at,
        )
        return save_channel(
            code=code,
            name=name,
            market_code=market.code,
            kind=kind,
            locales=locales,
            timezone=timezone,
            host=host,
            is_default=is_default or Channel.objects.filter(code=code, is_default=True).exists(),
            legal=legal,
            actor=actor,
            at=at,
        )


def set_public(*, code: str, public: bool, reason: str = "", actor: Actor, at: datetime) -> ChannelFacts:
    """Open a channel to all shoppers, or close it; harmless when it is so already.

    A closed one gets a key for the link by which people look around. Raises UnknownChannel.
    """
    actor.require(PERMISSION)
    with transaction.atomic():
        row = Channel.objects.select_for_update().filter(code=code).first()
        if row is None:
            raise UnknownChannel(channel=code)
        if row.public != public:
            row.public, row.preview_key = public, "" if public else secrets.token_urlsafe(18)
            row.version += 1
            row.save(update_fields=["public", "preview_key", "version"])
            audit.record(
                actor=actor,
                action="channels.opened" if public else "channels.closed",
                record="channels.channel",
                record_id=row.pk,
                at=at,
                before={"public": not public},
                after={"public": public},
                reason=reason,
            )
            outbox.publish(ChannelChanged(channel_id=row.pk))
            revisions.bump_on_commit(queries.CACHE_TAG)
    return queries.facts_by_id(row.pk)


def _channel_to_save(code: str, channel_id: int | None) -> Channel:
    if channel_id is None:
        return Channel.objects.filter(code=code).first() or Channel()
    row = Channel.objects.filter(pk=channel_id).first()
    if row is None:
        raise UnknownChannel(channel=channel_id)
    return row


def _market_id(code: str) -> int:
    found = Market.objects.filter(code=code).values_list("id", flat=True).first()
    if found is None:
        raise UnknownMarket(market=code)
    return found


def _check(row: Channel, values: dict[str, Any]) -> None:
    problems = rules.channel_problems(
        code=values["code"],
        name=values["name"],
        kind=values["kind"],
        locales=values["locales"],
        locale=values["default_locale"],
        timezone=values["timezone"],
        host=values["host"],
    )
    others = Channel.objects.exclude(pk=row.pk)
    if others.filter(code=values["code"]).exists():
        problems["code"] = "taken"
    if values["host"] and others.filter(host=values["host"]).exists():
        problems["host"] = "taken"
    if problems:
        raise InvalidChannel(fields=problems)
    if (values["is_default"] and not values["active"]) or (row.is_default and not values["is_default"]):
        raise DefaultChannelNeeded(channel=values["code"])


def _write(row: Channel, values: dict[str, Any], expected_version: int | None) -> None:
    if values["is_default"]:
        Channel.objects.exclude(pk=row.pk).filter(is_default=True).update(is_default=False)
    if not row.pk:
        _assign(row, values).save()
        return
    rows = Channel.objects.filter(pk=row.pk)
    if expected_version is not None:
        rows = rows.filter(version=expected_version)
    # compare and set: the version seen when the form was opened must still be there
    if not rows.update(**values, version=(expected_version or row.version) + 1):
        raise StaleChannel(channel=row.code)


def _state(row: Any, values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: getattr(row, key) for key in values}


def _assign(row: Any, values: Mapping[str, Any]) -> Any:
    for key, value in values.items():
        setattr(row, key, value)
    return row
