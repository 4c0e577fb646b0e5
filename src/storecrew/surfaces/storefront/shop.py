"""The shop around a page: channel, language, menus; and the one way in which pages are answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.content import public as content
from storecrew.contexts.insights import public as insights
from storecrew.kernel import clock, wording
from storecrew.kernel.errors import DomainError
from storecrew.kernel.kept import kept
from storecrew.kernel.pagecache import cacheable
from storecrew.surfaces.storefront.look import look_of, previewed
from storecrew.surfaces.storefront.onsite import pieces
from storecrew.surfaces.ui.headers import allow_framing
from storecrew.surfaces.ui.last_look import LastLook, remember
from storecrew.surfaces.ui.shell import Look, Menus, PageMeta, Shell
from storecrew.surfaces.ui.visited import CHANNEL_COOKIE, channel_among


def language() -> str:
    """Return the language of the address, one of the shop's."""
    return get_language() or settings.LANGUAGE_CODE


def channel_of(request: HttpRequest) -> channels.ChannelFacts:
    """Return the channel by host name, else by the visitor's choice, else the default one."""
    return _channels(request)[0]


def _channels(request: HttpRequest) -> tuple[channels.ChannelFacts, tuple[channels.ChannelFacts, ...]]:
    """Return the visitor's channel and those to choose from; one query, once per request."""
    found = getattr(request, "_storefront_channels", None)
    if found is None:
        found = channel_among(request, tuple(channels.all_channels()))
        request._storefront_channels = found  # type: ignore[attr-defined]
    return found


def shell(request: HttpRequest) -> Shell:
    """Return the shop around this request's page, once per request."""
    found = getattr(request, "_storefront_shell", None)
    if found is None:
        found = _build(request)
        request._storefront_shell = found  # type: ignore[attr-defined]
    return found


def _build(request: HttpRequest) -> Shell:
    channel, choices = _channels(request)
    shared, tried = _shared(channel, choices, language()), previewed(request)
    remember(
        channel.code, host=channel.host, is_default=channel.is_default, name=shared.name, look=shared.look
    )
    if tried is not None:
        # A preview is looked at by staff: it is no visit, and nothing of it is measured.
        shared = replace(
            shared, name=tried.brand, look=look_of(tried), measured=0, counted=False, frame=object()
        )
    return replace(
        shared,
        path=request.get_full_path(),
        origin=f"{request.scheme}://{request.get_host()}",
        kind=request.resolver_match.url_name or "" if request.resolver_match else "",
    )


def frame_of(request: HttpRequest, channel: channels.ChannelFacts | None = None) -> LastLook:
    """Return name and look of a channel for a page that stands alone; this request's without one."""
    channel = channel or channel_of(request)
    theme = content.live_theme(channel.id)
    return LastLook(theme.brand if theme else channel.name, look_of(theme) if theme else Look())


@kept("channels", "content", "catalog", wording.TAG)
def _shared(channel: channels.ChannelFacts, choices: tuple[channels.ChannelFacts, ...], locale: str) -> Shell:
    """Return what all pages of a channel have in common; seven queries, or kept."""
    menus, theme = content.menus(locale), content.live_theme(channel.id)
    known = [code for code, _name in settings.LANGUAGES]
    return Shell(
        name=theme.brand if theme else channel.name,
        look=look_of(theme) if theme else Look(),
        locale=locale,
        locales=tuple(known),
        path="",
        origin="",
        channel=channel,
        channels=choices,
        categories=catalog.category_tree(locale, channel.code),
        menus=Menus(**{code: links for code, links in menus.items() if code in Menus.__dataclass_fields__}),
        legal=legal_facts(channel),
        year=clock.now().year,
        measured=settings.STORECREW_VITALS_PERCENT,
        counted=settings.STORECREW_TRAFFIC,
    )


def legal_facts(channel: channels.ChannelFacts) -> tuple[tuple[str, str, str], ...]:
    """Return who runs the shop, as (label, value, link), in the order that Korean law lists it."""
    labels = {
        "trade_name": _("Company"),
        "representative": _("Represented by"),
        "address": _("Address"),
        "phone": _("Phone"),
        "email": _("Email"),
        "registration_number": _("Business registration number"),
        "vat_number": _("VAT number"),
        "mail_order_number": _("Mail-order registration"),
        "mail_order_authority": _("Registered with"),
        "privacy_officer": _("Privacy officer"),
    }
    links = {"phone": "tel:", "email": "mailto:"}
    found = []
    for key, label in labels.items():
        value = str(channel.legal.get(key, "")).strip()
        if value:
            target = value.replace(" ", "").replace("-", "") if key == "phone" else value
            found.append((label, value, f"{links[key]}{target}" if key in links else ""))
    return tuple(found)


def remember_channel(response: HttpResponse, code: str) -> None:
    """Let the browser stay in a channel for a year."""
    response.set_cookie(CHANNEL_COOKIE, code, max_age=365 * 86_400, samesite="Lax", httponly=True)


def page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any],
    *,
    meta: PageMeta,
    tags: tuple[str, ...] | None = None,
    status: int = 200,
    cookies: tuple[str, ...] = (),
    until: datetime | None = None,
) -> HttpResponse:
    """Answer with a page.

    ``tags`` name what an anonymous page shows, so that it can be kept for everybody; without them the page
    is personal and nobody keeps it; ``until`` is when it becomes another by itself. ``cookies`` name the
    experiments that choose a variant of it.
    """
    shop = shell(request)
    preview = request.GET.get(pieces.PREVIEW, "")
    onsite = pieces.of_page(shop, _section(request, meta), at=clock.now(), preview=preview)
    shown = onsite if onsite and not onsite.is_empty else None
    response = render(
        request, template, {**context, "shop": shop, "meta": meta, "onsite": shown}, status=status
    )
    named = request.GET.get(CHANNEL_COOKIE, "")
    if named == shop.channel.code and request.COOKIES.get(CHANNEL_COOKIE, "") != named:
        # Whoever came by such an address stays in that channel.
        remember_channel(response, named)
    tried = previewed(request) is not None
    if tried:
        allow_framing(response)
    if tags is None or tried or (onsite and onsite.open):
        add_never_cache_headers(response)
        response.headers["Cache-Control"] = "no-store"
        return response
    frame = ("content", "catalog", "channels", "seo", f"channel:{shop.channel.id}", insights.EXPERIMENTS_TAG)
    more = onsite.tags if onsite else ()
    ends = min((one for one in (until, onsite.until if onsite else None) if one), default=None)
    return cacheable(response, *frame, *tags, *more, until=ends, for_everyone=True, cookies=cookies)


def _section(request: HttpRequest, meta: PageMeta) -> str:
    """Return the path of the category that a page belongs to, "" for none."""
    match = request.resolver_match
    if match and match.url_name == "category":
        return str(match.kwargs.get("path", "")).strip("/")
    return meta.section.strip("/")


def refused(
    request: HttpRequest, error: DomainError, *, heading: str = "", back: str = "", status: int | None = None
) -> HttpResponse:
    """Answer with a refusal: which rule, and what to do next."""
    title = heading or _("This did not work")
    context = {"heading": title, "error": error, "back": back}
    meta = PageMeta(title=title, robots="noindex")
    return page(request, "help/refused.jinja", context, meta=meta, status=status or error.status)
