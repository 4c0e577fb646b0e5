"""Sign-in of shoppers by an outside service: Google, Apple, Facebook, Naver, Kakao, any OpenID Connect.

allauth speaks to the services; here is what differs (decision 0199). Which are offered, and their secrets,
come from the back office. Every call goes through the one guarded way out. Of what a service tells, only name
and address are kept, and no token. No account is opened because an address is the same: a link is made when
whoever is at the browser has signed in to the account, or has read a mail to its address, and never with an
account of somebody who works here.
"""

from __future__ import annotations

import logging
from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter as account_adapter
from allauth.account.internal.emailkit import valid_email_or_none
from allauth.account.utils import setup_user_email
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.forms import SignupForm
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialLogin
from allauth.socialaccount.providers.base.constants import AuthError, AuthProcess
from django import forms
from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.people import public as people
from storecrew.contexts.people.models import User
from storecrew.kernel import clock, outgoing_requests
from storecrew.kernel.actor import system_actor
from storecrew.surfaces.ui.backoffice import entrance, staff_signin
from storecrew.surfaces.ui.backoffice.outside_links import remember, take

logger = logging.getLogger(__name__)
STOPPED = ("access_denied", "user_cancelled_authorize")
"""How services say that the person thought better of it; the second is Apple's."""


class ServiceAdapter(DefaultSocialAccountAdapter):
    """Our rules for outside services."""

    def get_requests_session(self) -> Any:
        """Return a client that takes the guarded way out and no proxy of the environment."""
        return outgoing_requests.session()

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        """Return the services that are switched on, as allauth names them; that of staff only by its name."""
        if provider == staff_signin.STAFF:
            return staff_signin.app_of_staff()
        found = [_app(code) for code, _name in people.offered_sign_ins() if code != "simulator"]
        return [
            app
            for app in found
            if (not provider or provider in (app.provider, app.provider_id))
            and (not client_id or client_id == app.client_id)
        ]

    def get_provider(self, request: HttpRequest, provider: str, client_id: str | None = None) -> Any:
        """Return a service that is switched on; there is no page of any other."""
        if provider == "dummy":
            if not settings.STORECREW_DEMO or "simulator" not in dict(people.offered_sign_ins()):
                raise Http404
            found = super().get_provider(request, provider, client_id)
            found.name = dict(people.offered_sign_ins())["simulator"]
            return found
        try:
            found = super().get_provider(request, provider, client_id)
        except SocialApp.DoesNotExist as error:
            raise Http404 from error
        found.name = found.app.name
        if provider == staff_signin.STAFF:
            found.oauth2_adapter_class = staff_signin.StaffOpenID
        # Between two pages allauth remembers the protocol and the client, which two services may share.
        kept = {**found.serialize(), "id": found.sub_id}
        found.serialize = lambda: kept
        return found

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> Any:
        """Take name and address, and keep nothing else of what the service tells."""
        user = sociallogin.user
        user.email = (valid_email_or_none(data.get("email")) or "").lower()
        parts = (data.get("first_name"), data.get("last_name"))
        user.name = (data.get("name") or " ".join(filter(None, parts)) or "")[:200]
        told = next((each.email for each in sociallogin.email_addresses), "") or data.get("email") or ""
        sociallogin.account.extra_data = {"email": str(told)[:254]}
        return user

    def get_signup_form_initial_data(self, sociallogin: SocialLogin) -> dict[str, Any]:
        """Fill the form with what the service told."""
        return {**super().get_signup_form_initial_data(sociallogin), "name": sociallogin.user.name}

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: SocialAccount) -> str:
        """Lead back to where one's links are."""
        return reverse("storefront:account_profile")

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Refuse staff; ask for a proof where an account has the address that the service vouches for."""
        if sociallogin.account.provider == staff_signin.STAFF:
            raise ImmediateHttpResponse(staff_signin.finish(request, sociallogin))
        connecting = sociallogin.state.get("process") == AuthProcess.CONNECT
        person = request.user if connecting else sociallogin.user
        if getattr(person, "is_staff", False):
            raise ImmediateHttpResponse(refused(request, sociallogin.provider.name, "staff"))
        if connecting or sociallogin.is_existing:
            return
        email = vouched_for(sociallogin)
        known = User.objects.filter(email=email).first() if email else None
        if known is None:
            return
        if known.is_staff or not known.is_active:
            raise ImmediateHttpResponse(refused(request, sociallogin.provider.name, "staff"))
        remember(request, sociallogin, email)
        raise ImmediateHttpResponse(redirect("outside_proof"))

    def save_user(
        self, request: HttpRequest, sociallogin: SocialLogin, form: forms.BaseForm | None = None
    ) -> Any:
        """Open an account. One whose address the service does not vouch for is linked after the proof."""
        typed = str(form.cleaned_data.get("email", "")).lower() if form else ""
        if typed and typed == vouched_for(sociallogin):
            made = super().save_user(request, sociallogin, form)
            _note(made, sociallogin.account.provider)
            return made
        user = sociallogin.user
        user.set_unusable_password()
        account_adapter().save_user(request, user, form)
        setup_user_email(request, user, [])
        remember(request, sociallogin, user.email)
        return user

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: str | None = None,
        exception: Exception | None = None,
        extra_context: dict[str, Any] | None = None,
    ) -> None:
        """Explain what went wrong at the service, and what to do."""
        more = extra_context or {}
        if "state" not in more and "state_id" in more and error != AuthError.CANCELLED:
            reason = "state"
        elif error in (AuthError.CANCELLED, AuthError.DENIED) or request.GET.get("error") in STOPPED:
            reason = "canceled"
        elif isinstance(exception, outgoing_requests.Failed):
            reason = "unreachable"
        else:
            reason = "answer"
        if reason in ("unreachable", "answer"):
            said = str(request.GET.get("error", ""))[:60] or type(exception).__name__
            logger.warning("sign-in by %s failed: %s", provider.id, said)
        raise ImmediateHttpResponse(refused(request, provider.name, reason))

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Tell the owner of an account that a link was made, by our own words in ``linked``."""


