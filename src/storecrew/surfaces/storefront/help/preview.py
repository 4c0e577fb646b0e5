"""How Wagtail shows our pages: live and in its preview, the same way."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from storecrew.contexts.content import public as content
from storecrew.surfaces.storefront.browse import grids
from storecrew.surfaces.storefront.help.views import show
from storecrew.surfaces.storefront.shop import channel_of, shell
from storecrew.surfaces.ui.shell import PageMeta


def show_page(request: HttpRequest, page: Any) -> HttpResponse:
    """Show a page object of Wagtail, draft or live, in its own language."""
    with translation.override(page.locale.language_code):
        facts = content.page_facts(page)
        if facts.kind != "home":
            return show(request, facts)
        shop = shell(request)
        filled = grids.fill(facts.blocks, channel_of(request), shop)
        context = {
            "page": facts,
            "grids": filled,
            "newest": (),
            "show_categories": True,
            "shop": shop,
            "meta": PageMeta(title=facts.title, robots="noindex", place="home"),
        }
        return render(request, "browse/home.jinja", context)
