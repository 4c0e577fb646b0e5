"""What a campaign brings to warehouse and service, as approved, and how right that was (MKT-19, M31)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from storecrew.contexts.marketing import public as marketing
from storecrew.contexts.marketing.models import Campaign
from storecrew.contexts.promotions import public as promotions
from storecrew.kernel import clock
from storecrew.surfaces.ui.backoffice.record import FactGroup, Table
from storecrew.surfaces.workspaces.marketing_manager.promotions.people_needed import (
    answered,
    people_tables,
    rests_on,
)


def people_of(row: Campaign) -> tuple[list[FactGroup], list[Table]]:
    """Return the forecast of a campaign: what its gate looks at before it begins, then what was approved."""
    kept = marketing.latest_forecast(row.pk)
    weeks, title = (kept.weeks, _("People for what it brings, as it was approved")) if kept else ([], "")
    if row.state in Campaign.NOT_BEGUN:
        load = marketing.expected_loads([row.pk], at=clock.now()).get(row.pk)
        weeks = load.weeks if load else []
        title = (
            _("People for what it brings beside its promotions, as known now") if row.bound.exists() else ""
        )
    empty = _(
        "Give it dates and a goal in orders, customers or revenue, and this says how many orders, "
        "parcels and contacts it brings."
    )
    past = marketing.experience() or promotions.experience()
    groups = [*answered("marketing.campaign", row.pk), *([rests_on(kept, past)] if kept else [])]
    return groups, people_tables(weeks, kept, empty=empty, title=title)
