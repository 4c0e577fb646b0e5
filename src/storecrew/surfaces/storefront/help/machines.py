"""robots.txt, sitemap.xml and llms.txt."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.content import public as content
from storecrew.kernel.pagecache import cacheable
from storecrew.surfaces.storefront.help.addresses import findable
from storecrew.surfaces.storefront.shop import channel_of, shell
from storecrew.surfaces.ui.shell import Shell

MOST = 50_000
PRIVATE = (
    "/accounts/",
    "/admin/",
    "/api/",
    "/*/checkout/",
    "/*/account/",
    "/*/order/",
    "/*/search/",
    "/*/waiting/",
    "/*/offline/",
    "/*/partner/",
)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Tell crawlers what is not for them and where the sitemap is."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in PRIVATE)]
    lines += ["", f"Sitemap: {request.scheme}://{request.get_host()}/sitemap.xml", ""]
    return cacheable(
        HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8"), "robots", for_everyone=True
    )


@require_safe
def llms(request: HttpRequest) -> HttpResponse:
    """Tell language models what the shop is and where things are, in the shop's own language (llms.txt)."""
    shop = shell(request)
    locale = shop.channel.locale if shop.channel.locale in shop.locales else settings.LANGUAGE_CODE
    with translation.override(locale):
        goods, pages, machines = _("Categories"), _("Pages"), _("For machines")
        lines = [f"# {shop.name}", "", f"> {_about(shop, locale)}", "", f"## {goods}", ""]
        lines += [
            _linked(shop, node.name, shop.category_url(node.url_path))
            for node in _nodes(locale, shop.channel.code)
        ]
        lines += ["", f"## {pages}", ""]
        lines += [_linked(shop, link.text, link.url) for link in content.addresses(locale)]
        lines += ["", f"## {machines}", "", f"- [sitemap.xml]({shop.absolute('/sitemap.xml')})", ""]
    answer = HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
    return cacheable(answer, "catalog", "content", "channels", for_everyone=True)


def _about(shop: Shell, locale: str) -> str:
    written = content.home_page(locale)
    about = written.seo_description if written else ""
    return about or _("An online shop that sells in %(currency)s.") % {"currency": shop.channel.currency}


def _linked(shop: Shell, name: str, path: str) -> str:
    return f"- [{name.replace('[', '(').replace(']', ')')}]({shop.absolute(path)})"


def _nodes(locale: str, channel: str) -> Iterator[Any]:
    for node in catalog.category_tree(locale, channel):
        yield node
        yield from node.children


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """List every page that may be found, in every language, with its translations."""
    origin = f"{request.scheme}://{request.get_host()}"
    entries = []
    for found in findable(channel_of(request)):
        alternates = [(code, f"{origin}{path}") for code, path in found.paths.items()]
        image = f"{origin}{found.image}" if found.image.startswith("/") else found.image
        entries += [{"url": url, "alternates": alternates, "image": image} for _code, url in alternates]
        if len(entries) >= MOST:
            break
    response = render(
        request, "help/sitemap.jinja", {"entries": entries[:MOST]}, content_type="application/xml"
    )
    return cacheable(response, "catalog", "content", for_everyone=True)
