"""Feeds of products at addresses that stay, with an ETag: networks ask often, mostly nothing changed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from storecrew.contexts.advertising import public as advertising
from storecrew.kernel import clock
from storecrew.kernel.pagecache import cacheable

HELD_BACK_SECONDS = 3600
GONE = 410
MOST_KEPT = 1_000
"""A feed of more products is made anew each time: it would be too large to keep."""


@require_safe
def feed(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """Hand out a released feed as ``xml`` or ``json``; 503 while it is held back, 410 for a draft."""
    try:
        found = advertising.document(code, as_json=form == "json", at=clock.now())
    except advertising.UnknownFeed as error:
        # 404 would be led to a page in the shop's language; 410 tells a network to stop asking.
        return HttpResponse(f"{error}\n", "text/plain; charset=utf-8", GONE)
    except advertising.FeedWithheld as error:
        answer = HttpResponse(f"{error}\n", "text/plain; charset=utf-8", error.status)
        answer.headers["Retry-After"] = str(HELD_BACK_SECONDS)
        return answer
    answer = HttpResponse(found.body, content_type=found.content_type)
    answer.headers["ETag"] = found.etag
    answer.headers["X-Robots-Tag"] = "noindex"
    if len(found.product_ids) <= MOST_KEPT:
        shown = (f"product:{one}" for one in found.product_ids)
        answer = cacheable(answer, "catalog", "channels", f"feed:{code}", *shown, for_everyone=True)
    # The answer to "has it changed?" is no page to keep.
    return get_conditional_response(request, etag=found.etag, response=answer) or answer
