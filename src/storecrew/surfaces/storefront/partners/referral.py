"""By whose link a visitor came: kept in the browser with the visitor's yes alone.

Without it the browser keeps nothing: the link counts for the cart that is already there, and for what is put
into a cart on the very page that the link led to, whose address names the partner (decision 0232).
"""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from storecrew.contexts.affiliates import public as affiliates
from storecrew.contexts.channels import public as channels
from storecrew.kernel import clock
from storecrew.surfaces.storefront.measuring.agreement import agreed
from storecrew.surfaces.storefront.visitor import cart_token

COOKIE = "sc_by"
SALT = "storecrew.storefront.referral"
DAYS = 30
SOURCE, MEDIUM = "partner", "affiliate"


def naming(code: str) -> dict[str, str]:
    """Return what the address of a page says of the partner whose link led to it."""
    return {"utm_source": SOURCE, "utm_medium": MEDIUM, "utm_campaign": code.lower()}


def followed(request: HttpRequest, response: HttpResponse, code: str) -> None:
    """Note that a partner's link was followed: with the cart, if any, and in a browser that agreed."""
    now = clock.now()
    affiliates.refer(cart_token(request), code, clicked_at=now, at=now)
    _remember(request, response, code, now)


def seen(request: HttpRequest, response: HttpResponse, query: str) -> None:
    """Note the partner of a page on which the visitor said yes just now."""
    if code := _named(query):
        _remember(request, response, code, clock.now())


def forget(request: HttpRequest, response: HttpResponse) -> None:
    """Forget whose link it was, in a browser whose owner takes the yes back."""
    if COOKIE in request.COOKIES:
        response.delete_cookie(COOKIE)


def keep(request: HttpRequest, token: str) -> None:
    """Write down with a cart by whose link its shopper came, if by any; called where a cart changes."""
    if not token:
        return
    now = clock.now()
    code, clicked_at = _remembered(request)
    if here := _page_behind(request):
        code, clicked_at = here, now
    if code:
        affiliates.refer(token, code, clicked_at=clicked_at or now, at=now)


def _remember(request: HttpRequest, response: HttpResponse, code: str, at: dt.datetime) -> None:
    partner = affiliates.by_code(code, day=channels.house_day(at)) if agreed(request) else None
    if partner is None:
        return
    response.set_cookie(
        COOKIE,
        signing.dumps([partner.code, int(at.timestamp())], salt=SALT),
        max_age=DAYS * 86_400,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def _remembered(request: HttpRequest) -> tuple[str, dt.datetime | None]:
    raw = request.COOKIES.get(COOKIE, "")
    if raw and agreed(request):
        with suppress(signing.BadSignature, ValueError, TypeError):
            code, clicked = signing.loads(raw, salt=SALT, max_age=DAYS * 86_400)
            return str(code), dt.datetime.fromtimestamp(int(clicked), dt.UTC)
    return "", None


def _page_behind(request: HttpRequest) -> str:
    """Return the partner that the address of the shop's own page names from which a form was sent."""
    with suppress(ValueError):
        page = urlsplit(request.headers.get("Referer", ""))
        if page.netloc.lower() == request.get_host().lower():
            return _named(page.query)
    return ""


def _named(query: str) -> str:
    with suppress(ValueError):
        found = parse_qs(query[:900], max_num_fields=40)
        source, medium, code = (
            found.get(f"utm_{name}", [""])[0] for name in ("source", "medium", "campaign")
        )
        if (source, medium) == (SOURCE, MEDIUM):
            return code
    return ""
