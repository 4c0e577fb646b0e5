"""Whether warehouse and service are enough for a promotion, and how right the forecast was afterwards."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from storecrew.contexts.promotions import public as promotions
from storecrew.contexts.promotions.models import Promotion
from storecrew.contexts.shipping import public as shipping
from storecrew.contexts.work import public as work
from storecrew.kernel import clock
from storecrew.surfaces.ui.backoffice.listing import Status
from storecrew.surfaces.ui.backoffice.record import Fact, FactGroup, Table
from storecrew.surfaces.ui.backoffice.words import actor_words
from storecrew.surfaces.ui.numbers import percent

OVER = ("live", "paused", "ended")


class Kept(Protocol):
    """A kept forecast of a promotion or a campaign."""

    weeks: list[dict[str, Any]]
    basis: dict[str, Any]
    actual: dict[str, int]
    made_at: dt.datetime


def people_needed(row: Promotion) -> list[Table]:
    """Return what each week brings against the people that are planned, and what came of it."""
    kept = promotions.latest_forecast(row.pk)
    if row.state in OVER:
        weeks = kept.weeks if kept else []
    else:
        load = promotions.load_of(row, at=clock.now())
        weeks = load.weeks if load else []
    empty = _("Plan units, and this says how many orders, parcels and contacts they bring.")
    return people_tables(weeks, kept, empty=empty)


def answered(record: str, record_id: int) -> list[FactGroup]:
    """Return what was answered to too few people and is done by itself."""
    at, key = clock.now(), (record, str(record_id))
    longer = shipping.longer_promises(at=at, record=key)
    parts = work.answers_in_days("stagger", at=at, records=[key])
    facts = [
        _answer(_("Deliveries are promised longer"), each.days, each.by, each.reason, each.conflict_id)
        for each in longer
    ] + [
        _answer(_("Mails leave over"), each.answer_days or 0, each.accepted_by, each.reason, each.id)
        for each in parts
    ]
    return [FactGroup(_("Answered, and done by itself"), facts)] if facts else []


def _answer(label: str, days: int, by: str, reason: str, conflict_id: int) -> Fact:
    words = ngettext("%(n)s day", "%(n)s days", days) % {"n": days}
    why = _("%(who)s: %(reason)s") % {"who": actor_words(by), "reason": reason}
    return Fact(label, words, why=why, url=reverse("conflicts_record", args=[conflict_id]))


def people_tables(
    weeks: Sequence[Mapping[str, Any]], kept: Kept | None, *, empty: str, title: str = ""
) -> list[Table]:
    """Return the weeks of a forecast against the rosters and, once it is over, what came."""
    rows = [
        (
            date_format(dt.date.fromisoformat(week["from"]), "DATE_FORMAT"),
            _range(week["orders"]),
            _range(week["parcels"]),
            _hours(week["pack_needed"]),
            _verdict(week["pack_needed"], week["pack_minutes"]),
            _range(week["contacts"]),
            _hours(week["serve_needed"]),
            _verdict(week["serve_needed"], week["serve_minutes"]),
        )
        for week in weeks
    ]
    headers = (
        _("Week from"), _("Orders"), _("Parcels"), _("Packing"), _("People to pack"),
        pgettext("questions of customers", "Contacts"), _("Answering"), _("People to answer"),
    )  # fmt: skip
    kinds = ("text", "text", "text", "text", "status", "text", "text", "status")
    tables = [Table(title or _("People for what it brings"), headers, rows, empty=empty, kinds=kinds)]
    return tables + ([_compared(kept.weeks, kept.actual)] if kept and kept.actual else [])


MEASURED = {
    "scans": gettext_lazy(
        "What people closed in boxes in the last two weeks, by the time between their scans, without pauses."
    ),
    "roster": gettext_lazy(
        "What left in the last two weeks, by the hours for packing on the roster: pauses and waiting count."
    ),
    "usual": gettext_lazy("A usual figure, until enough was packed here to measure it."),
}


def forecast_basis(row: Promotion) -> FactGroup | None:
    """Return from which facts the forecast was made when scheduled (M31), and how right such ones were."""
    kept = promotions.latest_forecast(row.pk)
    return rests_on(kept, promotions.experience()) if kept is not None else None


def rests_on(kept: Kept, past: promotions.Past) -> FactGroup:
    """Return the facts a kept forecast was made from, what it says of a day, and how right such ones were."""
    basis = kept.basis
    contacts = ", ".join(f"{_(kind)} {count}" for kind, count in basis["contacts"].items() if count) or "–"
    return FactGroup(
        _("What the forecast rests on"),
        [
            Fact(_("Parcels a day"), a_day(kept.weeks, "parcels")),
            Fact(_("Contacts a day"), a_day(kept.weeks, "contacts")),
            Fact(_("Orders of the last %(days)s days") % {"days": basis["days"]}, basis["orders"], "number"),
            Fact(_("Units in them"), basis["units"], "number"),
            Fact(_("Parcels that left"), basis["parcels"] if basis["parcels"] is not None else "–"),
            Fact(_("Contacts they caused"), contacts),
            Fact(
                _("Units packed in an hour"),
                basis["units_an_hour"],
                "number",
                why=str(MEASURED[basis.get("units_an_hour_from", "roster")]),
            ),
            Fact(_("Minutes a contact takes"), basis["minutes_a_contact"], "number"),
            Fact(_("Made"), kept.made_at, "datetime"),
            Fact(_("How right forecasts were"), accuracy(past.compared, past.error)),
        ],
    )


def a_day(weeks: Sequence[Mapping[str, Any]], code: str) -> str:
    """Return what is expected a day, with its range."""
    days = sum(week["days"] for week in weeks) or 1
    means = [sum(week[code][place] for week in weeks) / days for place in range(3)]
    return _range([f"{each:.0f}" if each >= 10 else f"{each:.1f}" for each in means])


def off_by(weeks: Sequence[Mapping[str, Any]], actual: Mapping[str, int], code: str = "orders") -> Status:
    """Return by how much what came differs from what was expected, and whether it was within the range."""
    expected, least, most = (sum(week[code][place] for week in weeks) for place in range(3))
    came = actual[code]
    words = percent(came - expected, expected, 0, signed=True)
    return Status(words, "good" if least <= came <= most else "warning")


def accuracy(count: int, error: float) -> str:
    """Say how far off forecasts usually are."""
    if count < 3:
        return _("not known yet: %(count)s compared; taken as ± %(error)s%%") % {
            "count": count,
            "error": round(error * 100),
        }
    return _("± %(error)s%% over the last %(count)s") % {"count": count, "error": round(error * 100)}


def _range(amount: Sequence[object]) -> str:
    expected, least, most = amount
    return f"{expected} ({least}–{most})"


def _hours(minutes: Sequence[int]) -> str:
    expected, _least, most = minutes
    return _("%(hours)s h, up to %(most)s h") % {
        "hours": f"{expected / 60:.1f}",
        "most": f"{most / 60:.1f}",
    }


def _verdict(needed: Sequence[int], there: int | None) -> Status:
    if there is None:
        return Status(_("no roster yet"), "neutral")
    words = _("%(hours)s h planned") % {"hours": f"{there / 60:.1f}"}
    tone = "bad" if needed[0] > there else "warning" if needed[2] > there else "good"
    return Status(words, tone)


def _compared(weeks: Sequence[Mapping[str, Any]], actual: Mapping[str, int]) -> Table:
    names = (
        ("orders", _("Orders")),
        ("units", _("Units")),
        ("parcels", _("Parcels")),
        ("contacts", pgettext("questions of customers", "Contacts")),
    )
    rows = [
        (name, _range([sum(week[code][n] for week in weeks) for n in range(3)]), actual[code],
         off_by(weeks, actual, code))
        for code, name in names
    ]  # fmt: skip
    return Table(
        _("Forecast and what came"), (_("What"), _("Expected"), _("Came"), _("Off by")), rows,
        kinds=("text", "text", "number", "status"),
    )  # fmt: skip
