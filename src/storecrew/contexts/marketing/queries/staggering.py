"""Mails in parts: what was answered to a plan that brings more than people can do (5.5)."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.marketing.models import Mailing
from storecrew.contexts.work import public as work

ANSWER = "stagger"


def plans_of(row: Mailing) -> set[tuple[str, str]]:
    """Return the plans that a mailing tells of: its campaign, and the promotions of either."""
    told = {block["promotion"] for block in row.blocks if block.get("promotion")}
    if row.campaign is not None:
        told.update(row.campaign.bound.values_list("promotion_id", flat=True))
    found = {("promotions.promotion", str(key)) for key in told}
    return found | ({("marketing.campaign", str(row.campaign_id))} if row.campaign_id else set())


def staggered(row: Mailing, *, at: dt.datetime) -> work.ConflictFacts | None:
    """Return the answer by which a mailing leaves over the most days, None where nobody gave one."""
    answers = work.answers_in_days(ANSWER, at=at, records=plans_of(row))
    return max(answers, key=lambda each: each.answer_days or 0, default=None)


def days_of(row: Mailing, *, at: dt.datetime) -> int:
    """Return over how many days a mailing leaves: what was planned, or more where an answer says so."""
    found = staggered(row, at=at)
    return max(row.days, (found.answer_days or 0) if found else 0)