def service_links(after: str = "", *, process: str = "") -> list[dict[str, str]]:
    """Return name and address of every service that is switched on; ``after`` is where to go then."""
    query = urlencode({key: value for key, value in (("process", process), ("next", after)) if value})
    return [
        {
            "code": code,
            "name": name,
            "url": _page_of(code, "login") + (query and f"?{query}"),
        }
        for code, name in people.offered_sign_ins()
    ]


def callback_of(code: str) -> str:
    """Return the path to which a service leads back; empty for one that is only pretended."""
    return "" if code == "simulator" else _page_of(code, "callback")


def _page_of(code: str, step: str) -> str:
    if speaks_openid(code):
        return reverse(f"oidc_{step}", args=[code])
    return reverse("dummy_login" if code == "simulator" else f"{code}_{step}")


def speaks_openid(code: str) -> bool:
    """Say whether a service is one of those that speak OpenID Connect and have no page of their own kind."""
    kind = people.sign_in_kind(code)
    return kind is not None and kind.code == "oidc"


def vouched_for(sociallogin: SocialLogin) -> str:
    """Return the address that the service says it has verified, in lower case; empty for none."""
    email = next((each.email.lower() for each in sociallogin.email_addresses if each.verified is True), "")
    if sociallogin.account.provider == "naver" and not email.endswith("@naver.com"):
        # Naver lets people name any address as theirs; only its own ones it has verified.
        return ""
    return email


def refused(request: HttpRequest, service: str, reason: str) -> HttpResponse:
    """Answer that the sign-in did not work: why, and what to do."""
    words = {
        "staff": (
            _("Accounts of people who work here are opened with a password and a second factor only."),
            _("Sign in with your password."),
        ),
        "canceled": (
            _("You stopped the sign-in at %(service)s. Nothing was changed."),
            _("Try again, or sign in another way."),
        ),
        "state": (
            _("The sign-in took too long, or it was started in another browser or window."),
            _("Start again from here."),
        ),
        "unreachable": (
            _("%(service)s does not answer at the moment. Your account is not affected."),
            _("Try again in a few minutes, or sign in another way."),
        ),
        "answer": (
            _("%(service)s answered in a way that we cannot trust, so nobody was signed in."),
            _("Try again, or sign in another way. We look into it."),
        ),
    }
    why, step = words[reason]
    context = {
        "why": why % {"service": service},
        "step": step,
        "service": service,
        "for_staff": entrance.is_for_staff(request),
    }
    status = {"canceled": 200, "unreachable": 503}.get(reason, 403 if reason == "staff" else 400)
    return render(request, "socialaccount/authentication_error.html", context, status=status)


def linked(request: HttpRequest, user: Any, account: SocialAccount) -> None:
    """Note a link that was made, and tell the owner of the account by mail."""
    _note(user, account.provider)
    _tell(user, account.provider)


def _tell(user: Any, provider: str) -> None:
    names = {link.code: link.name for link in people.linked_sign_ins(user.pk)}
    code = "simulator" if provider == "dummy" else provider
    account_adapter().send_mail(
        "account/email/sign_in_linked", user.email, {"service": names.get(code, code), "user": user}
    )


def link_when_opened(request: HttpRequest, user: Any, **_kwargs: Any) -> None:
    """Make the link that waited for this sign-in."""
    account = take(request, user)
    if account is not None and people.link_sign_in(
        user_id=user.pk,
        provider=account.provider,
        uid=account.uid,
        email=str(account.extra_data.get("email", "")),
        actor=system_actor("storefront.sign_in"),
        at=clock.now(),
    ):
        _tell(user, account.provider)


def link_was_added(request: HttpRequest, sociallogin: SocialLogin, **_kwargs: Any) -> None:
    """Hear of a link that was made in the account."""
    linked(request, sociallogin.user, sociallogin.account)


def _note(user: Any, provider: str) -> None:
    people.note_link(
        user_id=user.pk, service=provider, actor=system_actor("storefront.sign_in"), at=clock.now()
    )


class OutsideSignupForm(SignupForm):
    """What the service told, to be looked at and changed before the account is opened."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    field_order = ("email", "name")

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        """Create the account once, also when two requests with one address arrive together (CON-25)."""
        try:
            with transaction.atomic():
                return super().try_save(request)
        except IntegrityError:
            self.account_already_exists = True
            return super().try_save(request)


def _app(code: str) -> SocialApp:
    service, secrets = people.sign_in_service(code), people.sign_in_secrets(code)
    app = SocialApp(provider=code, name=service.name, client_id=service.client_id)
    if speaks_openid(code):
        app.provider, app.provider_id = "openid_connect", code
        app.settings = {"server_url": service.settings["server_url"].rstrip("/")}
    if code == "apple":
        app.secret, app.key = service.settings["key_id"], service.settings["team_id"]
        app.settings = {"certificate_key": secrets.get("private_key", "")}
    else:
        app.secret = secrets.get("client_secret", "")
    return app
