"""What kinds of flows have in common: the topic that people agree to, and who could enter."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from storecrew.contexts.marketing.models import Flow

TOPICS = {
    "abandoned_cart": "reminders",
    "welcome": "news",
    "win_back": "offers",
    "replenishment": "reminders",
    "price_drop": "reminders",
    "birthday": "offers",
    "wish_price_drop": "reminders",
    "wish_low_stock": "reminders",
}
WITH_A_CART = ("abandoned_cart", "price_drop")
WITH_WISHES = ("wish_price_drop", "wish_low_stock")
ANSWERS = ("welcome",)
"""Kinds that answer what somebody did a moment ago; they keep no quiet hours."""
PERCENT = 5


class Candidate(NamedTuple):
    """Somebody who could enter: what it is about, and since when."""

    contact_id: int
    subject: str
    since: dt.datetime


def percent_of(flow: Flow) -> int:
    """Return by how many percent a price has to fall before a flow tells of it."""
    return int(flow.settings.get("percent", PERCENT))
