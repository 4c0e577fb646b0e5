"""Writing a mail at the moment it leaves: every fact is asked again, and what would be wrong is left out.

Consent, campaign, promotions, stock, holds of others: what was true when the mailing was planned does not
count (5.1, PRV-04).
"""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.core import signing
from django.template.loader import render_to_string
from django.utils import translation

from storecrew.contexts.channels import public as channels
from storecrew.contexts.customers import public as customers
from storecrew.contexts.marketing.models import Campaign, Mailing, Recipient
from storecrew.contexts.marketing.operations.subject_tests import subjects_of
from storecrew.contexts.marketing.providers.holds import held_because
from storecrew.contexts.marketing.queries import blocks
from storecrew.contexts.marketing.rules import mailing as rules
from storecrew.kernel import clock, mail

CLICK, OPEN = "storecrew.marketing.click", "storecrew.marketing.open"
RUNNING = (Mailing.State.SENDING, Mailing.State.SENT)
WAITS = (Mailing.State.PAUSED, Mailing.State.SCHEDULED)
LOOK_AGAIN, HOUR = dt.timedelta(minutes=2), dt.timedelta(hours=1)
State = Recipient.State


def compose_recipient(argument: str) -> mail.Composed | None:
    """Return the mail of a recipient as it is right now, or None when it must not leave.

    :raises mail.Later: mailing or campaign are paused, it is night where the recipient is, its day is later,
        or they do not have yet what others have early
    """
    row = Recipient.objects.select_related("mailing__campaign").filter(pk=int(argument)).first()
    if row is None or row.state not in (State.HANDED, State.SENT):
        return None
    at, sent = clock.now(), row.mailing
    if sent.state in WAITS or (sent.campaign is not None and sent.campaign.state == Campaign.State.PAUSED):
        raise mail.Later(at + LOOK_AGAIN)
    if sent.state not in RUNNING:
        _leave_out(row, "canceled")
        return None
    if row.sent_at is None and row.not_before > at:
        # sent in parts since; asked again each hour, because an answer may be taken back
        raise mail.Later(min(row.not_before, at + HOUR))
    contact = customers.contacts([row.contact_id]).get(row.contact_id)
    reason = _against(row, contact, at)
    if reason or contact is None:
        _leave_out(row, reason or "consent")
        return None
    wait_for_morning(contact, at)
    try:
        found = letter(sent, contact, key=row.key, at=at, part=row.part)
    except blocks.NotYet as early:
        raise mail.Later(early.opens) from early
    except blocks.Gone as gone:
        _leave_out(row, str(gone.args[0]))
        return None
    Recipient.objects.filter(pk=row.pk, sent_at=None).update(state=State.SENT, sent_at=at)
    return found


def _against(row: Recipient, contact: customers.ContactFacts | None, at: dt.datetime) -> str:
    """Return why a person gets nothing now, or ""."""
    if contact is None or not customers.agreed([row.contact_id], row.mailing.topic):
        return "consent"
    campaign = row.mailing.campaign
    if campaign is not None and campaign.state != Campaign.State.LIVE:
        return "campaign"
    return held_because(row.contact_id, email=contact.email, at=at)


def wait_for_morning(contact: customers.ContactFacts, at: dt.datetime) -> None:
    """Let nothing leave in somebody's quiet hours, also not what a busy mail server held up until then.

    :raises mail.Later: with their end
    """
    moment = rules.allowed_from(at, channels.facts(contact.channel_code).timezone)
    if moment > at:
        raise mail.Later(moment)


def _leave_out(row: Recipient, reason: str) -> None:
    # A mail that is asked for again was taken by no server before.
    Recipient.objects.filter(pk=row.pk).update(state=State.SKIPPED, reason=reason[:24], sent_at=None)


def letter(
    sent: Mailing, contact: customers.ContactFacts, *, key: str, at: dt.datetime, part: str = ""
) -> mail.Composed:
    """Write a mailing for one person. ``key`` "" is a preview: nothing is counted. Raises blocks.Gone."""
    channel = channels.facts(contact.channel_code)
    utm = sent.campaign.utm_campaign if sent.campaign is not None else f"mailing-{sent.pk}"
    filled = blocks.fill(sent.blocks, channel=channel, locale=contact.locale, utm=utm, at=at, reader=contact)
    subject = rules.in_language(subjects_of(sent, part), contact.locale)
    return written(subject, filled, contact, channel, topic=sent.topic, key=key)


def written(
    subject: str,
    filled: tuple[blocks.Block, ...],
    contact: customers.ContactFacts,
    channel: channels.ChannelFacts,
    *,
    topic: str,
    key: str,
) -> mail.Composed:
    """Return a mail of filled blocks with its links, its way out and the headers for one press (RFC 8058)."""
    base = settings.STORECREW_BASE_URL
    own = f"{base}/{contact.locale}/mail/{contact.token}/"
    stop = f"{base}/{contact.locale}/mail/{contact.token}/stop/{topic}/"
    look = mail.looks.look_of(channel.code)
    context = {
        "subject": subject,
        "shop": look.brand or channel.name,
        "look": look,
        "locale": contact.locale,
        "own": own,
        "base": base,
        "blocks": [_tracked(block, key, base) for block in filled],
        "pixel": f"{base}/mail/open/{signing.dumps(key, salt=OPEN)}.gif" if key else "",
    }
    with translation.override(contact.locale):
        return mail.Composed(
            subject=subject,
            text=render_to_string("marketing/mail/mailing.txt", context),
            html=render_to_string("marketing/mail/mailing.html", context),
            headers={"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
            key=key,
            sender=mail.senders.sender_of(channel.code, channel.name),
        )


def _tracked(block: blocks.Block, key: str, base: str) -> dict[str, object]:
    """Return a block with links that are counted."""

    def counted(url: str) -> str:
        if not key or not url.startswith(f"{base}/"):
            return url
        return f"{base}/mail/click/{signing.dumps([key, url.removeprefix(base)], salt=CLICK, compress=True)}/"

    return {
        "kind": block.kind,
        "text": block.text,
        "code": block.code,
        "image": block.image,
        "url": counted(block.url),
        "articles": [
            {"title": a.title, "url": counted(a.url), "image": a.image, "price": a.price, "strike": a.strike}
            for a in block.articles
        ],
    }
