"""Goods that the customer of an order sends back, behind the order's secret link (HOD-12, CS-7)."""

from __future__ import annotations

import hashlib
import io
import secrets
from collections.abc import Mapping
from typing import Any

import segno
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.orders import public as orders
from storecrew.contexts.shipping import public as shipping
from storecrew.kernel import clock, idempotency
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.storefront.account.order_views import find, show_order
from storecrew.surfaces.storefront.account.return_words import choices_of
from storecrew.surfaces.storefront.shop import page
from storecrew.surfaces.storefront.visitor import actor_of
from storecrew.surfaces.ui.shell import PageMeta

MOST_TYPED = 500
MOST_PHOTOS, LARGEST = 8, 12 << 20


@require_http_methods(["GET", "HEAD", "POST"])
def send_back(request: HttpRequest, token: str) -> HttpResponse:
    """Ask which units come back and why; announce them once per form."""
    found = find(token)
    offer = aftersales.return_offer(found.id, at=clock.now())
    if request.method != "POST":
        return _show(request, found, offer, {}, {})
    typed = {name: str(value)[:MOST_TYPED] for name, value in request.POST.items()}
    wanted, errors = _read(found, offer, typed)
    if errors:
        return _show(request, found, offer, typed, errors, status=422)

    photos = [each.read(LARGEST + 1) for each in request.FILES.getlist("photos")[: MOST_PHOTOS + 1]]
    credit = any(typed.get(f"wish-{each.line_id}") == "credit" for each in wanted)

    def run() -> tuple[int, dict[str, str]]:
        made = aftersales.ask_return(
            found.id,
            lines=wanted,
            note=typed.get("note", ""),
            credit=credit,
            photos=photos,
            actor=actor_of(request),
            at=clock.now(),
        )
        return 200, {"number": made.number}

    try:
        idempotency.once(
            scope=f"storefront.return:{found.id}",
            key=typed.get("nonce", ""),
            fingerprint=hashlib.sha256(repr((sorted(wanted), credit)).encode()).hexdigest(),
            run=run,
        )
    except DomainError as error:
        offer = aftersales.return_offer(found.id, at=clock.now())
        return _show(request, found, offer, typed, {}, error=error, status=error.status)
    return redirect(f"{reverse('storefront:order', args=(token,))}?returned=1#returns")


