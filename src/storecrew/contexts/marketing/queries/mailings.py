"""What became of a mailing, and over how many days it leaves."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from django.db.models import Count, Q

from storecrew.contexts.marketing.models import Mailing, Recipient
from storecrew.contexts.work import public as work


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


# --- mails in parts: what was answered to a plan that brings more than people can do (5.5)

STAGGERED = "stagger"


def plans_of(row: Mailing) -> set[tuple[str, str]]:
    """Return the plans that a mailing tells of: its campaign, and the promotions of either."""
    told = {block["promotion"] for block in row.blocks if block.get("promotion")}
    if row.campaign is not None:
        told.update(row.campaign.bound.values_list("promotion_id", flat=True))
    found = {("promotions.promotion", str(key)) for key in told}
    return found | ({("marketing.campaign", str(row.campaign_id))} if row.campaign_id else set())


def staggered(row: Mailing, *, at: dt.datetime) -> work.ConflictFacts | None:
    """Return the answer by which a mailing leaves over the most days, None where nobody gave one."""
    answers = work.answers_in_days(STAGGERED, at=at, records=plans_of(row))
    return max(answers, key=lambda each: each.answer_days or 0, default=None)


def days_of(row: Mailing, *, at: dt.datetime) -> int:
    """Return over how many days a mailing leaves: what was planned, or more where an answer says so."""
    found = staggered(row, at=at)
    return max(row.days, (found.answer_days or 0) if found else 0)
