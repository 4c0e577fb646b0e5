"""The short addresses that stand on paper."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from storecrew.contexts.marketing import public as marketing


@require_safe
def follow(request: HttpRequest, word: str) -> HttpResponse:
    """Lead to the page behind a word, saying by which campaign the visitor came."""
    found = marketing.follow_word(word)
    if found is None:
        raise Http404(_("There is nothing behind this short address."))
    path, locale, campaign = found
    target = path if path.startswith(f"/{locale}/") else f"/{locale}{path}"
    named = {"utm_source": "print", "utm_medium": "print", "utm_campaign": campaign}
    answer = HttpResponseRedirect(f"{target}{'&' if '?' in target else '?'}{urlencode(named)}")
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
