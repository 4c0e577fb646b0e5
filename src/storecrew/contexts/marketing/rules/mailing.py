"""When a person may be written to, which opens are people, and what a mailing needs; plain Python."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

QUIET_FROM, QUIET_UNTIL = dt.time(21), dt.time(8)
PRESSURE_DAYS, PRESSURE_CAP = 7, 3
MACHINE_SECONDS = 10
BLOCKS = ("heading", "text", "image", "products", "coupon", "button")
TRANSLATED = ("heading", "text", "button")
# Programs that fetch pictures of every mail, or of mails before anybody sees them.
_MACHINES = re.compile(
    r"GoogleImageProxy|YahooMailProxy|BingPreview|Barracuda|Mimecast|Proofpoint|bot\b|crawler|spider|curl|"
    r"python-requests|HeadlessChrome",
    re.IGNORECASE,
)


def allowed_from(at: dt.datetime, timezone: str) -> dt.datetime:
    """Return the first moment from ``at`` on that is not in the quiet hours of a place."""
    zone = ZoneInfo(timezone)
    local = at.astimezone(zone)
    if QUIET_UNTIL <= local.time() < QUIET_FROM:
        return at
    day = local.date() + dt.timedelta(days=1) if local.time() >= QUIET_FROM else local.date()
    return dt.datetime.combine(day, QUIET_UNTIL, tzinfo=zone).astimezone(dt.UTC)


def is_machine(agent: str, *, sent_at: dt.datetime | None, at: dt.datetime) -> bool:
    """Say whether a program and no person fetched something: by its name, by none, or at once."""
    if not agent.strip() or agent.strip() == "Mozilla/5.0" or _MACHINES.search(agent):
        return True
    return sent_at is not None and (at - sent_at).total_seconds() < MACHINE_SECONDS


def room(per_hour: int, handed_in_last_hour: int, most: int) -> int:
    """Return how many may be handed over now so that no hour has more than allowed."""
    return max(0, min(most, per_hour - handed_in_last_hour))


def test_problems(
    other_subjects: Mapping[str, str], test_percent: int, test_hours: int, holdout_percent: int
) -> list[tuple[str, str]]:
    """Return (field, code) of what is wrong with a test of subjects and a group that gets nothing."""
    found = []
    if test_percent and not any(text.strip() for text in other_subjects.values()):
        found.append(("other_subject", "missing"))
    if not 0 <= test_percent <= 100:
        found.append(("test_percent", "unknown"))
    if not 1 <= test_hours <= 72:
        found.append(("test_hours", "unknown"))
    if not 0 <= holdout_percent <= 50:
        found.append(("holdout_percent", "unknown"))
    return found


def in_language(texts: Mapping[str, str], locale: str) -> str:
    """Return a text in a language, else in English, else in any."""
    return texts.get(locale) or texts.get("en") or next((text for text in texts.values() if text), "")


def problems(
    subjects: Mapping[str, str], blocks: Sequence[Mapping[str, Any]], days: int
) -> list[tuple[str, str]]:
    """Return (field, code) of what is wrong with a mailing; codes as those of campaigns."""
    found = []
    if not any(text.strip() for text in subjects.values()):
        found.append(("subject", "missing"))
    if not blocks:
        found.append(("blocks", "missing"))
    if any(block.get("kind") not in BLOCKS for block in blocks):
        found.append(("blocks", "unknown"))
    if not 1 <= days <= 30:
        found.append(("days", "unknown"))
    return found
