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
from storecrew.contexts.discovery import public as discovery
from storecrew.kernel import clock
from storecrew.kernel.pagecache import cacheable
from storecrew.surfaces.storefront.shop import channel_of, shell
from storecrew.surfaces.ui.shell import Shell, storefront_address

MOST = 50_000
BATCH = 100
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
        lines += [_linked(shop, node.name, shop.category_url(node.url_path)) for node in _nodes(locale)]
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


def _nodes(locale: str) -> Iterator[Any]:
    for node in catalog.category_tree(locale):
        yield node
        yield from node.children


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """List every page that may be found, in every language, with its translations."""
    origin = f"{request.scheme}://{request.get_host()}"
    entries = []
    for paths in _pages(request):
        alternates = [(code, f"{origin}{path}") for code, path in paths.items()]
        entries += [{"url": url, "alternates": alternates} for _code, url in alternates]
        if len(entries) >= MOST:
            break
    response = render(
        request, "help/sitemap.jinja", {"entries": entries[:MOST]}, content_type="application/xml"
    )
    return cacheable(response, "catalog", "content", for_everyone=True)


def _pages(request: HttpRequest) -> Iterator[dict[str, str]]:
    """Every page as its paths by language."""
    yield _everywhere("home")
    yield _everywhere("categories")
    for path in _category_paths(catalog.category_tree()):
        yield _everywhere("category", path)
    for slug in _product_slugs(request):
        yield _everywhere("product", slug)
    written: dict[str, dict[str, str]] = {}
    for code, _name in settings.LANGUAGES:
        for link in content.addresses(code):
            written.setdefault(link.url.split("/", 2)[2], {})[code] = link.url
    yield from written.values()


def _everywhere(name: str, *args: Any) -> dict[str, str]:
    found = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found[code] = storefront_address(name, *args)
    return found


def _category_paths(nodes: Any) -> Iterator[str]:
    for node in nodes:
        yield node.url_path.strip("/")
        yield from _category_paths(node.children)


def _product_slugs(request: HttpRequest) -> Iterator[str]:
    """The products of this channel, newest first, in batches."""
    channel = channel_of(request)
    number = 1
    while True:
        found = discovery.search(
            discovery.ProductQuery(
                channel=channel, sort="newest", page=number, page_size=BATCH, with_facets=False
            ),
            at=clock.now(),
        )
        yield from (card.slug for card in found.items)
        number += 1
        if number > found.pages or not found.items:
            return
