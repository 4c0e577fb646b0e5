"""What became of a mailing."""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import Count, Q

from storecrew.contexts.marketing.models import Recipient


class MailingFigures(NamedTuple):
    """How many recipients a mailing has and what they did; machines that open are not people who open."""

    recipients: int
    waiting: int
    sent: int
    left_out: int
    opened: int
    opened_by_machine: int
    clicked: int
    bounced: int
    complained: int


def figures(mailing_id: int) -> tuple[MailingFigures, dict[str, int]]:
    """Return the figures of a mailing, and why people were left out; two queries."""
    rows = Recipient.objects.filter(mailing_id=mailing_id)
    state = Recipient.State
    found = rows.aggregate(
        recipients=Count("pk"),
        waiting=Count("pk", filter=Q(state__in=(state.WAITING, state.HANDED))),
        sent=Count("pk", filter=Q(state=state.SENT)),
        left_out=Count("pk", filter=Q(state=state.SKIPPED)),
        opened=Count("opened_at"),
        opened_by_machine=Count("opened_by_machine_at"),
        clicked=Count("clicked_at"),
        bounced=Count("bounced_at"),
        complained=Count("complained_at"),
    )
    skipped = rows.filter(state=state.SKIPPED).order_by().values_list("reason")
    return MailingFigures(**found), dict(skipped.annotate(count=Count("pk")))
