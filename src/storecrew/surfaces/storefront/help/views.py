"""Pages of words, and what to say when there is no page."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from storecrew.contexts.content import public as content
from storecrew.contexts.inventory import public as inventory
from storecrew.surfaces.storefront import structured
from storecrew.surfaces.storefront.browse import grids
from storecrew.surfaces.storefront.head import headed
from storecrew.surfaces.storefront.help import landing
from storecrew.surfaces.storefront.shop import channel_of, legal_facts, page, shell
from storecrew.surfaces.ui.shell import PageMeta

CONTACT = 5
"""How many of the trader's facts the help page repeats as contact: company to email."""


def show(request: HttpRequest, facts: content.PageFacts) -> HttpResponse:
    """Show a page that editors wrote."""
    if facts.kind == "landing":
        return landing.show(request, facts)
    return render_page(request, facts)


def render_page(
    request: HttpRequest,
    facts: content.PageFacts,
    *,
    robots: str = "",
    more_tags: tuple[str, ...] = (),
    until: dt.datetime | None = None,
    **more: Any,
) -> HttpResponse:
    """Show a page with its blocks, what it is about told to machines, and ``more`` for the template."""
    shop, channel = shell(request), channel_of(request)
    filled = grids.fill(facts.blocks, channel, shop)
    url = facts.addresses.get(shop.locale, shop.path)
    trail = [(_("Home"), shop.url("home")), *((crumb.text, crumb.url) for crumb in facts.breadcrumbs)]
    pairs = [(one.question, one.text) for block in facts.blocks for one in block.questions]
    data: list[Any] = [structured.breadcrumbs(shop, trail)]
    if pairs:
        data.append(structured.questions(pairs))
    meta = PageMeta(
        title=facts.title,
        description=facts.intro,
        canonical=url,
        robots=robots,
        addresses=facts.addresses,
        structured=() if robots else tuple(data),
    )
    meta = headed(
        meta,
        "page",
        shop,
        {"name": facts.title, "intro": facts.intro},
        title=facts.seo_title if facts.seo_title != facts.title else "",
        description=facts.seo_description,
    )
    contact = legal_facts(channel)[:CONTACT] if url.rstrip("/").endswith("/help") else ()
    context = {"page": facts, "grids": filled, "trail": trail, "contact": contact, "ends": None}
    context["stores"] = bool(contact and inventory.pickup_places(channel.id))
    context |= {"notice": "", **more}
    tags = (*grids.tags(filled), *(("stores",) if contact else ()), *more_tags)
    return page(request, "help/page.jinja", context, meta=meta, tags=tags, until=until)


@require_safe
def content_page(request: HttpRequest, path: str) -> HttpResponse:
    """Show the page at this path."""
    try:
        facts = content.page_by_path(path, shell(request).locale)
    except content.UnknownPage as error:
        raise Http404 from error
    return show(request, facts)


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """Show the help page; without one, at least how to reach us."""
    try:
        return show(request, content.page_by_path("help", shell(request).locale))
    except content.UnknownPage:
        shop = shell(request)
        facts = {"title": _("Questions and contact"), "intro": "", "blocks": ()}
        trail = [(_("Home"), shop.url("home")), (facts["title"], shop.url("help"))]
        context: dict[str, Any] = {"page": facts, "grids": {}, "trail": trail, "ends": None, "notice": ""}
        context["contact"] = legal_facts(channel_of(request))
        meta = PageMeta(title=str(facts["title"]), canonical=shop.url("help"))
        return page(request, "help/page.jinja", context, meta=meta, tags=())
