"""Whose name stands at the door: people who came from a shop sign in to that shop, staff to Storecrew."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.views.generic import RedirectView

from storecrew.contexts.channels import public as channels
from storecrew.contexts.orders import public as orders
from storecrew.kernel import mail
from storecrew.surfaces.ui import languages
from storecrew.surfaces.ui.visited import channel_among

PRODUCT = "Storecrew"
_TOKEN = re.compile(r"[A-Za-z0-9_-]{20,64}")


@dataclass(frozen=True, slots=True)
class Brand:
    """A name and, where the shop has one, its logo, whose words are the name."""

    name: str
    logo: mail.looks.Logo | None = None


def brand_of(request: HttpRequest | None) -> Brand:
    """Return whose page of accounts this is."""
    if request is None or is_for_staff(request):
        return Brand(PRODUCT)
    try:
        channel, _others = channel_among(request, channels.all_channels())
    except channels.UnknownChannel:
        return Brand(PRODUCT)
    look = mail.looks.look_of(channel.code)
    return Brand(look.brand or channel.name, _here(look.logo))


class StaffDoor(RedirectView):
    """Leads to the sign-in, which then knows that somebody who works here stands there."""

    def get_redirect_url(self, *args: Any, **kwargs: Any) -> str:
        """Return the address of the sign-in, with where to go then."""
        query = self.request.GET.copy()
        query.setdefault("next", reverse("wagtailadmin_home"))
        return f"{reverse('account_login')}?{query.urlencode()}"


@dataclass(frozen=True, slots=True)
class Choice:
    """A language, by its own name, and this page in it."""

    code: str
    name: str
    url: str
    current: bool


def choices_of(request: HttpRequest | None) -> tuple[Choice, ...]:
    """Return the languages of this page of accounts, each with where to go on reading."""
    if request is None:
        return ()
    found = []
    for code, _name in settings.LANGUAGES:
        query = request.GET.copy()
        query[languages.CHOSEN] = code
        name = translation.get_language_info(code)["name_local"]
        current = code == translation.get_language()
        found.append(Choice(code, name, f"{request.path}?{query.urlencode()}", current))
    return tuple(found)


def known_of(request: HttpRequest | None) -> dict[str, str]:
    """Return what a guest told with the order that leads here: nobody types the same twice."""
    token = request.GET.get("order", "") if request is not None else ""
    if not _TOKEN.fullmatch(token):
        return {}
    try:
        order = orders.order_by_token(token)
    except orders.OrderNotFound:
        return {}
    return {"email": order.email, "name": order.shipping_address.get("name", "")}


def is_for_staff(request: HttpRequest) -> bool:
    """Say whether a page of accounts is for somebody who works here, or wants to go to the back office."""
    if request.user.is_authenticated:
        return bool(request.user.is_staff)
    if request.path.startswith(reverse("staff_sign_in")):
        return True
    leads_to = request.POST.get("next", "") or request.GET.get("next", "")
    return urlsplit(leads_to).path.startswith(reverse("wagtailadmin_home"))


def _here(logo: mail.looks.Logo | None) -> mail.looks.Logo | None:
    """Return a logo of a mail with an address of this site, the only one whose pictures pages may show."""
    if logo is None:
        return None
    return mail.looks.Logo(logo.url.removeprefix(settings.STORECREW_BASE_URL), logo.width, logo.height)
