"""Whether warehouse and service are enough for a promotion, and how right the forecast was afterwards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from storecrew.contexts.promotions import public as promotions
from storecrew.contexts.promotions.models import Promotion
from storecrew.kernel import clock
from storecrew.surfaces.ui.backoffice.listing import Status
from storecrew.surfaces.ui.backoffice.record import Fact, FactGroup, Table

OVER = ("live", "paused", "ended")


def people_needed(row: Promotion) -> list[Table]:
    """Return what each week brings against the people that are planned, and what came of it."""
    kept = promotions.latest_forecast(row.pk)
    if row.state in OVER:
        weeks = kept.weeks if kept else []
    else:
        load = promotions.load_of(row, at=clock.now())
        weeks = load.weeks if load else []
    rows = [
        (
            week["from"],
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
        _("Week from"), _("Orders"), _("Parcels"), _("Packing"), _("People to pack"), _("Contacts"),
        _("Answering"), _("People to answer"),
    )  # fmt: skip
    kinds = ("text", "text", "text", "text", "status", "text", "text", "status")
    tables = [
        Table(
            _("People for what it brings"),
            headers,
            rows,
            empty=_("Plan units, and this says how many orders, parcels and contacts they bring."),
            kinds=kinds,
        )
    ]
    return tables + ([_compared(kept.weeks, kept.actual)] if kept and kept.actual else [])


def forecast_basis(row: Promotion) -> FactGroup | None:
    """Return from which facts the forecast was made when scheduled (M31), and how right such ones were."""
    kept = promotions.latest_forecast(row.pk)
    if kept is None:
        return None
    basis = kept.basis
    past = promotions.experience()
    contacts = ", ".join(f"{_(kind)} {count}" for kind, count in basis["contacts"].items() if count) or "–"
    return FactGroup(
        _("What the forecast rests on"),
        [
            Fact(_("Orders of the last %(days)s days") % {"days": basis["days"]}, basis["orders"], "number"),
            Fact(_("Units in them"), basis["units"], "number"),
            Fact(_("Parcels that left"), basis["parcels"] if basis["parcels"] is not None else "–"),
            Fact(_("Contacts they caused"), contacts),
            Fact(_("Units packed in an hour"), basis["units_an_hour"], "number"),
            Fact(_("Minutes a contact takes"), basis["minutes_a_contact"], "number"),
            Fact(_("Made"), kept.made_at, "datetime"),
            Fact(_("How right forecasts were"), accuracy(past.compared, past.error)),
        ],
    )


def accuracy(count: int, error: float) -> str:
    """Say how far off forecasts usually are."""
    if count < 3:
        return _("not known yet: %(count)s compared; taken as ± %(error)s %%") % {
            "count": count,
            "error": round(error * 100),
        }
    return _("± %(error)s %% over the last %(count)s") % {"count": count, "error": round(error * 100)}


def _range(amount: Sequence[int]) -> str:
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
        ("contacts", _("Contacts")),
    )
    rows = []
    for code, name in names:
        expected, least, most = (sum(week[code][place] for week in weeks) for place in range(3))
        came = actual[code]
        inside = least <= came <= most
        off = f"{(came - expected) * 100 / expected:+.0f} %" if expected else "–"
        rows.append(
            (
                name,
                f"{expected} ({least}–{most})",
                came,
                Status(off, "good" if inside else "warning"),
            )
        )
    return Table(
        _("Forecast and what came"), (_("What"), _("Expected"), _("Came"), _("Off by")), rows,
        kinds=("text", "text", "number", "status"),
    )  # fmt: skip
