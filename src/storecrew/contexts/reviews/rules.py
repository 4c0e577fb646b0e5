"""Rules of reviews; no database."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

STARS = (1, 5)
MOST_TITLE = 120
MOST_WORDS = 4000
MOST_NAME = 60
MOST_REPLY = 2000
MOST_PHOTOS = 4
LARGEST_PHOTO = 12 * 1024 * 1024
ASK_AFTER = dt.timedelta(days=7)
"""How long people use a product before they are asked."""
ASK_AFTER_SENDING = dt.timedelta(days=14)
"""The same where nobody tells when the parcel arrived."""
ASK_WITHIN = dt.timedelta(days=90)
"""How long after an order somebody may be asked."""
_ADDRESS = re.compile(r"(?i)\b(?:https?://|www\.)|\b[\w-]+\.(?:com|net|org|io|shop|kr|de)\b|@[\w-]+\.")


def wrong_fields(*, stars: int, title: str, words: str, name: str) -> tuple[str, ...]:
    """Return the fields that cannot stand: "stars", "title", "words", "name"."""
    wrong = []
    if not STARS[0] <= stars <= STARS[1]:
        wrong.append("stars")
    if len(title) > MOST_TITLE or _ADDRESS.search(title):
        wrong.append("title")
    if len(words) > MOST_WORDS or _ADDRESS.search(words):
        wrong.append("words")
    if len(name) > MOST_NAME or _ADDRESS.search(name):
        wrong.append("name")
    return tuple(wrong)


def shown_name(full: str) -> str:
    """Return a name as the shop may show it: the first, and the first letter of the last."""
    parts = full.split()
    if len(parts) < 2:
        return full.strip()[:MOST_NAME]
    return f"{parts[0]} {parts[-1][0]}."[:MOST_NAME]


def mean_x100(counts: Sequence[int]) -> int:
    """Return the mean of stars times 100, rounded half up; 0 without any. Counts are of one to five stars."""
    number = sum(counts)
    total = sum(stars * count for stars, count in enumerate(counts, start=1))
    return (total * 200 + number) // (2 * number) if number else 0


def time_to_ask(*, sent_at: dt.datetime | None, arrived_at: dt.datetime | None, at: dt.datetime) -> bool:
    """Say whether somebody has had the goods long enough to be asked."""
    if arrived_at is not None:
        return arrived_at + ASK_AFTER <= at
    return sent_at is not None and sent_at + ASK_AFTER_SENDING <= at
