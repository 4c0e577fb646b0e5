"""A channel that is not open to the public: a page before the door, and the link by which people look around.

Orders that were placed, accounts and mails stay reachable: who has bought is a customer, open or not.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers

from storecrew.contexts.channels import public as channels
from storecrew.surfaces.storefront.shop import channel_of, frame_of, language

COOKIE = "looking_around"
SALT = "storecrew.looking-around"
DAYS = 30
LANGUAGES = frozenset(code for code, _name in settings.LANGUAGES)
ALWAYS = frozenset(
    {"order", "account", "mail", "waiting", "replacement", "look", "accessibility", "simulator", "offline"}
)
"""The parts of the shop that answer whether it is open or not."""


class ClosedShopMiddleware:
    """Shoppers of a closed channel read that it is not open; those with the link see the shop, uncached."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the page before the door, or the page."""
        shop = _closed(request)
        if shop is None:
            return self.get_response(request)
        if not _may_look(request, shop):
            return _door(request, shop)
        response = self.get_response(request)
        # what people with the link see is kept for nobody
        response.cache_tags = None  # type: ignore[attr-defined]
        add_never_cache_headers(response)
        return response


def _closed(request: HttpRequest) -> channels.ChannelFacts | None:
    """Return the channel of a page of the shop when it is closed."""
    first, _slash, rest = request.path_info.lstrip("/").partition("/")
    if first not in LANGUAGES or rest.partition("/")[0] in ALWAYS or rest.startswith("checkout/return"):
        return None
    if all(each.public for each in channels.all_channels()):
        return None
    found = channel_of(request)
    return None if found.public else found


def _may_look(request: HttpRequest, shop: channels.ChannelFacts) -> bool:
    sent = request.COOKIES.get(COOKIE, "")
    try:
        key = str(signing.loads(sent, salt=SALT, max_age=DAYS * 86_400)) if sent else ""
    except signing.BadSignature:
        key = ""
    known = bool(shop.preview_key) and secrets.compare_digest(key, shop.preview_key)
    return known or (request.user.is_authenticated and request.user.is_staff)


def _door(request: HttpRequest, shop: channels.ChannelFacts) -> HttpResponse:
    response = render(
        request, "help/closed.jinja", {"frame": frame_of(request, shop), "locale": language()}, status=503
    )
    response.meant = True  # type: ignore[attr-defined]  # no fault to write down
    response.headers["Retry-After"] = "3600"
    add_never_cache_headers(response)
    return response


def look(request: HttpRequest, link: str) -> HttpResponse:
    """Let a browser with the right link look around for a month; everybody else stays before the door."""
    response = redirect(f"/{language()}/")
    for shop in channels.all_channels():
        if not shop.public and shop.preview_key and secrets.compare_digest(link, shop.preview_key):
            response.set_cookie(
                COOKIE, signing.dumps(link, salt=SALT), max_age=DAYS * 86_400, samesite="Lax", httponly=True,
                secure=request.is_secure(),
            )  # fmt: skip
    add_never_cache_headers(response)
    return response
