"""The visitor's own wish lists: put in from cards and product pages, kept, named, moved into the cart."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.wishes import public as wishes
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.storefront.shop import channel_of, page, shell
from storecrew.surfaces.storefront.visitor import actor_of, cart_for_adding, remember_cart
from storecrew.surfaces.storefront.wishes.owner import owner_for_adding, owner_of, remember_owner
from storecrew.surfaces.storefront.wishes.view import list_name, list_view, why_left
from storecrew.surfaces.ui.origin import same_origin_or_token
from storecrew.surfaces.ui.shell import PageMeta

MOST_NAMES = 120
_NAME = re.compile(r"([pv])([0-9]{1,12})")


@same_origin_or_token
@require_POST
def put(request: HttpRequest) -> HttpResponse:
    """Put a product or variant on the list, or take it off: a small notice for script, the list without.

    Hearts are called as prices are: "p" and the product on a card, "v" and the variant on its page.
    """
    quiet = bool(request.headers.get("HX-Request"))
    owner, actor, at = owner_for_adding(request), actor_of(request), clock.now()
    is_added = "add" in request.POST
    name = request.POST.get("add") or request.POST.get("remove", "")
    try:
        variants = _variants(name)
        if is_added:
            channel = channel_of(request)
            wishes.put(owner, wishes.first_of(variants, channel=channel), actor=actor, at=at)
        else:
            wishes.take_off(owner, variants, actor=actor)
    except DomainError as error:
        if quiet:
            # htmx shows only answers below 400, and the refusal is the answer here.
            return page(request, "wishes/put.jinja", {"error": error}, meta=PageMeta())
        return show(request, error=error, status=error.status)
    if quiet:
        # A variant's page also has to know of its product's card, and the card of the variants.
        products = set(catalog.product_ids_of_variants(variants).values())
        names = [f"v{one}" for one in variants] + [f"p{one}" for one in products]
        context = {"error": None, "is_added": is_added, **hearts(owner, names)}
        answer = page(request, "wishes/put.jinja", context, meta=PageMeta())
    else:
        answer = redirect(f"{reverse('storefront:wishes')}?{'added' if is_added else 'removed'}=1")
    return remember_owner(answer, owner)


def _variants(name: str) -> list[int]:
    found = _NAME.fullmatch(name)
    if found is None:
        raise wishes.CannotBeWished
    if found[1] == "v":
        return [int(found[2])]
    product_id = int(found[2])
    return list(catalog.variant_ids_of_products([product_id]).get(product_id, ()))


def hearts(owner: wishes.Owner, names: list[str]) -> dict[str, str]:
    """Return which of these names are on the owner's lists and which are not, for the script of the page."""
    asked = [(each[0], int(each[1:])) for each in names[:MOST_NAMES] if _NAME.fullmatch(each)]
    variants = {key for kind, key in asked if kind == "v"}
    on = wishes.wished_among(owner, variants, {key for kind, key in asked if kind == "p"})
    words: dict[bool, list[str]] = {True: [], False: []}
    for kind, key in asked:
        words[(kind, key) in on].append(f"{kind}{key}")
    return {"hearts_on": " ".join(words[True]), "hearts_off": " ".join(words[False])}


@require_safe
def latest(request: HttpRequest) -> HttpResponse:
    """Show the list that was changed last."""
    words = {
        "added": _("It is on your wish list."),
        "removed": _("It is no longer on your wish list."),
        "deleted": _("The list is deleted."),
    }
    return show(request, notices=tuple(text for name, text in words.items() if name in request.GET))


@require_POST
def new(request: HttpRequest) -> HttpResponse:
    """Make a further list."""
    owner, name = owner_for_adding(request), request.POST.get("name", "")[:200]
    try:
        made = wishes.start(owner, name, actor=actor_of(request), at=clock.now())
    except DomainError as error:
        return show(request, error=error, typed={"new": name}, status=422)
    return remember_owner(redirect("storefront:wish_list", made), owner)


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, list_id: int) -> HttpResponse:
    """Show a list, or do to it what its buttons say."""
    if request.method != "POST":
        return show(request, list_id)
    owner, action = owner_of(request), request.POST.get("action", "")
    actor, at = actor_of(request), clock.now()
    name = request.POST.get("name", "")[:200]
    try:
        if action == "to_cart":
            return into_cart(request, owner, list_id, None)
        if action == "delete":
            wishes.delete(owner, list_id, actor=actor)
            return redirect(f"{reverse('storefront:wishes')}?deleted=1")
        if action == "share":
            wishes.share(owner, list_id, actor=actor, at=at)
        elif action == "unshare":
            wishes.unshare(owner, list_id, actor=actor, at=at)
        else:
            wishes.rename(owner, list_id, name, actor=actor, at=at)
    except DomainError as error:
        return show(request, list_id, error=error, typed={"name": name}, status=_refused(error))
    return _done(request, list_id)


