"""Pages of mails: sign up, confirm, choose, stop; and the counted links in them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from storecrew.contexts.customers import public as customers
from storecrew.contexts.marketing import public as marketing
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.storefront.mail import words
from storecrew.surfaces.storefront.shop import channel_of, page, refused, shell
from storecrew.surfaces.storefront.visitor import actor_of, customer_of
from storecrew.surfaces.ui.origin import same_origin_or_token
from storecrew.surfaces.ui.shell import PageMeta

PIXEL = (
    b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x01\x00\x00\x00\x00,"
    b"\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x01D\x00;"
)


@same_origin_or_token
@require_http_methods(["GET", "HEAD", "POST"])
def sign_up(request: HttpRequest) -> HttpResponse:
    """Ask for mails; the answer is the same whatever the address is (ABU-03)."""
    shop, channel, customer = shell(request), channel_of(request), customer_of(request)
    chosen = request.POST.getlist("topic") if request.method == "POST" else ["news", "offers"]
    context: dict[str, Any] = {
        "topics": words.topics(),
        "chosen": chosen,
        "typed": request.POST.get("email", "")[:254] or (customer.email if customer else ""),
        "consent": words.consent(),
        "done": False,
        "error": None,
    }
    status = 200
    if request.method == "POST":
        try:
            customers.ask_consent(
                context["typed"],
                chosen,
                sentence=words.consent(),
                source="sign-up page",
                locale=shop.locale,
                channel_code=channel.code,
                country=channel.country,
                customer_id=customer.id if customer else None,
                proved=customer.email if customer else "",
                actor=actor_of(request),
                at=clock.now(),
            )
            context["done"] = True
        except DomainError as error:
            context["error"], status = error, error.status
    meta = PageMeta(title=_("Emails from the shop"), robots="noindex")
    return page(request, "mail/sign_up.jinja", context, meta=meta, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest, token: str) -> HttpResponse:
    """Show what an address agreed to; its buttons confirm, keep, stop. Opening it changes nothing (R16)."""
    shop, at, ip = shell(request), clock.now(), actor_of(request).ip
    try:
        if request.method == "POST":
            action = request.POST.get("action", "")
            if action == "confirm":
                customers.confirm_consent(token, ip=ip, at=at)
            elif action == "stop":
                customers.withdraw_consent(token, source="own page", ip=ip, at=at)
            else:
                customers.choose_topics(token, request.POST.getlist("topic"), ip=ip, at=at)
            return redirect(f"{shop.url('mail_preferences', token)}?saved=1")
        return _chosen(request, token, saved="saved" in request.GET)
    except customers.UnknownContact as error:
        return refused(request, error)


def _chosen(request: HttpRequest, token: str, *, saved: bool) -> HttpResponse:
    """Show what an address hears of. Raises UnknownContact."""
    found = customers.consents_of(token)
    context = {
        "token": token,
        "topics": words.topics(),
        "held": found.topics,
        "suppressed": found.suppressed,
        "asked": [topic for topic, state in found.topics.items() if state == "asked"],
        "saved": saved,
    }
    meta = PageMeta(title=_("Your mails"), robots="noindex, nofollow")
    response = page(request, "mail/preferences.jinja", context, meta=meta)
    response.headers["Referrer-Policy"] = "same-origin"
    return response


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str, topic: str) -> HttpResponse:
    """Stop at one press of the mail program's own button. Reading the address stops nothing.

    The answer is a page and no way to another one: mail programs do not follow it (RFC 8058, 3.1).
    """
    if request.method != "POST":
        return redirect(shell(request).url("mail_preferences", token))
    try:
        wanted = [] if topic == "all" else [topic]
        customers.withdraw_consent(token, wanted, source="one click in the mail", at=clock.now())
        return _chosen(request, token, saved=True)
    except customers.UnknownContact as error:
        return refused(request, error)


@require_safe
def click(request: HttpRequest, link: str) -> HttpResponse:
    """Count a click and lead to where the link of the mail goes: only to pages of this shop."""
    target = marketing.follow_click(link, at=clock.now(), agent=request.headers.get("User-Agent", ""))
    return HttpResponseRedirect(target or reverse("storefront:home"))


@require_safe
def opened(request: HttpRequest, link: str) -> HttpResponse:
    """Count that a mail was opened, by a person or by a machine."""
    marketing.note_open(link, at=clock.now(), agent=request.headers.get("User-Agent", ""))
    response = HttpResponse(PIXEL, content_type="image/gif")
    response["Cache-Control"] = "private, no-store"
    return response
