"""What is known of the domain that mails come from."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from storecrew.contexts.marketing.models import SenderRecord
from storecrew.contexts.marketing.rules import sender as rules


class SenderFacts(NamedTuple):
    """The verdicts of the newest check, in the order SPF, DKIM, DMARC."""

    domain: str
    state: rules.State
    verdicts: tuple[rules.Verdict, ...]
    checked_at: dt.datetime


def sender() -> SenderFacts | None:
    """Return the newest check of the sender's domain; None before the first."""
    rows = list(SenderRecord.objects.all())
    if not rows:
        return None
    found = tuple(_verdict(row) for row in rows)
    return SenderFacts(rows[0].domain, rules.worst(found), found, rows[0].checked_at)


def _verdict(row: SenderRecord) -> rules.Verdict:
    return rules.Verdict(row.kind, row.name, row.state, row.code, row.record, row.value)  # type: ignore[arg-type]
