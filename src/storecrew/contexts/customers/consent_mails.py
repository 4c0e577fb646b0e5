"""The mail that asks whether an address really wants to be written to."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from storecrew.contexts.channels import public as channels
from storecrew.contexts.customers.models import Contact
from storecrew.kernel import mail


def page_of(contact: Contact) -> str:
    """Return the address of a contact's own page."""
    return f"{settings.STORECREW_BASE_URL}/{contact.locale}/mail/{contact.token}/"


def queue_question(row: Contact, *, at: dt.datetime) -> None:
    """Queue the question; one a day at most."""
    shop = channels.facts(row.channel_code).name
    with translation.override(row.locale):
        context = {"link": page_of(row), "shop": shop, "locale": row.locale}
        mail.queue(
            to=row.email,
            subject=_("Please confirm: may we write to you?"),
            text=render_to_string("customers/mail/consent.txt", context),
            html=render_to_string("customers/mail/consent.html", context),
            locale=row.locale,
            dedupe_key=f"customers.consent:{row.pk}:{at:%Y%m%d}",
            at=at,
        )
