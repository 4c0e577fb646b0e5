"""The mails about accounts, as kinds whose texts editors can change; allauth has their templates."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.template import TemplateSyntaxError
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.channels import public as channels
from storecrew.contexts.people.models import User
from storecrew.kernel import mail, outbox, wording

FOLDER = "account/email/"
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
    "email_changed": (_("Account: address changed"), _("When the address of an account was changed.")),
}
BREAKS = (KeyError, ValueError, TypeError, TemplateSyntaxError)
T = TypeVar("T")
# What belongs to other templates: the frame around each, and around news.
FRAMES = ("base_message.txt", "base_notification.txt")


def files_of(name: str) -> tuple[str, ...]:
    """Return the templates of a kind: its subject, its message, and the frames around it."""
    parts: tuple[str, ...] = (f"{name}_subject.txt", f"{name}_message.txt", *FRAMES)
    if name == "email_confirmation_signup":
        parts = (*parts, "email_confirmation_subject.txt", "email_confirmation_message.txt")
    return tuple(FOLDER + part for part in parts)


def kind_of(template_prefix: str) -> str:
    """Return the kind of a mail that allauth names by its templates."""
    return f"account.{template_prefix.removeprefix(FOLDER)}"


@dataclass(frozen=True)
class Shop:
    """What allauth's mails call the site."""

    name: str
    domain: str
    code: str


def shop() -> Shop:
    """Return the site of the default channel."""
    domain = urlsplit(settings.STORECREW_BASE_URL).netloc
    try:
        found = channels.facts()
    except channels.UnknownChannel:
        return Shop("Storecrew", domain, "")
    return Shop(found.name, domain, found.code)


def with_words(template_prefix: str, write: Callable[[], T]) -> T:
    """Write such a mail with the words of its editors; words that break it are left out, and that is told."""
    name, channel = kind_of(template_prefix), shop().code
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


def register() -> None:
    """Make the kinds known."""
    for name, (title, leaves) in KINDS.items():
        mail.kinds.register(mail.Kind(f"account.{name}", title, leaves, "", _sample(name), files_of(name)))


def _sample(name: str) -> Callable[[str, str], mail.Written]:
    def written(locale: str, channel: str) -> mail.Written:
        base = f"{settings.STORECREW_BASE_URL}/{locale}/"
        given: dict[str, Any] = {
            "email": "preview@preview.invalid", "current_site": shop(), "code": "ABC-123",
            "activate_url": base, "password_reset_url": base, "signup_url": base, "key": "",
            "from_email": "preview@preview.invalid", "to_email": "new@preview.invalid",
            "ip": "203.0.113.7", "user_agent": "–", "timestamp": "",
        }  # fmt: skip
        with translation.override(locale):
            given["user"] = User(name=gettext("Name of the customer"), email="preview@preview.invalid")
            return with_words(FOLDER + name, lambda: _write(FOLDER + name, given))

    return written


def _write(template_prefix: str, given: Mapping[str, Any]) -> mail.Written:
    subject = render_to_string(f"{template_prefix}_subject.txt", dict(given))
    text = render_to_string(f"{template_prefix}_message.txt", dict(given))
    return mail.Written(" ".join(subject.split()), mail.kinds.plain(text), "")
