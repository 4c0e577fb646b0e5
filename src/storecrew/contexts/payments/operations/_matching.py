"""Keep what a line of a payout and the ledger do not agree about."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.payments.models import Difference, PayoutLine
from storecrew.contexts.payments.rules import matching


def note(line: PayoutLine, found: matching.Match, *, at: dt.datetime) -> None:
    """Keep what a line does not agree about, and end what was missing until now."""
    if found.entry is not None:
        arrived = Difference.objects.filter(event_id=found.entry.id, kind="missing", resolved_at=None)
        arrived.update(resolved_at=at, reason=line.payout.reference)
    if found.state == "matched":
        Difference.objects.filter(line=line, resolved_at=None).update(
            resolved_at=at, reason=line.payout.reference
        )
        return
    Difference.objects.get_or_create(
        line=line,
        defaults={
            "kind": found.state,
            "gateway": line.payout.gateway,
            "payout": line.payout,
            "ours": found.entry.amount if found.entry else 0,
            "theirs": line.original_amount,
            "currency": line.original_currency,
            "opened_at": at,
        },
    )
