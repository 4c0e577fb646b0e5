"""When a notice may leave, what it says in a chat, and how often a chat is tried; plain Python."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from zoneinfo import ZoneInfo, available_timezones

from storecrew.contexts.notices.facts import Quiet, Said

MENTION, QUESTION, APPROVAL, TASK, ALERT, CRITICAL = KINDS = (
    "mention", "question", "approval", "task", "alert", "critical",
)  # fmt: skip
BY_MAIL = frozenset({MENTION, QUESTION, APPROVAL, CRITICAL})
"""What comes by mail until somebody says otherwise: what waits for this very person, or burns."""
GATHER = dt.timedelta(minutes=10)
"""So long a notice waits for others, so that several are one mail, and for being read in the inbox."""
MOST_ATTEMPTS = 8
TOLD_AFTER = 3
"""After so many failed attempts in a row somebody is told that a chat takes nothing."""
MOST_LINES = 20
LONGEST_TITLE = 300


def quiet_until(at: dt.datetime, quiet: Quiet) -> dt.datetime | None:
    """Return when the quiet hours end in which an instant lies; None when it lies in none.

    Hours that end earlier than they start go over midnight. The end is the first instant at which the clock
    on the wall shows it, also on a day on which clocks are changed.
    """
    if quiet.starts is None or quiet.ends is None or quiet.starts == quiet.ends:
        return None
    zone = ZoneInfo(quiet.timezone)
    local = at.astimezone(zone)
    day, now = local.date(), local.time()
    if quiet.starts < quiet.ends:
        if not quiet.starts <= now < quiet.ends:
            return None
    elif now >= quiet.starts:
        day += dt.timedelta(days=1)
    elif now >= quiet.ends:
        return None
    end = dt.datetime.combine(day, quiet.ends, zone).astimezone(dt.UTC)
    if end <= at:
        # the clock was set back and shows this time a second time
        end = dt.datetime.combine(day, quiet.ends.replace(fold=1), zone).astimezone(dt.UTC)
    return end


def leaves_at(kind: str, at: dt.datetime, quiet: Quiet) -> dt.datetime:
    """Return when a notice leaves: what is critical at once, the rest gathered, none in quiet hours."""
    wanted = at if kind == CRITICAL else at + GATHER
    if kind == CRITICAL and quiet.serious_passes:
        return wanted
    return quiet_until(wanted, quiet) or wanted


def wait(attempts: int) -> dt.timedelta | None:
    """Return how long to wait after so many failed attempts: a minute, then thrice; None: given up."""
    return None if attempts >= MOST_ATTEMPTS else dt.timedelta(seconds=60 * 3 ** (attempts - 1))


def problems(mail: Iterable[str], chat: Iterable[str], quiet: Quiet) -> dict[str, str]:
    """Return {field: reason} of ways that cannot be."""
    found = {}
    if set(mail) - set(KINDS):
        found["mail"] = "unknown_kind"
    if set(chat) - set(KINDS):
        found["chat"] = "unknown_kind"
    if (quiet.starts is None) != (quiet.ends is None):
        found["quiet_until" if quiet.ends is None else "quiet_from"] = "half"
    if quiet.timezone not in available_timezones():
        found["timezone"] = "unknown_zone"
    return found


def chat_text(lines: Iterable[tuple[str, Said]], more: str = "") -> str:
    """Return what is posted: one line for each (whom it is for or "", what is said), and what is left out.

    Nothing in it calls a whole channel, and no text becomes a link or markup of the chat.
    """
    found = []
    for whom, said in lines:
        about = f" ({said.about})" if said.about else ""
        title = " ".join(said.title.split())[:LONGEST_TITLE]
        found.append(f"• {plain(f'{whom}: ' if whom else '')}{plain(title + about)} {said.url}")
    return "\n".join([*found, *([plain(more)] if more else [])])


def plain(text: str) -> str:
    """Return a text as chats show it and nothing more: Slack's signs escaped, an @ that calls nobody."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return escaped.replace("@", "@\u200b")
