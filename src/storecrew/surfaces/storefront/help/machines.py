"""robots.txt, sitemap.xml and llms.txt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.content import public as content
from storecrew.kernel.pagecache import cacheable
from storecrew.surfaces.storefront.help.addresses import Findable, other_pages, product_pages
from storecrew.surfaces.storefront.shop import channel_of, shell
from storecrew.surfaces.ui.shell import Shell

PAGES = 10_000 // len(settings.LANGUAGES)
"""Pages in one part of the sitemap, each once per language; search engines read 50,000 addresses of it."""
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
def sitemap(request: HttpRequest, number: int = 0) -> HttpResponse:
    """List every page that may be found, in every language; of a large shop, its parts (0) or one of them.

    First comes what is not of one product, then the products: few queries for each part.
    """
    channel = channel_of(request)
    others, products = list(other_pages(channel)), catalog.count_listed(channel.id)
    if len(others) + products <= PAGES and number == 0:
        return _part(request, [*others, *product_pages(channel, 0, PAGES)])
    before = -(-len(others) // PAGES)
    count = before - (-products // PAGES)
    if number > count:
        raise Http404
    if number > before:
        return _part(request, product_pages(channel, (number - 1 - before) * PAGES, PAGES))
    if number:
        return _part(request, others[(number - 1) * PAGES : number * PAGES])
    parts = [f"{_origin(request)}{reverse('sitemap_part', args=(part,))}" for part in range(1, count + 1)]
    return _listed(request, "help/sitemap_index.jinja", {"parts": parts})


def _origin(request: HttpRequest) -> str:
    return f"{request.scheme}://{request.get_host()}"


def _part(request: HttpRequest, pages: Iterable[Findable]) -> HttpResponse:
    origin = _origin(request)
    entries = []
    for found in pages:
        alternates = [(code, f"{origin}{path}") for code, path in found.paths.items()]
        image = f"{origin}{found.image}" if found.image.startswith("/") else found.image
        entries += [{"url": url, "alternates": alternates, "image": image} for _code, url in alternates]
    return _listed(request, "help/sitemap.jinja", {"entries": entries})


def _listed(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    response = render(request, template, context, content_type="application/xml")
    return cacheable(response, "catalog", "content", for_everyone=True)
