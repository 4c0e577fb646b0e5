"""Looking at a mailing before it goes: as one customer gets it, and in one's own mailbox."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.channels import public as channels
from storecrew.contexts.customers import public as customers
from storecrew.contexts.marketing.errors import InvalidMailing, UnknownMailing
from storecrew.contexts.marketing.models import Mailing
from storecrew.contexts.marketing.operations.composing import letter
from storecrew.contexts.marketing.queries import blocks
from storecrew.contexts.marketing.queries.words import left_out_words
from storecrew.kernel import mail
from storecrew.kernel.actor import Actor


def preview_mailing(
    mailing_id: int, *, email: str = "", channel_code: str = "", locale: str = "en", at: dt.datetime
) -> mail.Composed:
    """Return a mailing as somebody would get it now: a contact by address, or a stranger in a shop.

    :raises UnknownMailing: there is none with this id
    :raises InvalidMailing: it would be left out; the sentence says why
    """
    row = Mailing.objects.select_related("campaign").filter(pk=mailing_id).first()
    if row is None:
        raise UnknownMailing(mailing=mailing_id)
    contact = customers.contact_of(email) if email else None
    if contact is None:
        code = channels.facts(channel_code or None).code
        contact = customers.ContactFacts(0, email, "preview", locale, code, "", None)
    try:
        return letter(row, contact, key="", at=at)
    except blocks.Gone as gone:
        raise InvalidMailing(left_out_words(str(gone.args[0]))) from gone


def send_test(mailing_id: int, *, email: str, locale: str, actor: Actor, at: dt.datetime) -> None:
    """Send a mailing to one address of ours as it is now; nothing is counted. Raises as preview_mailing."""
    actor.require("marketing.send")
    found = preview_mailing(mailing_id, email=email, locale=locale, at=at)
    mail.queue(
        to=email,
        subject=f"[Test] {found.subject}",
        text=found.text,
        html=found.html,
        sender=found.sender,
        locale=locale,
        dedupe_key=f"marketing.test:{mailing_id}:{at.timestamp()}",
        at=at,
    )
