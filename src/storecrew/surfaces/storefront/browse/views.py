"""Home, categories, collections, search and its suggestions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels.public import ChannelFacts
from storecrew.contexts.content import public as content
from storecrew.contexts.discovery import public as discovery
from storecrew.kernel import clock, ratelimit
from storecrew.surfaces.storefront import structured
from storecrew.surfaces.storefront.browse import grids, listing
from storecrew.surfaces.storefront.head import headed
from storecrew.surfaces.storefront.measuring import trials
from storecrew.surfaces.storefront.share import cards
from storecrew.surfaces.storefront.shop import channel_of, page, shell
from storecrew.surfaces.storefront.visitor import actor_of
from storecrew.surfaces.ui.origin import same_origin_or_token
from storecrew.surfaces.ui.shell import PageMeta, Shell

FEW = 8
MISSED = "discovery.missed_search"
ratelimit.define(MISSED, ip="60/h")
CARD_SIZES = "(min-width: 70rem) 19rem, (min-width: 44rem) 33vw, 50vw"


@dataclass(frozen=True, slots=True)
class HomeFacts:
    """What the home page shows: written blocks with their grids, or the newest products."""

    page: content.PageFacts | None
    description: str
    grids: dict[int, grids.Grid]
    newest: tuple[discovery.ProductCard, ...]
    card: cards.ShareCard
    tags: tuple[str, ...]


def home_facts(request: HttpRequest) -> HomeFacts:
    """Collect what the home page shows, for the page and for the card of it."""
    shop, channel = shell(request), channel_of(request)
    written = content.home_page(shop.locale)
    filled = grids.fill(written.blocks, channel, shop) if written else {}
    newest = () if filled else first_products(request, sort="newest", count=FEW)
    description = (written.seo_description if written else "") or _(
        "Everything we sell, in stock and ready to go."
    )
    items = next((items for items, _url in filled.values()), newest)
    shown = (*grids.tags(filled), *(f"product:{card.id}" for card in newest))
    return HomeFacts(written, description, filled, newest, cards.of_list(description, items, shop), shown)


def first_products(
    request: HttpRequest, *, count: int = listing.STEP, **within: Any
) -> tuple[discovery.ProductCard, ...]:
    """Return the first products of a list as it opens: ``category=``, ``collection=`` or ``sort=``."""
    query = discovery.ProductQuery(
        channel=channel_of(request),
        locale=shell(request).locale,
        page_size=count,
        with_facets=False,
        **within,
    )
    return discovery.search(query, at=clock.now()).items


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the home page that editors made, or the categories and the newest products."""
    shop, facts = shell(request), home_facts(request)
    meta = PageMeta(
        title=shop.name,
        description=facts.description,
        canonical=shop.url("home"),
        place="home",
        share=facts.card.image(shop.url("home_share")),
        structured=structured.site(shop),
    )
    own = facts.page.seo_description if facts.page else ""
    meta = headed(meta, "home", shop, {}, description=own)
    context = {"page": facts.page, "grids": facts.grids, "newest": facts.newest, "show_categories": True}
    return page(request, "browse/home.jinja", context, meta=meta, tags=facts.tags)


@require_safe
def categories(request: HttpRequest) -> HttpResponse:
    """Show the whole tree of categories."""
    shop, title = shell(request), _("Categories")
    meta = PageMeta(
        title=title,
        description=_describe(title, shop.categories),
        canonical=shop.url("categories"),
        place="categories",
    )
    return page(request, "browse/categories.jinja", {}, meta=meta, tags=())


@require_safe
def category(request: HttpRequest, path: str) -> HttpResponse:
    """Show the products of a category; an address that moved leads on for good."""
    shop = shell(request)
    try:
        found = catalog.category_by_path(path, locale=shop.locale, channel=shop.channel.code)
    except catalog.CategoryNotFound as error:
        return moved(request, f"c/{path}", error)
    trail = [(crumb.name, shop.category_url(crumb.url_path)) for crumb in found.breadcrumbs]
    return _list(
        request,
        {
            "heading": found.name,
            "intro": found.html,
            "children": found.children,
            "trail": ((_("Home"), shop.url("home")), *trail),
            **_layout(found),
        },
        headed(
            PageMeta(
                title=found.name,
                description=_describe(found.name, found.children),
                canonical=shop.category_url(path),
                section=found.url_path.split("/")[0],
            ),
            "category",
            shop,
            {
                "name": found.name,
                "parent": found.breadcrumbs[-2].name if len(found.breadcrumbs) > 1 else "",
                "parts": ", ".join(child.name for child in found.children),
            },
            title=found.seo_title,
            description=found.seo_description,
        ),
        {"category": found.url_path},
        shop.url("category_share", path),
        (f"category:{found.id}",),
        tried=trials.shown(request, channel_of(request).id, "sort", found.url_path),
    )


