"""Following a partner's link, and the partner's own page."""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from storecrew.contexts.affiliates import public as affiliates
from storecrew.contexts.affiliates.models import Partner
from storecrew.contexts.channels import public as channels
from storecrew.contexts.promotions import public as promotions
from storecrew.kernel import clock
from storecrew.surfaces.storefront.partners import referral
from storecrew.surfaces.storefront.shop import channel_of, page
from storecrew.surfaces.ui.shell import PageMeta


@require_safe
def follow(request: HttpRequest, code: str) -> HttpResponse:
    """Lead to the page that the link names (``?to=``), and note who brought the visitor.

    An unknown or ended partner leads to the shop all the same, and is not noted.
    """
    now = clock.now()
    channel = channel_of(request)
    target = request.GET.get("to", "")
    safe = url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()})
    if not safe or not target.startswith("/"):
        locale = channel.locale if channel.locale in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        target = f"/{locale}/"
    partner = affiliates.by_code(code, day=channels.house_day(now))
    if partner is None:
        return HttpResponseRedirect(target)
    named = urlencode(referral.naming(partner.code))
    answer = HttpResponseRedirect(f"{target}{'&' if '?' in target else '?'}{named}")
    referral.followed(request, answer, partner.code)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


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
