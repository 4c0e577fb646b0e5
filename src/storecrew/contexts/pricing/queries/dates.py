"""When prices change, for the calendar of all teams: price lists that begin or end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import gettext as _

from storecrew.contexts.pricing.models import PriceList
from storecrew.contexts.work import public as work

MOST = 500


class PriceChanges:
    """The moments at which price lists begin and end; those without a window change nothing by the clock."""

    kind = "price_change"

    def __call__(self, since: dt.datetime, until: dt.datetime) -> Iterator[work.CalendarDate]:
        """Yield the moments within a span of time; one query."""
        begins = Q(starts_at__gte=since, starts_at__lt=until)
        ends = Q(ends_at__gte=since, ends_at__lt=until)
        rows = PriceList.objects.filter(begins | ends).order_by("pk")
        for row in rows[:MOST]:
            for what, moment, words in (
                ("begins", row.starts_at, _("%(name)s begins")),
                ("ends", row.ends_at, _("%(name)s ends")),
            ):
                if moment is not None and since <= moment < until:
                    yield work.date_asked_for(
                        kind=self.kind,
                        title=words % {"name": row.name},
                        starts_at=moment,
                        ends_at=moment,
                        owner_role="ecommerce_sme",
                        record="pricing.price_list",
                        record_id=f"{row.pk}:{what}",
                        url=f"/admin/prices/lists/{row.code}/",
                        changed_at=row.created_at,
                    )
