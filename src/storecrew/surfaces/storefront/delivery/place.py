"""Where the visitor would have things sent: a country and a post code in a cookie of our own, nothing else.

The cookie is read where an answer is personal anyway (the cart, the small part of a product page that script
asks for), never where a page is kept for everybody (R17).
"""

from __future__ import annotations

from urllib.parse import quote, unquote

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict

from storecrew.contexts.channels.public import ChannelFacts
from storecrew.contexts.shipping import public as shipping
from storecrew.surfaces.storefront.shop import channel_of

COOKIE = "sc_place"
"""Readable by our script, which asks for the personal part of a page only where there is one."""
_DAYS = 180
_LONGEST = 60


def remembered(request: HttpRequest) -> shipping.Destination | None:
    """Return the place that this browser remembers, if the channel delivers there."""
    raw = unquote(request.COOKIES.get(COOKIE, "")[: _LONGEST * 3])
    return _checked(*_split(raw), channel_of(request)) if raw else None


def in_address(query: QueryDict, channel: ChannelFacts) -> shipping.Destination | None:
    """Return the place that a page's address names (``?to=FR:75001``), the way without script."""
    raw = query.get("to", "")[:_LONGEST]
    return _checked(*_split(raw), channel) if raw else None


def as_text(place: shipping.Destination) -> str:
    """Write a place as ``FR:75001``."""
    return f"{place.country}:{place.postal_code}"


def typed(request: HttpRequest, locale: str) -> shipping.Destination:
    """Return the place of a form. Raises InvalidAddress with a sentence by field."""
    channel = channel_of(request)
    country = request.POST.get("country", "")[:2].upper() or channel.country
    if not shipping.delivers_to(channel, country):
        country = channel.country
    return shipping.check_destination(country, request.POST.get("postal_code", "")[:_LONGEST], locale)


def as_typed(request: HttpRequest) -> dict[str, str]:
    """Return what the form said, to show it again beside what is wrong with it."""
    return {name: request.POST.get(name, "")[:_LONGEST] for name in ("country", "postal_code")}


def remember(response: HttpResponse, place: shipping.Destination) -> HttpResponse:
    """Keep the place in the visitor's browser."""
    response.set_cookie(
        COOKIE,
        quote(as_text(place), safe=""),
        max_age=_DAYS * 86_400,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


def _split(text: str) -> tuple[str, str]:
    country, _colon, code = text.partition(":")
    return country, code


def _checked(country: str, postal_code: str, channel: ChannelFacts) -> shipping.Destination | None:
    if not shipping.delivers_to(channel, country):
        return None
    try:
        return shipping.check_destination(country, postal_code)
    except shipping.InvalidAddress:
        return None
