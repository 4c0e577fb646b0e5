"""A shared wish list: behind its link anybody may look, and mark what they buy as a present."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from storecrew.contexts.wishes import public as wishes
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.storefront.shop import channel_of, page, refused, shell
from storecrew.surfaces.storefront.visitor import actor_of, customer_of
from storecrew.surfaces.storefront.wishes.owner import buyer_of, owner_of, remember_buyer
from storecrew.surfaces.storefront.wishes.view import list_view
from storecrew.surfaces.ui.shell import PageMeta


@require_http_methods(["GET", "HEAD", "POST"])
def shared(request: HttpRequest, token: str) -> HttpResponse:
    """Show the list; its buttons say that something is bought, or take that back."""
    if request.method != "POST":
        return _show(request, token)
    buyer, action = buyer_of(request) or wishes.new_token(), request.POST.get("action", "")
    wanted = request.POST.get("wish", "")
    wish_id = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 19 else 0
    actor = actor_of(request)
    try:
        if action == "undo":
            wishes.unmark(token, wish_id, buyer=buyer, actor=actor)
        else:
            units = request.POST.get("quantity", "1")
            wishes.mark_bought(token, wish_id, buyer=buyer, quantity=units, actor=actor, at=clock.now())
    except DomainError as error:
        quiet = bool(request.headers.get("HX-Request"))
        return _show(request, token, error=error, status=200 if quiet else error.status)
    if request.headers.get("HX-Request"):
        notice = _("Taken back.") if action == "undo" else _("Marked. Nobody learns that it was you.")
        return remember_buyer(_show(request, token, buyer=buyer, notices=(notice,)), buyer)
    return remember_buyer(redirect("storefront:shared_wishes", token), buyer)


def _show(
    request: HttpRequest,
    token: str,
    *,
    buyer: str = "",
    error: DomainError | None = None,
    notices: tuple[str, ...] = (),
    status: int = 200,
) -> HttpResponse:
    shop, customer = shell(request), customer_of(request)
    try:
        found = wishes.shared_list(
            token,
            buyer=buyer or buyer_of(request),
            customer_id=customer.id if customer else None,
            channel=channel_of(request),
            locale=shop.locale,
            at=clock.now(),
        )
    except wishes.WishListNotFound as gone:
        return refused(request, gone, heading=_("This list is no longer shared"))
    view = list_view(found, shop)
    context = {
        "list": view,
        "is_own": wishes.is_own(owner_of(request), found.id),
        "error": error,
        "notices": notices,
    }
    meta = PageMeta(title=view.name, robots="noindex, nofollow")
    response = page(request, "wishes/shared.jinja", context, meta=meta, status=status)
    # The address is the key to the list: it goes to no other site.
    response.headers["Referrer-Policy"] = "same-origin"
    return response
