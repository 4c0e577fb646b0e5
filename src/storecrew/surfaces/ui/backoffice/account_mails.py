"""The mails about accounts, as kinds whose texts editors can change; allauth has their templates.

Those templates are plain text. The page beside it is made of that text, so that both always say the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.template import TemplateSyntaxError
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.channels import public as channels
from storecrew.contexts.people.models import User
from storecrew.kernel import clock, mail, outbox, wording
from storecrew.surfaces.ui.languages import CHOSEN
from storecrew.surfaces.ui.visited import channel_among

FOLDER = "account/email/"
FACTORS_FOLDER = "mfa/email/"
SECOND_FACTORS = {
    "totp_activated": (
        _("Sign-in: authenticator app set up"),
        _("When somebody sets an authenticator app up as second factor."),
    ),
    "totp_deactivated": (
        _("Sign-in: authenticator app taken away"),
        _("When an authenticator app is taken away."),
    ),
    "webauthn_added": (_("Sign-in: passkey added"), _("When a passkey or security key is added.")),
    "webauthn_removed": (
        _("Sign-in: passkey taken away"),
        _("When a passkey or security key is taken away."),
    ),
    "recovery_codes_generated": (
        _("Sign-in: new recovery codes"),
        _("When recovery codes are made anew."),
    ),
}
KINDS = {
    "email_confirmation_signup": (_("Account: confirm the address"), _("When somebody opens an account.")),
    "email_confirmation": (
        _("Account: confirm a new address"),
        _("When a customer adds an address to their account."),
    ),
    "account_already_exists": (
        _("Account: there is one already"),
        _("When somebody opens an account with an address that has one."),
    ),
    "password_reset_key": (_("Account: new password"), _("When somebody has forgotten their password.")),
    "password_changed": (_("Account: password changed"), _("When a password was changed.")),
    "sign_in_proof": (
        _("Account: code for a sign-in service"),
        _("When somebody comes from a sign-in service with the address of an account."),
    ),
    "sign_in_linked": (
        _("Account: linked with a sign-in service"),
        _("When an account was linked with a sign-in service."),
    ),
    "email_changed": (_("Account: address changed"), _("When the address of an account was changed.")),
    "account_deleted": (_("Account: deleted"), _("When a customer has deleted their account.")),
    **SECOND_FACTORS,
}
BREAKS = (KeyError, ValueError, TypeError, TemplateSyntaxError)
T = TypeVar("T")
# The addresses a mail is there for, by the name that allauth gives them, with the words on their button.
LEADS = {
    "password_reset_url": _("Choose a new password"),
    "activate_url": _("Confirm the address"),
}
# What belongs to other templates: the frame around each, and around news.
FRAMES = (f"{FOLDER}base_message.txt", f"{FOLDER}base_notification.txt")


def prefix_of(name: str) -> str:
    """Return how the names of a kind's templates begin."""
    return f"{FACTORS_FOLDER if name in SECOND_FACTORS else FOLDER}{name}"


def files_of(name: str) -> tuple[str, ...]:
    """Return the templates of a kind: its subject, its message, and the frames around it."""
    names = [name, *(["email_confirmation"] if name == "email_confirmation_signup" else [])]
    own = [f"{prefix_of(each)}_{part}.txt" for each in names for part in ("subject", "message")]
    return (*own, *FRAMES)


def kind_of(template_prefix: str) -> str:
    """Return the kind of a mail that allauth names by its templates."""
    return f"account.{template_prefix.removeprefix(FOLDER).removeprefix(FACTORS_FOLDER)}"


@dataclass(frozen=True)
class Shop:
    """What allauth's mails call the site."""

    name: str
    domain: str
    code: str


def shop_of(request: HttpRequest | None) -> Shop:
    """Return the shop whose visitor asks for a mail; the default one where nobody asks."""
    if request is None:
        return shop()
    try:
        found, _others = channel_among(request, channels.all_channels())
    except channels.UnknownChannel:
        return shop()
    return Shop(found.name, request.get_host(), found.code)


