"""Single sign-on of people who work here, by the provider that the environment names (decision 0230).

The provider says who somebody is; who works here stays ours to say. Only a verified address of an enabled
member of staff opens the back office, and no link is stored: whom either lets go is out. A second factor is
the provider's matter where it says that it asked for one, and else still ours.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter as account_adapter
from allauth.account.app_settings import EmailVerificationMethod
from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from storecrew.contexts.people import public as people
from storecrew.contexts.people.models import User
from storecrew.kernel import clock
from storecrew.kernel.actor import system_actor
from storecrew.surfaces.ui.backoffice.openid import CarefulOpenID

logger = logging.getLogger(__name__)
STAFF = "staff"
"""The name of the provider among services; none that shoppers use is called so."""
SECOND_FACTOR = "_storecrew_factor_elsewhere"
"""In the session of whoever gave a second factor to the provider."""


class StaffOpenID(CarefulOpenID):
    """The provider of staff, which must be the one that the environment names."""

    @property
    def openid_config(self) -> dict[str, Any]:
        """Return what the provider publishes about itself, if it is itself."""
        found: dict[str, Any] = super().openid_config
        if str(found.get("issuer", "")).rstrip("/") != _provider()["url"]:
            raise OAuth2Error("another issuer")
        return found

    def get_callback_url(self, request: HttpRequest, app: object) -> str:
        """Return the address that has to be entered at the provider."""
        return callback_address()

    def complete_login(self, request: HttpRequest, app: object, token: SocialToken, **kwargs: dict) -> object:
        """Remember whether the token of identity says that there was a second factor."""
        found = super().complete_login(request, app, token, **kwargs)
        found.second_factor = asked_for_factor(self.claims)  # type: ignore[attr-defined]
        return found


def asked_for_factor(claims: dict[str, Any]) -> bool:
    """Say whether the methods (`amr`) or the class (`acr`) of a sign-in mean a second factor."""
    methods = claims.get("amr")
    said = {str(each) for each in methods} if isinstance(methods, list) else set()
    return bool({*said, str(claims.get("acr", ""))} & set(_provider()["factors"]))


def callback_address() -> str:
    """Return where the provider leads back to."""
    return settings.STORECREW_BASE_URL + reverse("staff_sign_in_callback")


def app_of_staff() -> list[SocialApp]:
    """Return the provider as allauth names it; nothing where the environment names none."""
    found = settings.STORECREW_STAFF_SIGN_IN
    if not found:
        return []
    app = SocialApp(provider="openid_connect", provider_id=STAFF, name=found["name"])
    app.client_id, app.secret, app.settings = found["client_id"], found["client_secret"], {}
    app.settings["server_url"] = found["url"]
    return [app]


def staff_link(after: str = "") -> dict[str, str] | None:
    """Return name and address of the provider for the sign-in page of staff."""
    found = settings.STORECREW_STAFF_SIGN_IN
    if not found:
        return None
    query = urlencode({"next": after}) if after else ""
    return {"name": found["name"], "url": reverse("staff_sign_in") + (query and f"?{query}")}


def finish(request: HttpRequest, sociallogin: SocialLogin) -> HttpResponse:
    """Let somebody in whom the provider vouches for, and who works here."""
    service = _provider()
    if sociallogin.state.get("process") == AuthProcess.CONNECT:
        return turned_away(request, "connect")
    email = next((each.email for each in sociallogin.email_addresses if each.verified is True), "")
    if not email:
        return turned_away(request, "unverified")
    actor, at = system_actor("staff.sign_in"), clock.now()
    try:
        known = people.let_in(
            email=email,
            name=sociallogin.user.name,
            domains=service["domains"],
            role=service["role"],
            actor=actor,
            at=at,
        )
    except people.NotInvited as error:
        return turned_away(request, str(error.details["reason"]))
    except people.UnknownRole:
        logger.error("STORECREW_STAFF_OIDC_ROLE names the role %r, which does not exist", service["role"])
        return turned_away(request, "unknown")
    factor = bool(getattr(sociallogin, "second_factor", False))
    people.note_single_sign_on(
        user_id=known.id, service=service["name"], second_factor=factor, actor=actor, at=at
    )
    user = User.objects.get(pk=known.id)
    after = sociallogin.state.get("next") or reverse("wagtailadmin_home")
    record_authentication(request, user, method="socialaccount", provider=STAFF)
    if factor:
        account_adapter().login(request, user)
        request.session[SECOND_FACTOR] = user.pk
        return redirect(after)
    return perform_login(request, user, email_verification=EmailVerificationMethod.NONE, redirect_url=after)


def gave_factor_elsewhere(request: HttpRequest) -> bool:
    """Say whether whoever is signed in gave a second factor to the provider in this session."""
    return SECOND_FACTOR in request.session and request.session[SECOND_FACTOR] == request.user.pk


def turned_away(request: HttpRequest, reason: str) -> HttpResponse:
    """Say why somebody whom the provider knows is not let in, and what to do."""
    words = {
        "unverified": (
            _("%(service)s did not say that your mail address is yours, so nobody was signed in."),
            _("Confirm the address there, or ask who looks after it."),
        ),
        "unknown": (
            _("Nobody who works here has the address that %(service)s tells."),
            _("Ask your Head of Digital for an invitation to that address."),
        ),
        "shopper": (
            _("The address that %(service)s tells belongs to a customer, not to somebody who works here."),
            _("Ask your Head of Digital to give you a role first."),
        ),
        "disabled": (
            _("Your account here is switched off."),
            _("Ask your Head of Digital, who can switch it on again."),
        ),
        "connect": (
            _("%(service)s opens the back office and is not linked with accounts."),
            _("Sign out, then sign in with it."),
        ),
    }
    why, step = words[reason]
    name = _provider()["name"]
    logger.warning("single sign-on turned somebody away: %s", reason)
    context = {"why": why % {"service": name}, "step": step, "service": name, "for_staff": True}
    return render(request, "socialaccount/authentication_error.html", context, status=403)


def _provider() -> Mapping[str, Any]:
    """Return what the environment says about the provider; without one there is no page of it."""
    found = settings.STORECREW_STAFF_SIGN_IN
    if not found:
        raise Http404
    return found


def _adapter(request: HttpRequest) -> StaffOpenID:
    _provider()
    return StaffOpenID(request, STAFF)


@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Leave for the provider."""
    return OAuth2LoginView.adapter_view(_adapter(request))(request)


def callback(request: HttpRequest) -> HttpResponse:
    """Come back from it."""
    return OAuth2CallbackView.adapter_view(_adapter(request))(request)


addresses = [
    path("staff/login/", start, name="staff_sign_in"),
    path("staff/login/callback/", callback, name="staff_sign_in_callback"),
]
