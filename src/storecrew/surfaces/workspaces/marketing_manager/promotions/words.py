"""States and amounts of promotions in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from storecrew.contexts.channels import public as channels
from storecrew.contexts.promotions import public as promotions
from storecrew.contexts.promotions.models import Promotion
from storecrew.surfaces.ui.backoffice.listing import Status

TONES = {
    "draft": "neutral",
    "scheduled": "info",
    "live": "good",
    "paused": "warning",
    "stopped": "bad",
    "ended": "neutral",
}


def status(row: Promotion) -> Status:
    """Return the state with its tone."""
    return Status(row.get_state_display(), TONES[row.state])


def kind(row: Promotion) -> str:
    """Return the kind in words."""
    return str(promotions.KINDS[row.kind][0])


def currency_of(row: Promotion, known: Sequence[channels.ChannelFacts] | None = None) -> str:
    """Return the currency in which a promotion is spoken of: its own, else that of its first channel."""
    if row.currency:
        return row.currency
    known = channels.all_channels() if known is None else known
    return next((each.currency for each in known if each.code in row.channels), known[0].currency)


def does(row: Promotion) -> str:
    """Say what a promotion does."""
    return promotions.describe(row.kind, row.definition, currency_of(row), get_language() or "en")


def say_all(rows: Sequence[Promotion]) -> None:
    """Write into each row, as `said`, what it does; a fixed number of queries."""
    locale = get_language() or "en"
    known = channels.all_channels()
    names = promotions.names_of([row.definition for row in rows], locale)
    for row in rows:
        words = promotions.describe(row.kind, row.definition, currency_of(row, known), locale, names)
        row.said = words  # type: ignore[attr-defined]


def when(row: Promotion) -> str:
    """Say when it holds, as its local times; open ends are said so."""
    start = _local(row.starts_local) or _("at once")
    end = _local(row.ends_local) or _("open end")
    return f"{start} – {end}"


def early(row: Promotion) -> str:
    """Say who has it before everybody else and from when on, "" where nobody has."""
    plan = promotions.early_of(row.definition)
    if plan is None:
        return ""
    known = promotions.group_names()
    who = ", ".join(str(known.get(each, each)) for each in plan.groups)
    day = date_format(plan.starts, "SHORT_DATETIME_FORMAT")
    return _("%(who)s from %(day)s") % {"who": who, "day": day}


def starts(row: Promotion | promotions.Standing) -> dt.datetime | None:
    """Return its start as the clocks of its shops show it, for a cell that is read as the reader's time."""
    return _shown(row.starts_local)


def ends(row: Promotion | promotions.Standing) -> dt.datetime | None:
    """Return its end as the clocks of its shops show it."""
    return _shown(row.ends_local)


def _shown(text: str) -> dt.datetime | None:
    return timezone.make_aware(dt.datetime.fromisoformat(text)) if text else None


def _local(text: str) -> str:
    return date_format(dt.datetime.fromisoformat(text), "SHORT_DATETIME_FORMAT") if text else ""


def describe_content(content: promotions.Content) -> str:
    """Say what a promotion that is being written would do."""
    known = channels.all_channels()
    currency = content.currency or next(
        (each.currency for each in known if each.code in content.channels), known[0].currency
    )
    return promotions.describe(content.kind, content.definition, currency, get_language() or "en")