@require_POST
def wish(request: HttpRequest, list_id: int, wish_id: int) -> HttpResponse:
    """Change a wish, take it away, or move it into the cart."""
    owner, action = owner_of(request), request.POST.get("action", "")
    actor, at = actor_of(request), clock.now()
    quantity, note = request.POST.get("quantity", "")[:20], request.POST.get("note", "")[:500]
    typed = {"wish": wish_id, "quantity": quantity, "note": note}
    try:
        if action == "to_cart":
            return into_cart(request, owner, list_id, wish_id)
        if action == "remove":
            wishes.remove(owner, list_id, wish_id, actor=actor, at=at)
        else:
            to = request.POST.get("to_list", "")
            wishes.change(
                owner,
                list_id,
                wish_id,
                quantity=quantity,
                note=note,
                to_list=int(to) if to.isascii() and to.isdigit() and len(to) < 19 else None,
                actor=actor,
                at=at,
            )
    except DomainError as error:
        return show(request, list_id, error=error, typed=typed, status=_refused(error))
    return _done(request, list_id)


def into_cart(request: HttpRequest, owner: wishes.Owner, list_id: int, wish_id: int | None) -> HttpResponse:
    """Move one wish or all into the cart, and say what stays and why."""
    cart = cart_for_adding(request)
    moved = wishes.to_cart(
        owner, list_id, cart=cart, wish_id=wish_id, actor=actor_of(request), at=clock.now()
    )
    notices: tuple[str, ...] = ()
    if moved.units:
        words = ngettext("%(num)s is in your cart now.", "%(num)s are in your cart now.", moved.units)
        notices = (words % {"num": moved.units},)
    left = [(each.title, why_left(each.error)) for each in moved.left]
    answer = show(request, list_id, notices=notices, left=left, in_cart=bool(moved.units))
    return remember_cart(answer, cart)


def _done(request: HttpRequest, list_id: int) -> HttpResponse:
    """Show the list after a change: at once for script, by its own address without."""
    if request.headers.get("HX-Request"):
        return show(request, list_id)
    return redirect("storefront:wish_list", list_id)


def _refused(error: DomainError) -> int:
    """Return how a refused form is answered: what is not there stays not found."""
    return error.status if isinstance(error, wishes.WishListNotFound | wishes.WishNotFound) else 422


def show(
    request: HttpRequest,
    list_id: int | None = None,
    *,
    error: DomainError | None = None,
    notices: tuple[str, ...] = (),
    typed: Mapping[str, Any] | None = None,
    left: list[tuple[str, str]] | None = None,
    in_cart: bool = False,
    status: int = 200,
) -> HttpResponse:
    """Answer with a list of the visitor's, by default the one that was changed last."""
    shop, owner = shell(request), owner_of(request)
    rows = wishes.lists(owner)
    chosen = next((row.id for row in rows if row.id == list_id), None)
    if list_id is not None and chosen is None:
        error, status = error or wishes.WishListNotFound(), max(status, 404)
    if chosen is None and rows:
        chosen = rows[0].id
    found = None
    if chosen is not None:
        found = wishes.list_of(owner, chosen, channel=channel_of(request), locale=shop.locale, at=clock.now())
    view = list_view(found, shop) if found else None
    # A refusal of several fields says them beside the fields.
    fields = error.details if isinstance(error, wishes.InvalidWish) else {}
    context: dict[str, Any] = {
        "list": view,
        "lists": [
            {"id": row.id, "name": list_name(row.name), "count": row.wishes}
            for row in sorted(rows, key=lambda row: row.id)
        ],
        "lists_of": [(row.id, list_name(row.name)) for row in rows],
        "error": None if fields else error,
        "errors": {name: str(text) for name, text in fields.items()},
        "typed": typed or {},
        "notices": notices,
        "left": left or [],
        "in_cart": in_cart,
        "signed_in": owner.customer_id is not None,
        "kept_days": wishes.LISTS_ARE_KEPT.days,
    }
    meta = PageMeta(
        title=view.name if view else _("Wish list"),
        robots="noindex",
        place="wishes",
        canonical=shop.url("wish_list", view.id) if view else shop.url("wishes"),
    )
    quiet = request.headers.get("HX-Request") and status == 422
    return page(request, "wishes/page.jinja", context, meta=meta, status=200 if quiet else status)