@require_safe
def paper(request: HttpRequest, token: str, number: str) -> HttpResponse:
    """Hand out the paper of a return to whoever holds the link of its order."""
    found = find(token)
    made = _return_of(found, number)
    if made.state == "canceled":
        raise Http404
    answer = HttpResponse(aftersales.return_paper(made.id), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{made.number}.pdf"'
    answer["Cache-Control"] = "private, no-store"
    answer["Referrer-Policy"] = "same-origin"
    return answer


@require_safe
def photo(request: HttpRequest, token: str, number: str, photo_id: int) -> HttpResponse:
    """Hand out a photo of a return to whoever holds the link of its order."""
    made = _return_of(find(token), number)
    content, kind = aftersales.return_photo(made.id, photo_id)
    if not content:
        raise Http404
    answer = HttpResponse(content, content_type=kind)
    answer["Cache-Control"] = "private, no-store"
    answer["Referrer-Policy"] = "same-origin"
    return answer


@require_POST
def add_photos(request: HttpRequest, token: str, number: str) -> HttpResponse:
    """Keep photos of a return that was announced before."""
    found = find(token)
    files = request.FILES.getlist("photos")[: MOST_PHOTOS + 1]
    try:
        aftersales.add_return_photos(
            found.id,
            number,
            photos=[each.read(LARGEST + 1) for each in files],
            actor=actor_of(request),
            at=clock.now(),
        )
    except aftersales.UnknownReturn as error:
        raise Http404 from error
    except DomainError as error:
        return show_order(request, found, error=error, status=error.status)
    return redirect(f"{reverse('storefront:order', args=(token,))}?return=photos#returns")


def _return_of(found: orders.OrderFacts, number: str) -> aftersales.ReturnFacts:
    made = next((one for one in aftersales.returns_of_order(found.id) if one.number == number), None)
    if made is None:
        raise Http404
    return made


@require_http_methods(["GET", "HEAD", "POST"])
def label(request: HttpRequest, token: str, number: str) -> HttpResponse:
    """Make the carrier's label of a return by POST, once; hand it out, or its QR code, after that."""
    found = find(token)
    made = _return_of(found, number)
    if request.method == "POST":
        try:
            aftersales.take_label(found.id, number, actor=actor_of(request), at=clock.now())
        except DomainError:
            return redirect(f"{reverse('storefront:order', args=(token,))}?return=nolabel#returns")
        return redirect(f"{reverse('storefront:order', args=(token,))}?return=label#returns")
    if made.label_id is None or made.state == "canceled":
        raise Http404
    if "qr" in request.GET:
        out = io.BytesIO()
        number = shipping.label(made.label_id).tracking_number
        code = segno.make(number, error="m", micro=False)
        code.save(out, kind="svg", scale=8, border=4, light="#fff")  # surface write: draws into memory
        content, kind, name = out.getvalue(), "image/svg+xml", f"{made.number}.svg"
    else:
        content, kind = shipping.label_file(made.label_id, "pdf"), "application/pdf"
        name = f"{made.number}-label.pdf"
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    answer["Cache-Control"] = "private, no-store"
    answer["Referrer-Policy"] = "same-origin"
    return answer


@require_POST
def cancel(request: HttpRequest, token: str, number: str) -> HttpResponse:
    """Cancel an announced return while its parcel is not here."""
    found = find(token)
    try:
        aftersales.withdraw_return(found.id, number, actor=actor_of(request), at=clock.now())
    except aftersales.UnknownReturn as error:
        raise Http404 from error
    except (aftersales.ReturnClosed, aftersales.ReturnUnderWay):
        return redirect(f"{reverse('storefront:order', args=(token,))}?return=closed#returns")
    return redirect(f"{reverse('storefront:order', args=(token,))}?return=canceled#returns")


def _read(
    order: orders.OrderFacts, offer: aftersales.ReturnOffer, typed: Mapping[str, str]
) -> tuple[list[aftersales.Wanted], dict[str, str]]:
    """Return what was chosen, and what is wrong with it by name of the field."""
    wanted: list[aftersales.Wanted] = []
    errors: dict[str, str] = {}
    wishes: set[str] = set()
    for line in order.lines:
        most = offer.lines.get(line.id, 0)
        units = typed.get(f"units-{line.id}", "0")
        if not most or units in ("", "0"):
            continue
        if not (units.isascii() and units.isdigit() and len(units) < 7 and int(units) <= most):
            errors[f"units-{line.id}"] = _("At most %(units)s.") % {"units": most}
            continue
        reason, condition = typed.get(f"reason-{line.id}", ""), typed.get(f"condition-{line.id}", "")
        if reason not in aftersales.BY_CUSTOMERS:
            errors[f"reason-{line.id}"] = _("Please say why it comes back.")
        if condition not in dict(aftersales.CONDITIONS):
            errors[f"condition-{line.id}"] = _("Please say in which condition it is.")
        wish = typed.get(f"wish-{line.id}", "money")
        instead = int(wish) if wish.isascii() and wish.isdigit() and len(wish) < 12 else 0
        wishes.add("exchange" if instead else wish)
        if len(wishes) > 1:
            errors[f"wish-{line.id}"] = _("Choose the same for all articles, or announce two returns.")
        wanted.append(aftersales.Wanted(line.id, int(units), reason, condition, instead))
    if not wanted and not errors and offer.lines:
        errors[f"units-{next(iter(offer.lines))}"] = _("Choose at least one article.")
    return wanted, errors


def _show(
    request: HttpRequest,
    order: orders.OrderFacts,
    offer: aftersales.ReturnOffer,
    typed: Mapping[str, str],
    errors: Mapping[str, str],
    *,
    error: DomainError | None = None,
    status: int = 200,
) -> HttpResponse:
    reasons = dict(aftersales.REASONS)
    context: dict[str, Any] = {
        "order": order,
        "offer": offer,
        "lines": [line for line in order.lines if offer.lines.get(line.id)],
        "lines_units": {
            key: [(str(n), str(n)) for n in range(min(most, 99) + 1)] for key, most in offer.lines.items()
        },
        "reasons": [(code, reasons[code]) for code in aftersales.BY_CUSTOMERS],
        "conditions": aftersales.CONDITIONS,
        "wishes": choices_of(order, offer, locale=order.locale, at=clock.now()),
        "typed": typed,
        "errors": errors,
        "error": error,
        "why": why_not(offer),
        "nonce": secrets.token_urlsafe(18),
    }
    meta = PageMeta(title=_("Send something back"), robots="noindex, nofollow")
    response = page(request, "account/return.jinja", context, meta=meta, status=status)
    # The address is the key to the order: it goes to no other site.
    response.headers["Referrer-Policy"] = "same-origin"
    return response


def why_not(offer: aftersales.ReturnOffer) -> str:
    """Return why nothing can be announced, "" when something can."""
    words = {
        "off": _("This shop takes returns by message. Write to us, and we tell you how."),
        "not_sent": _("Nothing of this order has left yet."),
        "too_late": _(
            "The time to send this back is over. Write to us if it is faulty: that right lasts longer."
        ),
        "nothing_left": _("Everything that was sent is on its way back or was taken back."),
        "too_many": _("Several returns of this order are under way. Send those first."),
    }  # fmt: skip
    return words.get(offer.why, "")
