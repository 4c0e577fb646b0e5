"""How an on-site message stands, when it is shown and where; plain Python.

A message follows its campaign, its promotion and its goods. The same rule decides what its record says and
what a page shows, so that the two never differ.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple
from zoneinfo import ZoneInfo

from storecrew.contexts.marketing.facts import OnsiteContent

PLANNED, RUNNING, HELD, ENDED = "planned", "running", "held", "ended"
KINDS = ("banner", "popup")
PLACEMENTS = ("all", "home", "category", "product", "cart")
TRIGGERS = ("delay", "scroll", "exit")
LOCAL = "%Y-%m-%dT%H:%M"
SOONEST, LATEST = 5, 600
"""Seconds after which a pop-up may open: never on arrival."""
LEAST_PERCENT, MOST_PERCENT = 10, 100


class Bound(NamedTuple):
    """What a message hangs on, as it is now.

    ``campaign``: the state of its campaign, "" without one. ``promotion``: "" without one, "holds", or what
    else is the matter: "stock", "paused", "waits", "over". ``goods``: False when it tells of articles of
    which none can be promised.
    """

    campaign: str = ""
    promotion: str = ""
    goods: bool = True


class Standing(NamedTuple):
    """A state, and why it is held or ended before its time; "" where the clock alone decides."""

    state: str
    why: str = ""


def standing(
    starts_at: dt.datetime, ends_at: dt.datetime, stopped: str, bound: Bound, at: dt.datetime
) -> Standing:
    """Say how a message stands at a moment."""
    if stopped == ENDED or bound.campaign == "ended":
        return Standing(ENDED, "hand" if stopped == ENDED else "campaign_over")
    if at >= ends_at:
        return Standing(ENDED)
    if stopped == HELD:
        return Standing(HELD, "hand")
    if at < starts_at:
        return Standing(PLANNED)
    why = held_because(bound)
    return Standing(HELD, why) if why else Standing(RUNNING)


def held_because(bound: Bound) -> str:
    """Return what keeps a message back although its time has come; "" for nothing."""
    if bound.campaign == "paused":
        return "campaign_paused"
    if bound.campaign not in ("", "live"):
        return "campaign_waits"
    if bound.promotion not in ("", "holds"):
        return f"promotion_{bound.promotion}"
    return "" if bound.goods else "goods"


def promotion_word(state: str, pause_reason: str, *, holds: bool) -> str:
    """Return how a promotion stands for those who tell of it (see ``Bound``)."""
    if holds:
        return "holds"
    if state == "paused":
        return "stock" if pause_reason == "stock" else "paused"
    return "over" if state == "ended" else "waits"


def moment(local: str, zone: str, *, is_end: bool = False) -> dt.datetime:
    """Return a wall-clock time of a zone as a moment. One that comes twice ends with the second."""
    naive = dt.datetime.strptime(local, LOCAL)  # noqa: DTZ007 - the zone comes with the next line
    return naive.replace(tzinfo=ZoneInfo(zone), fold=1 if is_end else 0).astimezone(dt.UTC)


def window(starts: str, ends: str, zones: Iterable[str]) -> tuple[dt.datetime, dt.datetime]:
    """Return the first and the last moment over all zones."""
    places = list(zones) or ["UTC"]
    return min(moment(starts, zone) for zone in places), max(
        moment(ends, zone, is_end=True) for zone in places
    )


def is_for(kind: str, placement: str, category: str, *, place: str, section: str) -> bool:
    """Say whether a message belongs on a page by its place and category; nothing opens over a cart."""
    if placement not in (place, "all") or (kind == "popup" and place == "cart"):
        return False
    return not category or section == category or section.startswith(f"{category}/")


def problems(content: OnsiteContent) -> dict[str, str]:
    """Return the code of what is wrong by field; see ``queries.words.problem_words``."""
    found = {}
    if not content.name.strip():
        found["name"] = "missing"
    if content.kind not in KINDS:
        found["kind"] = "unknown"
    if content.placement not in PLACEMENTS:
        found["placement"] = "unknown"
    if content.kind == "popup" and content.placement == "cart":
        found["placement"] = "no_popup"
    if not any(text.strip() for text in content.headings.values()):
        found["headings"] = "missing"
    if content.path and (not content.path.startswith("/") or content.path.startswith("//")):
        found["path"] = "path"
    if any(text.strip() for text in content.buttons.values()) and not content.path:
        found["path"] = "missing"
    found |= _wrong_times(content)
    if content.kind == "popup":
        found |= _wrong_trigger(content)
    return found


def _wrong_times(content: OnsiteContent) -> dict[str, str]:
    found = {}
    for name in ("starts", "ends"):
        try:
            dt.datetime.strptime(getattr(content, name), LOCAL)  # noqa: DTZ007 - only its form is looked at
        except ValueError:
            found[name] = "missing"
    if not found and content.ends <= content.starts:
        found["ends"] = "order"
    return found


def _wrong_trigger(content: OnsiteContent) -> dict[str, str]:
    found = {}
    after = content.trigger_after
    if content.trigger not in TRIGGERS:
        found["trigger"] = "unknown"
    if content.trigger == "delay" and not SOONEST <= after <= LATEST:
        found["trigger_after"] = "soon"
    if content.trigger == "scroll" and not LEAST_PERCENT <= after <= MOST_PERCENT:
        found["trigger_after"] = "percent"
    if not 1 <= content.cap_times <= 10:
        found["cap_times"] = "unknown"
    if not 1 <= content.cap_days <= 365:
        found["cap_days"] = "unknown"
    return found
