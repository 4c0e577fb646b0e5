"""The ways to send an order, what each costs, when it arrives, and why another is not offered."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from babel.dates import format_date
from django.db.models import Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from storecrew.contexts.channels import public as channels
from storecrew.contexts.shipping.errors import MethodNotOffered, UnknownMethod
from storecrew.contexts.shipping.facts import MethodExplanation, ShippingOption
from storecrew.contexts.shipping.models import ShippingMethod, ShippingRate
from storecrew.contexts.shipping.queries.days import method_window, open_window
from storecrew.contexts.shipping.queries.rest_days import closed_at
from storecrew.contexts.shipping.rules.calendar import Window
from storecrew.contexts.shipping.rules.methods import Choice, Parcel, Rate, Refusal, choose
from storecrew.contexts.shipping.rules.ways import LOCATION
from storecrew.kernel import clock, hours
from storecrew.kernel.kept import kept
from storecrew.kernel.money import Money
from storecrew.kernel.reads import compiled_once


class _Considered(NamedTuple):
    method: ShippingMethod
    choice: Choice


def options(
    channel: channels.ChannelFacts,
    country: str,
    region: str = "",
    postal_code: str = "",
    weight_g: int = 0,
    value: Money | None = None,
    items: int = 1,
    *,
    at: dt.datetime,
    locale: str = "",
) -> list[ShippingOption]:
    """Return the methods that fit an order, in the shop's order; empty when none does (see
    ``explain_options``).

    ``value`` is the value of the goods in the channel's currency; dates are days in the channel's time zone.
    """
    parcel = _parcel(channel, country, postal_code, weight_g, value, items)
    with translation.override(locale or channel.locale):
        return [
            _option(each, channel, parcel, at, locale or channel.locale)
            for each in _considered(channel, parcel)
            if each.choice.rate is not None
        ]


BY_EMAIL = "email"
"""The code of the one way by which codes are sent; no method of the shop has it."""


def by_email(channel: channels.ChannelFacts, *, at: dt.datetime, locale: str = "") -> ShippingOption:
    """Return how an order is sent of which nothing goes into a parcel: free, and at once."""
    today = clock.local_day(at, channel.timezone)
    with translation.override(locale or channel.locale):
        return ShippingOption(
            code=BY_EMAIL,
            name=_("By e-mail"),
            price=Money.zero(channel.currency),
            earliest=today,
            latest=today,
            explanation=_("At once by e-mail, as soon as it is paid."),
            at_once=True,
        )


def option(
    code: str,
    channel: channels.ChannelFacts,
    country: str,
    region: str = "",
    postal_code: str = "",
    weight_g: int = 0,
    value: Money | None = None,
    items: int = 1,
    *,
    at: dt.datetime,
    locale: str = "",
) -> ShippingOption:
    """Return one method for an order. Raises UnknownMethod, or MethodNotOffered with the reason."""
    parcel = _parcel(channel, country, postal_code, weight_g, value, items)
    with translation.override(locale or channel.locale):
        for each in _considered(channel, parcel):
            if each.method.code != code:
                continue
            if each.choice.refusal is not None:
                raise MethodNotOffered(_reason(each.choice.refusal, channel, locale or channel.locale))
            return _option(each, channel, parcel, at, locale or channel.locale)
    raise UnknownMethod(shipping_method=code)


def explain_options(
    channel: channels.ChannelFacts,
    country: str,
    region: str = "",
    postal_code: str = "",
    weight_g: int = 0,
    value: Money | None = None,
    items: int = 1,
    *,
    locale: str = "",
) -> list[MethodExplanation]:
    """Return every active method of the channel with the sentence why it is offered or not."""
    parcel = _parcel(channel, country, postal_code, weight_g, value, items)
    locale = locale or channel.locale
    with translation.override(locale):
        return [
            MethodExplanation(
                code=each.method.code,
                name=_name(each.method, locale),
                offered=each.choice.refusal is None,
                reason=_reason(each.choice.refusal, channel, locale)
                if each.choice.refusal
                else _("The destination, weight, value and number of items fit a rate."),
            )
            for each in _considered(channel, parcel)
        ]


def delivers_to(channel: channels.ChannelFacts, country: str) -> bool:
    """Say whether the channel sends to a country at all."""
    return not channel.countries or country.upper() in channel.countries


def _parcel(
    channel: channels.ChannelFacts,
    country: str,
    postal_code: str,
    weight_g: int,
    value: Money | None,
    items: int,
) -> Parcel:
    amount = (value or Money.zero(channel.currency)) + Money.zero(channel.currency)
    return Parcel(country.strip().upper(), postal_code, channel.currency, weight_g, amount.amount, items)


def _considered(channel: channels.ChannelFacts, parcel: Parcel) -> Iterator[_Considered]:
    """Yield each active method of the channel with the rate that fits."""
    for method, rates in _table(channel.id):
        if not delivers_to(channel, parcel.country):
            yield _Considered(method, Choice(None, 0, Refusal("not_delivered")))
            continue
        yield _Considered(method, choose(rates, parcel))


@kept("shipping", in_transactions=True)
def _table(channel_id: int) -> tuple[tuple[ShippingMethod, tuple[Rate, ...]], ...]:
    """Return the active methods of a channel with their rates; two queries, or kept."""
    methods = _methods(channel_id=channel_id)
    rates: dict[int, list[Rate]] = defaultdict(list)
    for row in _rates(method_ids=[method.pk for method in methods]):
        rates[row.method_id].append(_rate(row))
    return tuple((method, tuple(rates[method.pk])) for method in methods)


@compiled_once
def _methods(channel_id: int) -> QuerySet[ShippingMethod]:
    return ShippingMethod.objects.filter(Q(channel_id=None) | Q(channel_id=channel_id), active=True)


@compiled_once
def _rates(method_ids: list[int]) -> QuerySet[ShippingRate]:
    return ShippingRate.objects.filter(method_id__in=method_ids)


def _rate(row: ShippingRate) -> Rate:
    return Rate(
        amount=row.amount,
        currency=row.currency,
        countries=tuple(row.countries),
        excluded_postal=tuple(row.excluded_postal),
        min_weight_g=row.min_weight_g,
        max_weight_g=row.max_weight_g,
        min_value=row.min_value_amount,
        max_value=row.max_value_amount,
        min_items=row.min_items,
        max_items=row.max_items,
        free_over=row.free_over_amount,
    )


def _option(
    each: _Considered, channel: channels.ChannelFacts, parcel: Parcel, at: dt.datetime, locale: str
) -> ShippingOption:
    rate = each.choice.rate
    assert rate is not None
    window = method_window(
        each.method,
        country=parcel.country,
        postal_code=parcel.postal_code,
        at=at,
        timezone=channel.timezone,
        channel_id=channel.id,
    )
    price = Money(each.choice.amount, rate.currency)
    free_from = Money(rate.free_over, rate.currency) if rate.free_over is not None and price else None
    return ShippingOption(
        code=each.method.code,
        name=_name(each.method, locale),
        price=price,
        earliest=window.earliest,
        latest=window.latest,
        explanation=_arrival(window, locale),
        carrier=each.method.carrier,
        free_from=free_from,
        way=each.method.way,
        keep_days=each.method.keep_days if each.method.way == LOCATION else 0,
    )


def ready_by(
    code: str,
    channel: channels.ChannelFacts,
    *,
    location: str,
    country: str,
    spans: Sequence[Sequence[object]],
    at: dt.datetime,
) -> str:
    """Return by when an order that is placed now waits at a location of ours, its own days of rest counted:
    the day and the last hour of it as "2026-11-30 18:00", "" when it does not open for months.

    The hour is left out where nobody wrote hours down.

    :raises UnknownMethod: there is no such method
    """
    method = next((method for method, _rates in _table(channel.id) if method.code == code), None)
    if method is None:
        raise UnknownMethod(shipping_method=code)
    closed = closed_at(location, timezone=channel.timezone, at=at) or frozenset()
    window = open_window(
        method_window(
            method,
            country=country,
            at=at,
            timezone=channel.timezone,
            channel_id=channel.id,
            closed=closed,
        ),
        spans,
        closed,
    )
    return f"{window.latest} {hours.last_hour(window.latest, hours.week(spans))}".strip() if window else ""


def carrier_of(method_code: str) -> str:
    """Return the carrier that a method names; "" for any, or when there is no such method."""
    return ShippingMethod.objects.filter(code=method_code).values_list("carrier", flat=True).first() or ""


def method_names() -> dict[str, str]:
    """Return the names of the ways to deliver of all shops, by code, for colleagues."""
    rows = ShippingMethod.objects.filter(active=True).order_by("code")
    return dict(rows.values_list("code", "name"))


def _name(method: ShippingMethod, locale: str) -> str:
    translated = (
        method.translations.get(locale) or method.translations.get(locale.split("-", maxsplit=1)[0]) or {}
    )
    return translated.get("name") or method.name


def _arrival(window: Window, locale: str) -> str:
    first, last = (day_words(day, locale) for day in window)
    if window.earliest == window.latest:
        return _("Arrives on %(day)s.") % {"day": first}
    return _("Arrives between %(first)s and %(last)s.") % {"first": first, "last": last}


def day_words(day: dt.date, locale: str) -> str:
    """Return a day as shoppers read it beside a way to deliver."""
    return format_date(
        day, "EEE d MMM" if not locale.startswith("ko") else "M월 d일 (E)", locale=locale.replace("-", "_")
    )


def _reason(refusal: Refusal, channel: channels.ChannelFacts, locale: str) -> str:
    limit = refusal.limit or 0
    money = Money(limit, channel.currency).format(locale)
    grams = f"{limit / 1000:g} kg"
    return {
        "not_delivered": _("The shop does not deliver to this country."),
        "no_rates": _("The method has no rate."),
        "other_currency": _("The method has no rate in the currency of the shop."),
        "other_country": _("The method does not go to this country."),
        "excluded_area": _("The method does not go to this postal code."),
        "too_heavy": _("The parcel is too heavy: it must weigh less than %(limit)s.") % {"limit": grams},
        "too_light": _("The parcel is too light: it must weigh at least %(limit)s.") % {"limit": grams},
        "too_valuable": _("The goods must be worth less than %(limit)s.") % {"limit": money},
        "value_too_low": _("The goods must be worth at least %(limit)s.") % {"limit": money},
        "too_many_items": ngettext(
            "There must be fewer than %(limit)s item.", "There must be fewer than %(limit)s items.", limit
        )
        % {"limit": limit},
        "too_few_items": ngettext(
            "There must be at least %(limit)s item.", "There must be at least %(limit)s items.", limit
        )
        % {"limit": limit},
    }[refusal.code]