def shop(code: str = "") -> Shop:
    """Return the shop of a channel, by default of the first one."""
    domain = urlsplit(settings.STORECREW_BASE_URL).netloc
    try:
        found = channels.facts(code or None)
    except channels.UnknownChannel:
        return Shop("Storecrew", domain, "")
    return Shop(found.name, domain, found.code)


def in_language(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a mail is made of, its addresses leading to pages in the language of the mail."""
    chosen = urlencode({CHOSEN: translation.get_language() or settings.LANGUAGE_CODE})
    leads = {name: f"{given[name]}?{chosen}" for name in LEADS if given.get(name)}
    return {**given, **leads}


def with_words(template_prefix: str, channel: str, write: Callable[[], T]) -> T:
    """Write such a mail with the words of its editors; words that break it are left out, and that is told."""
    name = kind_of(template_prefix)
    try:
        with wording.spoken(name, f"{name}@{channel}"):
            return write()
    except BREAKS as error:
        locale = translation.get_language() or settings.LANGUAGE_CODE
        with transaction.atomic():
            outbox.publish(
                mail.TextsFailed(kind=name, locale=locale, channel=channel, error=str(error)[:300])
            )
        return write()


def page_of(subject: str, text: str, given: Mapping[str, Any]) -> str:
    """Return the page of such a mail: its text in the look of its shop, the way on as a button."""
    site: Shop = given["current_site"]
    look = mail.looks.look_of(site.code)
    leads = {str(given[name]): str(label) for name, label in LEADS.items() if given.get(name)}
    code = str(given.get("code") or "")
    parts = [_part(lines, leads, code) for lines in mail.kinds.plain(text).split("\n\n") if lines.strip()]
    more = {
        "locale": translation.get_language() or settings.LANGUAGE_CODE,
        "look": look,
        "shop": look.brand or site.name,
        "subject": subject,
        "parts": parts,
    }
    return render_to_string("account/mail.html", more)


def _part(lines: str, leads: Mapping[str, str], code: str) -> dict[str, Any]:
    """Return a paragraph with the button for the address in it; an address alone is the button only."""
    lines = lines.strip()
    url = next((address for address in leads if address in lines), "")
    return {
        "text": "" if lines in (url, code) else lines,
        "code": lines if lines == code else "",
        "url": url,
        "label": leads.get(url, ""),
    }


def register() -> None:
    """Make the kinds known."""
    for name, (title, leaves) in KINDS.items():
        mail.kinds.register(mail.Kind(f"account.{name}", title, leaves, "", _sample(name), files_of(name)))


def _sample(name: str) -> Callable[[str, str], mail.Written]:
    def written(locale: str, channel: str) -> mail.Written:
        base = f"{settings.STORECREW_BASE_URL}/{locale}/"
        given: dict[str, Any] = {
            "email": "preview@preview.invalid", "current_site": shop(channel), "code": "ABC-123",
            "activate_url": f"{base}confirm/", "password_reset_url": f"{base}password/",
            "signup_url": f"{base}signup/", "key": "",
            "from_email": "preview@preview.invalid", "to_email": "new@preview.invalid",
            "service": "Google", "ip": "203.0.113.7", "user_agent": "–", "timestamp": clock.now(),
        }  # fmt: skip
        with translation.override(locale):
            given["user"] = User(name=gettext("Name of the customer"), email="preview@preview.invalid")
            return with_words(prefix_of(name), channel, lambda: _write(prefix_of(name), given))

    return written


def _write(template_prefix: str, given: Mapping[str, Any]) -> mail.Written:
    subject = " ".join(render_to_string(f"{template_prefix}_subject.txt", dict(given)).split())
    text = render_to_string(f"{template_prefix}_message.txt", dict(given))
    site: Shop = given["current_site"]
    sender = mail.senders.sender_of(site.code, site.name)
    return mail.Written(subject, mail.kinds.plain(text), page_of(subject, text, given), sender)
