"""A banner or pop-up as it will stand in a page, before it runs: by a signed link, good for minutes."""

from __future__ import annotations

import datetime as dt

from django.core import signing

from storecrew.contexts.marketing.facts import OnsitePage
from storecrew.contexts.marketing.models import OnsiteMessage
from storecrew.contexts.marketing.queries.onsite import onsite_shown, standings
from storecrew.contexts.marketing.queries.words import onsite_words

_SALT = "storecrew.marketing.onsite"
_SECONDS = 600


def onsite_preview(message_id: int) -> str:
    """Return what has to stand behind ``?onsite=`` for a page to show this message."""
    return signing.dumps(message_id, salt=_SALT)


def read_onsite_preview(token: str, *, locale: str) -> OnsitePage | None:
    """Return the page with the one message that a token names; None for one that is not ours or too old."""
    try:
        key = signing.loads(token, salt=_SALT, max_age=_SECONDS)
    except signing.BadSignature:
        return None
    row = OnsiteMessage.objects.select_related("campaign").filter(pk=key).first()
    if row is None:
        return None
    shown = onsite_shown(row, locale)
    if row.kind == "popup":
        return OnsitePage(popup=shown)
    return OnsitePage(bar=shown) if row.placement == "all" else OnsitePage(banner=shown)


def onsite_verdict(row: OnsiteMessage, *, segment_id: int | None, at: dt.datetime) -> tuple[bool, str]:
    """Say whether a message would be shown on a date to a segment (None: to everybody), and why not.

    Promotion, goods and campaign are as they are now; what changes until then nobody knows.
    """
    if row.segment_id and row.segment_id != segment_id:
        return False, onsite_words("segment")
    found = standings([row], at)[row.pk]
    if found.state == "running":
        return True, ""
    return False, onsite_words(found.why) or onsite_words(found.state)
