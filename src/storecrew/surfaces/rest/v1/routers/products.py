"""Finding products."""

from __future__ import annotations

from typing import Annotated, Literal
from urllib.parse import quote, urlencode

from django.http import HttpRequest
from ninja import Path, Query, Router

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.discovery import public as discovery
from storecrew.contexts.fields import public as fields
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.pricing import public as pricing
from storecrew.contexts.reviews import public as reviews
from storecrew.kernel import clock
from storecrew.surfaces.rest.v1 import asking, problems, schemas, views_of
from storecrew.surfaces.rest.v1.routers import PROBLEMS

router = Router(tags=["products"])

Amount = Annotated[int | None, Query(ge=0, le=2**53, description="Minor units of the channel's currency.")]
SortName = Literal["relevance", "merchandised", "newest", "price_asc", "price_desc", "best_sellers", "rating"]


@router.get("", response={200: schemas.ProductList, **PROBLEMS}, operation_id="list_products")
def list_products(
    request: HttpRequest,
    q: Annotated[str, Query(max_length=200, description="Words, or a SKU.")] = "",
    category: Annotated[str, Query(max_length=300, description="Path of a category.")] = "",
    sort: Annotated[SortName | None, Query()] = None,
    price_min: Amount = None,
    price_max: Amount = None,
    in_stock: Annotated[bool, Query()] = False,
    page_size: Annotated[int, Query(ge=1, le=100)] = 24,
    cursor: Annotated[str, Query(max_length=500, description="The `next` of the page before.")] = "",
    channel: asking.ChannelCode = None,
) -> schemas.ProductList:
    """List products. Filter by properties with `facet.<code>=a,b`: either value, and all codes together."""
    shop = asking.channel_of(channel)
    query = discovery.ProductQuery(
        channel=shop,
        locale=asking.language_of(request, shop),
        q=_clean(q),
        category=_clean(category).strip("/"),
        facets=_facets(request),
        price_min=price_min,
        price_max=price_max,
        in_stock=in_stock,
        sort=sort or "",
        cursor=_clean(cursor),
        page_size=page_size,
    )
    return views_of.product_list(discovery.search(query, at=clock.now()))


@router.get(
    "/{slug}",
    response={200: schemas.ProductDetail, 301: schemas.Problem, **PROBLEMS},
    operation_id="get_product",
)
def get_product(
    request: HttpRequest,
    slug: Annotated[str, Path(min_length=1, max_length=200)],
    channel: asking.ChannelCode = None,
) -> schemas.ProductDetail:
    """Return a product with its variants, their prices and what is available now.

    An address that moved, and a product that ended and leads on, are answered with 301 and the location.
    """
    shop = asking.channel_of(channel)
    locale = asking.language_of(request, shop)
    wanted = _clean(slug)
    try:
        page = catalog.product_page(wanted, locale, shop.id)
    except catalog.ProductNotFound:
        _lead_on(wanted)
        raise
    if page.status == "end_of_life":
        _lead_on(wanted)
    ids = [variant.id for variant in page.variants]
    offers = pricing.offers_for(ids, channel=shop, at=clock.now())
    stock = inventory.available_to_promise(ids, channel_id=shop.id)
    own = fields.values_of("catalog.product", [page.id], locale=locale, public_only=True)
    return views_of.product_detail(page, locale, offers, stock, own.get(page.id, {}).values())


@router.get(
    "/{slug}/reviews",
    response={200: schemas.ReviewList, 301: schemas.Problem, **PROBLEMS},
    operation_id="list_reviews",
)
def list_reviews(
    request: HttpRequest,
    slug: Annotated[str, Path(min_length=1, max_length=200)],
    stars: Annotated[int, Query(ge=0, le=5, description="Only those with so many stars; 0: all.")] = 0,
    page: Annotated[int, Query(ge=1, le=1000)] = 1,
    page_size: Annotated[int, Query(ge=1, le=100)] = 20,
    channel: asking.ChannelCode = None,
) -> schemas.ReviewList:
    """List the published reviews of a product, newest first, with how they rate it."""
    shop = asking.channel_of(channel)
    locale = asking.language_of(request, shop)
    wanted = _clean(slug)
    try:
        product = catalog.product_page(wanted, locale, shop.id)
    except catalog.ProductNotFound:
        _lead_on(wanted, "/reviews")
        raise
    found = reviews.reviews_of_product(
        product.id, stars=stars, skip=(page - 1) * page_size, limit=page_size + 1
    )
    rating = reviews.ratings([product.id]).get(product.id)
    return views_of.review_list(
        rating, found[:page_size], locale, page + 1 if len(found) > page_size else None
    )


def _lead_on(slug: str, below: str = "") -> None:
    """Lead on from an address that moved for good, as the page of the product does; else nothing happens."""
    target = catalog.moved_path(f"p/{slug}") or ""
    kind, _slash, path = target.strip("/").partition("/")
    root = "/api/v1/products"
    where = {"p": f"{root}/{quote(path)}{below}", "c": f"{root}?{urlencode({'category': path})}"}
    if path and kind in where:
        raise problems.ProductMoved(location=where[kind])


def _clean(text: str) -> str:
    return "".join(letter for letter in text if letter.isprintable())


def _facets(request: HttpRequest) -> dict[str, tuple[str, ...]]:
    """Read ``facet.<code>=a,b``; at most 20 codes of 50 values each."""
    found: dict[str, tuple[str, ...]] = {}
    for name, raw in list(request.GET.lists())[:100]:
        code = _clean(name.removeprefix("facet."))[:64]
        if name.startswith("facet.") and code and len(found) < 20:
            values = [_clean(value)[:200] for value in ",".join(map(str, raw)).split(",")]
            found[code] = tuple(value for value in values if value)[:50]
    return {code: values for code, values in found.items() if values}
