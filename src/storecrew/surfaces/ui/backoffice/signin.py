"""Sign-in for shoppers and staff: allauth with our rules, mails and second factor.

allauth owns the steps (password, passkey, TOTP, recovery codes, confirmation by code) and their rate limits;
here is what differs: one account per address in any case (CON-25), the same answers for known and unknown
addresses (ABU-03), mails through the mail queue, secrets encrypted, sessions that end when a factor changes
(AUT-09), and the second factor that staff must have outside the demo.
"""

from __future__ import annotations

import base64
import hashlib
import uuid
from collections.abc import Callable
from typing import Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import SignupForm
from allauth.core import context as asked
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import HASH_SESSION_KEY
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from storecrew.contexts.people import public as people
from storecrew.contexts.people.models import User
from storecrew.kernel import clock, mail
from storecrew.kernel.actor import Actor
from storecrew.kernel.sentence import say
from storecrew.surfaces.ui.backoffice import account_mails, entrance
from storecrew.surfaces.ui.backoffice.access import request_actor
from storecrew.surfaces.ui.backoffice.staff_signin import gave_factor_elsewhere

SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class AccountAdapter(DefaultAccountAdapter):
    """Our rules for accounts."""

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Send staff to their home in the back office and shoppers to the shop."""
        if request.user.is_staff:
            return reverse("wagtailadmin_home")
        return super().get_login_redirect_url(request)

    def save_user(self, request: HttpRequest, user: User, form: forms.BaseForm, commit: bool = True) -> User:
        """Take name and language from the form and the page."""
        user.name = form.cleaned_data.get("name", "")
        user.locale = get_language() or ""
        return super().save_user(request, user, form, commit)

    def set_password(self, user: User, password: str) -> None:
        """Set a password in place of the one that the link or form was made for (CON-23).

        A link for a new password is good until the password is another one; of several who send it at the
        same moment one is faster, and the others find a link that was used.
        """
        before = user.password
        user.set_password(password)
        if not people.replace_password(user.pk, before, user.password):
            raise ImmediateHttpResponse(redirect(asked.request.path))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Put the mail into the queue, so that a slow mail server never holds up a sign-in."""
        # allauth hands its own idea of the site along; ours is the shop that the visitor is in.
        shop = account_mails.shop_of(asked.request)
        given = {**account_mails.in_language(context), "email": email, "current_site": shop}
        message = account_mails.with_words(
            template_prefix, shop.code, lambda: self.render_mail(template_prefix, email, given)
        )
        subject, text = str(message.subject), str(message.body)
        mail.queue(
            to=email,
            subject=subject,
            text=text,
            html=account_mails.page_of(subject, text, given),
            sender=mail.senders.sender_of(shop.code, shop.name),
            locale=get_language() or "en",
            dedupe_key=f"account:{uuid.uuid4()}",
            at=clock.now(),
        )

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the address the web server saw; proxies are resolved before Django, never by header here."""
        return str(request.META.get("REMOTE_ADDR", "")) or "0.0.0.0"  # noqa: S104 - a word for "unknown"


class ShopperSignupForm(SignupForm):
    """E-mail, password, and a name if one likes."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    field_order = ("email", "name", "password1")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {**entrance.known_of(asked.request), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        """Create the account once, also when two requests with one address arrive together (CON-25).

        The unique key decides; the loser gets the same answer as everybody whose address is known.
        """
        try:
            with transaction.atomic():
                return super().try_save(request)
        except IntegrityError:
            self.account_already_exists = True
            return super().try_save(request)


class MFAAdapter(DefaultMFAAdapter):
    """Second factors are stored encrypted under the installation's secret."""

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        """Return what a new passkey is called until its owner names it."""
        known = Authenticator.objects.filter(user=user, type=type).count()
        return _("Passkey %(number)s") % {"number": known + 1}

    def encrypt(self, text: str) -> str:
        """Encrypt a TOTP secret or recovery seed."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Decrypt with the secret or one of its predecessors; raises ValueError when none fits."""
        try:
            return _cipher().decrypt(encrypted_text.encode()).decode()
        except InvalidToken as error:
            raise ValueError("the second factor was stored under another STORECREW_SECRET_KEY") from error


class SecondFactorMiddleware:
    """Staff without a second factor get no further than its setup, except in the demo."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let the request pass, or lead to the setup."""
        if request.path.startswith(("/admin/", "/documents/")) and self._lacks_factor(request):
            messages.warning(
                request,
                _("Everybody who works here needs a second factor: add a passkey or an authenticator app."),
            )
            return redirect("mfa_index")
        return self.get_response(request)

    @staticmethod
    def _lacks_factor(request: HttpRequest) -> bool:
        if settings.STORECREW_DEMO or not request.user.is_authenticated or not request.user.is_staff:
            return False
        if gave_factor_elsewhere(request):
            return False
        return not Authenticator.objects.filter(user=request.user, type__in=SECOND_FACTORS).exists()


def factor_changed(request: HttpRequest, user: User, **_kwargs: Any) -> None:
    """End all other sessions of a person whose factors changed; the one they sit at goes on (AUT-09)."""
    actor = request_actor(request) if request.user.pk == user.pk else people.actor_for(user)
    reason = say("The second factor was changed.")
    people.end_sessions(user_id=user.pk, reason=reason, actor=actor, at=clock.now())
    _go_on(request, user)


def end_other_sessions(request: HttpRequest, *, actor: Actor) -> None:
    """Sign whoever asks out everywhere but here."""
    user = cast("User", request.user)
    reason = say("Requested by the person")
    people.end_sessions(user_id=user.pk, reason=reason, actor=actor, at=clock.now())
    _go_on(request, user)


def _go_on(request: HttpRequest, user: User) -> None:
    """Let the session of this request outlive that all sessions of the person ended."""
    user.refresh_from_db(fields=["session_stamp"])
    if request.user.pk == user.pk and HASH_SESSION_KEY in request.session:
        request.user.session_stamp = user.session_stamp
        request.session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        request.session.save()  # surface write: the visitor's own session, after its commit


def _cipher() -> MultiFernet:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_key(secret)) for secret in secrets])


def _key(secret: str | bytes) -> bytes:
    digest = hashlib.sha256(b"storecrew.second-factor|" + force_bytes(secret)).digest()
    return base64.urlsafe_b64encode(digest)
