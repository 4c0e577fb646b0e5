"""Visits out of notes: when one begins, what it saw, and which of them an order owes something to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from storecrew.contexts.insights.rules.sources import Verdict
from storecrew.kernel.money import round_half_up

QUIET = dt.timedelta(minutes=30)
LOOKBACK = dt.timedelta(days=90)
MOST_PAGES = 40
MOST_TOUCHES = 12
MOST_ASSISTED = 80
"""Pages of earlier visits that an order thanks, the newest visits first."""


@dataclass(slots=True)
class Stay:
    """A visit while notes are read. ``id`` is None until it is saved; ``changed`` asks for that."""

    visitor: int
    channel_id: int
    started_at: dt.datetime
    last_at: dt.datetime
    way: str
    source: str
    campaign: str
    device: str
    views: int = 0
    pages: list[str] = field(default_factory=list)
    last_path: str = ""
    id: int | None = None
    changed: bool = False
    told: str = field(init=False)
    """The last page that was counted as such."""

    def __post_init__(self) -> None:
        """Begin with what was known."""
        self.told = self.last_path

    def goes_on(self, at: dt.datetime, verdict: Verdict | None) -> bool:
        """Say whether a page seen now belongs to this visit: no half hour of quiet, and no other source."""
        if at - self.last_at > QUIET:
            return False
        return verdict is None or (verdict.way, verdict.source, verdict.campaign) == (
            self.way, self.source, self.campaign,
        )  # fmt: skip

    def see(self, at: dt.datetime, path: str) -> bool:
        """Take in one page; say whether this visit sees it for the first time."""
        self.views += 1
        self.last_at = max(at, self.last_at)
        self.changed = True
        if not path or (path not in self.pages and len(self.pages) >= MOST_PAGES):
            return False
        self.last_path = path
        if path in self.pages:
            return False
        self.pages.append(path)
        return True


class Touch(NamedTuple):
    """What an order owes to one visit."""

    place: str
    at: dt.datetime
    way: str
    source: str
    campaign: str
    device: str


def touches(stays: Iterable[Stay], at: dt.datetime) -> list[Touch]:
    """Return the visits that led to an order placed at ``at``, oldest first, at most twelve.

    Coming directly says nothing about why, so such visits count only where there is no other.
    """
    near = sorted(
        (one for one in stays if at - LOOKBACK <= one.started_at <= at), key=lambda one: one.started_at
    )
    told = [one for one in near if one.way != "direct"] or near[-1:]
    if len(told) > MOST_TOUCHES:
        told = [told[0], *told[-(MOST_TOUCHES - 1) :]]
    return [
        Touch(_place(number, len(told)), one.started_at, one.way, one.source, one.campaign, one.device)
        for number, one in enumerate(told)
    ]


def _place(number: int, count: int) -> str:
    if count == 1:
        return "only"
    return "first" if number == 0 else "last" if number == count - 1 else "assist"


def assisting(stays: Sequence[Stay], current: Stay | None, at: dt.datetime) -> list[str]:
    """Return the pages of the visits before the one that ordered, without those that it saw itself."""
    known = set(current.pages) if current else set()
    found: dict[str, None] = {}
    for stay in reversed(stays):
        if stay is not current and at - LOOKBACK <= stay.started_at <= at:
            found |= dict.fromkeys(path for path in stay.pages if path not in known)
    return list(found)[:MOST_ASSISTED]


def last(found: Sequence[Touch]) -> Touch | None:
    """Return the touch that reports by last visit credit."""
    return found[-1] if found else None


def share_of(part: int, whole: int, value: int) -> int:
    """Return what a refund of ``part`` out of ``whole`` means for a ``value``, never more than it."""
    if whole <= 0:
        return 0
    return min(value, round_half_up(part * value, whole))
