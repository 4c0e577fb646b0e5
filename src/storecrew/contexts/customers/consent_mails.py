"""The mail that asks whether an address really wants to be written to."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.channels import public as channels
from storecrew.contexts.customers.models import Contact
from storecrew.kernel import mail


def page_of(contact: Contact) -> str:
    """Return the address of a contact's own page."""
    return f"{settings.STORECREW_BASE_URL}/{contact.locale}/mail/{contact.token}/"


def queue_question(row: Contact, *, at: dt.datetime) -> None:
    """Queue the question; one a day at most."""
    shop = channels.facts(row.channel_code).name
    context = {"link": page_of(row), "shop": shop, "locale": row.locale}
    written = mail.write("customers.consent", context, locale=row.locale, channel=row.channel_code)
    mail.queue(
        to=row.email,
        subject=written.subject,
        text=written.text,
        html=written.html,
        sender=written.sender,
        locale=row.locale,
        dedupe_key=f"customers.consent:{row.pk}:{at:%Y%m%d}",
        at=at,
    )


def _sample(locale: str, channel: str) -> mail.Written:
    shop = channels.facts(channel or None)
    given = {
        "link": f"{settings.STORECREW_BASE_URL}/{locale}/mail/preview/",
        "shop": shop.name,
        "locale": locale,
    }
    return mail.write("customers.consent", given, locale=locale, channel=shop.code)


mail.kinds.register(
    mail.Kind(
        "customers.consent",
        _("Newsletter: please confirm"),
        _("When somebody signs up for the newsletter."),
        _("Please confirm: may we write to you?"),
        _sample,
    )
)
