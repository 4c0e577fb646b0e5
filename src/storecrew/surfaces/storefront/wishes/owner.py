"""Whose wish lists a request is about: the customer who is signed in, or a guest by a signed cookie."""

from __future__ import annotations

from django.core import signing
from django.http import HttpRequest, HttpResponse

from storecrew.contexts.wishes import public as wishes
from storecrew.surfaces.storefront.visitor import customer_of, keep_cookie, mark_known

GUEST_COOKIE, BUYER_COOKIE = "sc_wishes", "sc_gifts"
_SALT = "storecrew.storefront.wishes"
_SECONDS = int(wishes.LISTS_ARE_KEPT.total_seconds())


def owner_of(request: HttpRequest) -> wishes.Owner:
    """Return whose lists the visitor sees; nobody's for a browser that has none yet."""
    customer = customer_of(request)
    return wishes.Owner(customer.id) if customer else wishes.Owner(guest=guest_of(request))


def owner_for_adding(request: HttpRequest) -> wishes.Owner:
    """Return whose lists to write to; a new guest where nobody is known."""
    owner = owner_of(request)
    return owner if owner.is_somebody else wishes.Owner(guest=wishes.new_token())


def remember_owner(response: HttpResponse, owner: wishes.Owner) -> HttpResponse:
    """Keep a guest's lists in the visitor's browser, and let our script ask for what is on them."""
    if owner.guest:
        keep_cookie(response, GUEST_COOKIE, signing.dumps(owner.guest, salt=_SALT), seconds=_SECONDS)
    return mark_known(response)


def guest_of(request: HttpRequest) -> str:
    """Return the guest's secret, "" for none or a cookie that we did not sign."""
    return _secret(request, GUEST_COOKIE)


def buyer_of(request: HttpRequest) -> str:
    """Return the secret by which a browser takes back what it marked as bought, "" for none."""
    return _secret(request, BUYER_COOKIE)


def remember_buyer(response: HttpResponse, buyer: str) -> HttpResponse:
    """Let this browser take back what it marked."""
    return keep_cookie(response, BUYER_COOKIE, signing.dumps(buyer, salt=_SALT), seconds=_SECONDS)


def _secret(request: HttpRequest, name: str) -> str:
    try:
        value = signing.loads(request.COOKIES.get(name, ""), salt=_SALT, max_age=_SECONDS)
    except signing.BadSignature:
        return ""
    return value if isinstance(value, str) else ""
