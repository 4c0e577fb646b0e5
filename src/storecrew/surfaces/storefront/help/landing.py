"""Landing pages: while their campaign runs, while its promotion is paused, and after the end (MKT-10)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from babel.dates import format_date
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from storecrew.contexts.content import public as content
from storecrew.kernel import clock
from storecrew.surfaces.storefront.shop import channel_of, shell

TAGS = ("onsite", "promotions")
"""What moves a landing page without its editors: campaigns and promotions."""


@dataclass(frozen=True, slots=True)
class Ends:
    """The end of an offer: in words by the clock of the shop, and as an instant."""

    words: str = ""
    iso: str = ""


def show(request: HttpRequest, facts: content.PageFacts) -> HttpResponse:
    """Show a landing page; after its end lead on, or say that it is over and let no machine keep it."""
    from storecrew.surfaces.storefront.help.views import render_page

    at = clock.now()
    offer = content.landing_offer(facts, channel=channel_of(request).code, at=at)
    until = offer.ends_at if offer.ends_at and offer.ends_at > at else None
    begins = offer.starts_at if offer.starts_at and offer.starts_at > at else None
    if offer.is_over:
        if facts.after_url:
            answer = HttpResponseRedirect(facts.after_url)
            answer.headers["Cache-Control"] = "no-store"
            answer.headers["X-Robots-Tag"] = "noindex"
            return answer
        words = _("This offer is over. The prices below are those that hold now.")
        return render_page(request, facts, robots="noindex, follow", more_tags=TAGS, notice=words)
    if not offer.holds:
        words = _("This offer does not hold at the moment. The prices below are those that hold now.")
        return render_page(
            request, facts, robots="noindex, follow", more_tags=TAGS, until=begins or until, notice=words
        )
    return render_page(
        request, facts, more_tags=TAGS, until=until, ends=_ends(request, until) if until else None
    )


def _ends(request: HttpRequest, until: dt.datetime) -> Ends:
    zone = ZoneInfo(channel_of(request).timezone)
    local, locale = until.astimezone(zone), shell(request).locale.replace("-", "_")
    words = f"{format_date(local, 'full', locale=locale)}, {local:%H:%M}"
    return Ends(words, until.isoformat())
