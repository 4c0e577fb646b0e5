"""Following a partner's link, remembering it until the order, and the partner's own page."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlencode

from django.conf import settings
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from storecrew.contexts.affiliates import public as affiliates
from storecrew.contexts.affiliates.models import Partner
from storecrew.contexts.promotions import public as promotions
from storecrew.kernel import clock
from storecrew.surfaces.storefront.shop import channel_of, page
from storecrew.surfaces.ui.shell import PageMeta

COOKIE = "sc_by"
SALT = "storecrew.storefront.referral"
DAYS = 30


@require_safe
def follow(request: HttpRequest, code: str) -> HttpResponse:
    """Lead to the page that the link names (``?to=``), and remember who brought the visitor.

    An unknown or ended partner leads to the shop all the same, and is not remembered.
    """
    now = clock.now()
    channel = channel_of(request)
    target = request.GET.get("to", "")
    safe = url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()})
    if not safe or not target.startswith("/"):
        locale = channel.locale if channel.locale in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        target = f"/{locale}/"
    partner = affiliates.by_code(code, day=now.date())
    if partner is None:
        return HttpResponseRedirect(target)
    named = {"utm_source": "partner", "utm_medium": "affiliate", "utm_campaign": partner.code.lower()}
    answer = HttpResponseRedirect(f"{target}{'&' if '?' in target else '?'}{urlencode(named)}")
    answer.set_cookie(
        COOKIE,
        signing.dumps([partner.code, int(now.timestamp())], salt=SALT),
        max_age=DAYS * 86_400,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def keep(request: HttpRequest, cart_token: str) -> None:
    """Write down with a cart by whose link its shopper came, if by any; called where a cart changes."""
    raw = request.COOKIES.get(COOKIE, "")
    if not raw or not cart_token:
        return
    try:
        code, clicked = signing.loads(raw, salt=SALT, max_age=DAYS * 86_400)
        clicked_at = dt.datetime.fromtimestamp(int(clicked), dt.UTC)
    except (signing.BadSignature, ValueError, TypeError):
        return
    affiliates.refer(cart_token, str(code), clicked_at=clicked_at, at=clock.now())


@require_safe
def own_page(request: HttpRequest, token: str) -> HttpResponse:
    """Show partners their link, code, balance and newest commissions; 404 when the link ended."""
    try:
        partner = affiliates.by_link(token)
    except affiliates.UnknownPartner as error:
        raise Http404 from error
    origin = f"{request.scheme}://{request.get_host()}"
    context = {
        "partner": partner,
        "link": f"{origin}/r/{partner.code.lower()}/",
        "code_holds": _code_holds(partner),
        "balances": affiliates.balances(partner.pk),
        "lines": affiliates.lines(partner.pk),
    }
    meta = PageMeta(title=_("Your commissions"), robots="noindex")
    return page(request, "partners/own.jinja", context, meta=meta)


def _code_holds(partner: Partner) -> bool:
    """Say whether shoppers save something by the code now."""
    found = promotions.standing([partner.promotion_id]) if partner.promotion_id else {}
    return any(each.holds(clock.now()) for each in found.values())
