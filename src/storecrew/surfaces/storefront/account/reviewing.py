"""Reviews of what was bought, written behind the order's secret link (HOD-12)."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from storecrew.contexts.orders import public as orders
from storecrew.contexts.reviews import public as reviews
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.storefront.account.order_views import find
from storecrew.surfaces.storefront.shop import page, shell
from storecrew.surfaces.storefront.visitor import actor_of
from storecrew.surfaces.ui.shell import PageMeta

FIELDS = ("title", "words", "name")


@require_safe
def order_reviews(request: HttpRequest, token: str) -> HttpResponse:
    """Show what of an order can be reviewed, and what was."""
    found = find(token)
    words = {"waiting": _("We look at it and publish it soon."), "published": _("In the shop. Thank you."),
             "refused": _("Not published. The mail says why.")}  # fmt: skip
    notices = {"written": _("Thank you. We look at your review and publish it soon."),
               "gone": _("Your review is deleted.")}  # fmt: skip
    context = {
        "order": found,
        "goods": [(each, words[each.review.state] if each.review else "")
                  for each in reviews.reviewable(found.id)],
        "notice": next((text for name, text in notices.items() if name in request.GET), ""),
    }  # fmt: skip
    return _private(request, "account/order_reviews.jinja", context, _("Your reviews"))


@require_http_methods(["GET", "HEAD", "POST"])
def order_review(request: HttpRequest, token: str, product_id: int) -> HttpResponse:
    """Ask for stars and words about a product of the order, and keep them once."""
    found = find(token)
    good = next((each for each in reviews.reviewable(found.id) if each.product_id == product_id), None)
    if good is None:
        raise Http404
    shop = shell(request)
    back = shop.url("order_reviews", token)
    if good.review is not None:
        return redirect(back)
    suggested = reviews.shown_name(str(found.shipping_address.get("name", "")))
    typed = {"stars": "", "title": "", "words": "", "name": suggested}
    errors: dict[str, str] = {}
    error: DomainError | None = None
    if request.method == "POST":
        typed = {name: request.POST.get(name, "")[:5000] for name in ("stars", *FIELDS)}
        try:
            _write(request, found, product_id, typed)
            return redirect(f"{back}?written=1")
        except reviews.ReviewedAlready:
            return redirect(back)
        except reviews.InvalidReview as refused:
            errors = {name: str(text) for name, text in refused.details["fields"].items()}
            if request.FILES.getlist("photos"):
                again = _("Please choose your photos once more; browsers forget them here.")
                errors.setdefault("photos", again)
        except DomainError as refused:
            error = refused
    context = {"order": found, "good": good, "typed": typed, "errors": errors, "error": error, "back": back}
    status = error.status if error else 422 if errors else 200
    return _private(request, "account/order_review.jinja", context, _("Write a review"), status=status)


@require_safe
def photo(request: HttpRequest, token: str, product_id: int, photo_id: int) -> HttpResponse:
    """Hand out a photo of a review to whoever holds the link of its order, published or not."""
    found = find(token)
    goods = {each.product_id: each.review for each in reviews.reviewable(found.id)}
    mine = goods.get(product_id)
    content, kind = reviews.review_photo(mine.id, photo_id, small=True) if mine else (b"", "")
    if not content:
        raise Http404
    answer = HttpResponse(content, content_type=kind)
    answer["Cache-Control"] = "private, no-store"
    answer["Referrer-Policy"] = "same-origin"
    return answer


@require_POST
def take_back(request: HttpRequest, token: str, product_id: int) -> HttpResponse:
    """Delete the buyer's own review."""
    found = find(token)
    try:
        reviews.take_back_review(found.id, product_id, actor=actor_of(request), at=clock.now())
    except reviews.UnknownReview as error:
        raise Http404 from error
    return redirect(f"{shell(request).url('order_reviews', token)}?gone=1")


def _write(request: HttpRequest, found: orders.OrderFacts, product_id: int, typed: dict[str, str]) -> None:
    stars = typed["stars"]
    reviews.write_review(
        found.id,
        product_id,
        stars=int(stars) if stars.isascii() and stars.isdigit() and len(stars) == 1 else 0,
        **{name: typed[name] for name in FIELDS},
        photos=[
            each.read(reviews.LARGEST_PHOTO + 1)
            for each in request.FILES.getlist("photos")[: reviews.MOST_PHOTOS + 1]
        ],
        actor=actor_of(request),
        at=clock.now(),
    )


def _private(
    request: HttpRequest, template: str, context: dict[str, Any], title: str, *, status: int = 200
) -> HttpResponse:
    meta = PageMeta(title=title, robots="noindex, nofollow")
    response = page(request, template, context, meta=meta, status=status)
    # The address is the key to the order: it goes to no other site.
    response.headers["Referrer-Policy"] = "same-origin"
    return response
