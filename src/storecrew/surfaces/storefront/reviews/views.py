"""The reviews of a product, and reporting one of them."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.reviews import public as reviews
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.storefront.browse.views import moved
from storecrew.surfaces.storefront.reviews import shown
from storecrew.surfaces.storefront.shop import channel_of, page, shell
from storecrew.surfaces.storefront.visitor import actor_of
from storecrew.surfaces.ui.origin import same_origin_or_token
from storecrew.surfaces.ui.shell import PageMeta

MOST_PAGES = 100


@require_safe
def product_reviews(request: HttpRequest, slug: str) -> HttpResponse:
    """Show all reviews of a product, newest first, or those with so many stars (``?stars=4&page=2``)."""
    shop = shell(request)
    try:
        facts = catalog.product_page(slug, shop.locale, channel_of(request).id)
    except catalog.ProductNotFound as error:
        return moved(request, f"p/{slug}", error)
    stars, number = _digit(request, "stars", 5), max(_digit(request, "page", MOST_PAGES), 1)
    found = reviews.reviews_of_product(
        facts.id, stars=stars, skip=(number - 1) * shown.PER_PAGE, limit=shown.PER_PAGE + 1
    )
    rating = reviews.ratings([facts.id]).get(facts.id)
    url = shop.url("product_reviews", facts.slug)
    product_url = shop.url("product", facts.slug)
    narrowed = f"stars={stars}&" if stars else ""
    context = {
        "page": facts,
        "rating": rating,
        "rows": shown.bars(rating, shop, facts.slug) if rating else (),
        "stars": stars,
        "shown": tuple(shown.one(each, shop) for each in found[: shown.PER_PAGE]),
        "all_url": url,
        "newer": f"{url}?{narrowed}page={number - 1}" if number > 1 else "",
        "older": f"{url}?{narrowed}page={number + 1}" if len(found) > shown.PER_PAGE else "",
        "trail": [
            (_("Home"), shop.url("home")),
            (facts.title, product_url),
            (_("Reviews"), url),
        ],
        "product_url": product_url,
    }
    meta = PageMeta(
        title=_("Reviews of %(title)s") % {"title": facts.title},
        canonical=url,
        robots="noindex, follow" if stars or number > 1 else "",
    )
    return page(request, "reviews/list.jinja", context, meta=meta, tags=(f"product:{facts.id}",))


@require_safe
def photo(request: HttpRequest, review_id: int, photo_id: int) -> HttpResponse:
    """Hand out a photo of a review that is in the shop; ``?small`` the one for the row below its words."""
    try:
        found = reviews.review(review_id)
    except reviews.UnknownReview as unknown:
        raise Http404 from unknown
    content, kind = reviews.review_photo(review_id, photo_id, small="small" in request.GET)
    if found.state != "published" or not content:
        raise Http404
    answer = HttpResponse(content, content_type=kind)
    # A photo that staff take out is gone from browsers soon.
    answer["Cache-Control"] = "public, max-age=600"
    return answer


@same_origin_or_token
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, review_id: int) -> HttpResponse:
    """Ask what is against the rules about a review, and let staff look at it."""
    try:
        found = reviews.review(review_id)
    except reviews.UnknownReview as unknown:
        raise Http404 from unknown
    if found.state != "published":
        raise Http404
    shop = shell(request)
    error: DomainError | None = None
    typed = {name: request.POST.get(name, "")[:500] for name in ("reason", "words")}
    if request.method == "POST":
        try:
            reviews.report_review(review_id, **typed, actor=actor_of(request), at=clock.now())
            return redirect(f"{shop.url('review_report', review_id)}?sent=1")
        except DomainError as refused:
            error = refused
    context: dict[str, Any] = {
        "one": shown.one(found, shop),
        "reasons": reviews.REASONS,
        "typed": typed,
        "error": error,
        "sent": "sent" in request.GET,
    }
    meta = PageMeta(title=_("Report a review"), robots="noindex, nofollow")
    return page(request, "reviews/report.jinja", context, meta=meta, status=error.status if error else 200)


def _digit(request: HttpRequest, name: str, most: int) -> int:
    text = request.GET.get(name, "")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0
    return number if number <= most else 0
