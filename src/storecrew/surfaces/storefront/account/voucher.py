"""What is left on a gift voucher: for whoever has its code, without an account."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.loyalty import public as loyalty
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.storefront.shop import channel_of, page, shell
from storecrew.surfaces.storefront.visitor import actor_of
from storecrew.surfaces.ui.origin import same_origin_or_token
from storecrew.surfaces.ui.shell import PageMeta


@same_origin_or_token
@require_http_methods(["GET", "HEAD", "POST"])
def balance(request: HttpRequest) -> HttpResponse:
    """Ask for the code and say what is left; the answer keeps nothing and is kept by nobody."""
    context: dict[str, Any] = {"found": None, "error": None, "typed": ""}
    status = 200
    if request.method == "POST":
        typed = request.POST.get("code", "")[:100]
        try:
            found = checkout.look_at_voucher(typed, actor=actor_of(request), at=clock.now())
        except DomainError as error:
            context |= {"error": error, "typed": typed}
            status = error.status
        else:
            context["found"] = _shown(found, channel_of(request).timezone)
    meta = PageMeta(title=_("Your gift voucher"), canonical=shell(request).url("voucher"))
    return page(request, "account/voucher.jinja", context, meta=meta, status=status)


def _shown(found: loyalty.VoucherFacts, timezone: str) -> dict[str, Any]:
    """Return what a holder wants to know of a voucher."""
    ends = found.expires_at
    return {
        "hint": found.hint,
        "left": found.left,
        "face": found.face if found.face != found.left else None,
        "until": ends.astimezone(ZoneInfo(timezone)).date() if ends else None,
        "state": found.state,
    }