@require_safe
def collection(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the products of a collection."""
    shop = shell(request)
    try:
        found = catalog.collection_by_slug(slug, locale=shop.locale)
    except catalog.CollectionNotFound as error:
        raise Http404 from error
    url = shop.url("collection", slug)
    trail = ((_("Home"), shop.url("home")), (found.name, url))
    return _list(
        request,
        {"heading": found.name, "intro": found.html, "children": (), "trail": trail},
        headed(
            PageMeta(title=found.name, description=_describe(found.name), canonical=url),
            "collection",
            shop,
            {"name": found.name},
        ),
        {"collection": slug},
        shop.url("collection_share", slug),
        (f"collection:{found.id}",),
    )


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show what was found for the words, or the whole range without words."""
    shop = shell(request)
    words = request.GET.get("q", "").strip()[:200]
    heading = _("Results for “%(words)s”") % {"words": words} if words else _("All products")
    return _list(
        request,
        {"heading": heading, "intro": "", "children": (), "trail": ()},
        headed(
            PageMeta(title=heading, robots="noindex, follow", place="search", search_text=words),
            "search",
            shop,
            {"words": words},
        ),
        {},
        "",
        (),
        action=shop.url("search"),
    )


def _list(
    request: HttpRequest,
    context: dict[str, Any],
    meta: PageMeta,
    within: dict[str, str],
    share_url: str,
    tags: tuple[str, ...],
    *,
    action: str = "",
    tried: trials.Shown = trials.Shown({}),  # noqa: B008 - frozen
) -> HttpResponse:
    """Show a list: read its state from the address, ask once, render."""
    shop, channel = shell(request), channel_of(request)
    state = listing.read(request.GET, with_words=not within)
    default_sort = "relevance" if state.q else tried.content.get("sort", "merchandised")
    results = listing.find(replace(state, sort=state.sort or default_sort), channel, shop.locale, **within)
    found_nothing = state.q and not results.items
    view = listing.view(
        state,
        results,
        action or meta.canonical,
        channel,
        default_sort=default_sort,
        popular=first_products(request, sort="best_sellers", count=4) if found_nothing else (),
        places=(*_categories(state.q, channel, shop), *_pages(state.q, shop)) if state.q else (),
    )
    if not meta.robots:
        meta = _indexable(meta, state, context, results, shop)
        card = cards.of_list(context["heading"], results.items, shop)
        meta = replace(meta, share=card.image(share_url))
    shown = tuple(f"product:{card.id}" for card in (*results.items, *view.popular))
    return page(
        request,
        "browse/listing.jinja",
        {"layout": catalog.layout_of(""), "lead": None, **context, "view": view, "error": ""},
        meta=meta,
        tags=(*tags, *shown),
        cookies=tried.cookies,
    )


def _layout(found: catalog.CategoryFacts) -> dict[str, Any]:
    """Return how a category's page is set; a lead picture that is gone leaves the text alone."""
    key = found.lead_image_id if found.layout == "editorial" else None
    return {"layout": found.layout, "lead": content.pictures([key]).get(key) if key else None}


def _describe(name: str, children: Iterable[catalog.Crumb | catalog.CategoryNode] = ()) -> str:
    """Say in a sentence what a list holds, for lists that nobody described."""
    parts = ", ".join(child.name for child in children)
    if parts:
        return _("%(name)s: %(parts)s. Prices and stock at a glance.") % {"name": name, "parts": parts}
    return _("%(name)s with prices and stock at a glance.") % {"name": name}


def _indexable(
    meta: PageMeta,
    state: listing.ListState,
    context: dict[str, Any],
    results: discovery.ProductResults,
    shop: Shell,
) -> PageMeta:
    """Filtered and sorted lists are for people; search engines get the plain one with its structured data."""
    data = (structured.breadcrumbs(shop, context["trail"]), structured.item_list(shop, results.items))
    robots = "noindex, follow" if state.is_filtered or state.sort or state.page > 1 else ""
    return replace(meta, robots=robots, structured=() if robots else data)


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """Answer what is typed into the search field with a few categories, products and pages."""
    shop, channel = shell(request), channel_of(request)
    words = request.GET.get("q", "").strip()[:100]
    if len(words) < 2:
        return page(request, "browse/suggest.jinja", _nothing(), meta=PageMeta(), tags=())
    query = discovery.ProductQuery(
        channel=channel, locale=shop.locale, q=words, page_size=5, with_facets=False
    )
    products = discovery.search(query, at=clock.now()).items
    context = {
        "q": words,
        "categories": _categories(words, channel, shop),
        "products": products,
        "pages": _pages(words, shop),
        "all_url": listing.ListState(q=words, facets={}).url(shop.url("search")),
    }
    shown = tuple(f"product:{card.id}" for card in products)
    return page(request, "browse/suggest.jinja", context, meta=PageMeta(), tags=shown)


def _categories(words: str, channel: ChannelFacts, shop: Shell) -> list[tuple[str, str]]:
    found = discovery.suggest(words, locale=shop.locale, channel=channel)
    return [(one.text, one.url) for one in found if one.kind in ("category", "brand")][:3]


def _pages(words: str, shop: Shell) -> list[tuple[str, str]]:
    return [(link.text, link.url) for link in content.search_pages(words, shop.locale)]


@same_origin_or_token
@require_POST
def missed(request: HttpRequest) -> HttpResponse:
    """Take the report of a page without results: looking for something writes nothing (R16)."""
    shop, words = shell(request), request.POST.get("q", "").strip()[:200]
    query = discovery.ProductQuery(channel=channel_of(request), locale=shop.locale, q=words)
    try:
        ratelimit.hit(MISSED, f"ip:{request.META.get('REMOTE_ADDR', '')}")
        discovery.note_missed_search(query, actor=actor_of(request), at=clock.now())
    except ratelimit.Refused:
        pass  # a count that is too low harms nobody
    return HttpResponse(status=204)


def _nothing() -> dict[str, Any]:
    return {"q": "", "categories": (), "products": (), "pages": (), "all_url": ""}


def moved(request: HttpRequest, path: str, error: Exception) -> HttpResponse:
    """Lead on from an address that moved for good, else 404."""
    target = catalog.moved_path(path.strip("/"))
    if target is None:
        raise Http404 from error
    return HttpResponsePermanentRedirect(f"{shell(request).url('home')}{target.strip('/')}/")
