"""The conflicts that only promotions can see: too little stock for what is planned (5.1, 5.4)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, ClassVar

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.promotions.models import Promotion, StockOverride
from storecrew.contexts.promotions.operations.moving import RECORD
from storecrew.contexts.promotions.queries import stock
from storecrew.contexts.promotions.queries.words import shortfall_words
from storecrew.contexts.work import public as work
from storecrew.kernel.actor import Actor

State = Promotion.State
PLANNED = (State.DRAFT, State.SCHEDULED, State.STOPPED)


class LowCover(work.ConflictRule):
    """Less can be promised than a promotion will sell; whoever answers for stock may let it pass."""

    code = "low_cover"
    name = gettext_lazy("Too little stock")
    severity = "blocking"
    owner_role = "inventory_manager"
    permission = "inventory.override"
    dates = ("promotion",)
    answers: ClassVar[Mapping[str, Any]] = {"accept": gettext_lazy("It may start all the same")}
    reopens = False

    def find(self, dates: Sequence[work.CalendarDate], *, at: dt.datetime) -> Iterator[work.Found]:
        """Return the plans that cannot be promised now, those let pass left out."""
        mine = {int(date.record_id): date for date in dates if date.record == RECORD}
        accepted = {
            int(each.record_id)
            for each in work.conflicts_of([(RECORD, str(key)) for key in mine])
            if each.code == self.code and each.state == "accepted"
        }
        rows = Promotion.objects.filter(pk__in=mine, state__in=PLANNED).exclude(planned=None).distinct()
        found = list(rows)
        missing = stock.shortfalls_of(found)
        for row in found:
            short = missing.get(row.pk, ())
            if not short or (row.pk not in accepted and stock.override_of(row, at) is not None):
                continue
            yield work.Found(
                date=mine[row.pk],
                key="stock",
                facts={"shortfalls": [each.as_json() for each in short]},
                measure=sum(each.missing for each in short),
            )

    def words(self, facts: Mapping[str, Any]) -> str:
        """Say which articles are missing where, and what comes next."""
        return shortfall_words(facts["shortfalls"])

    def cure(self, facts: Mapping[str, Any]) -> str:
        """Say what would resolve it."""
        return _("Order or receive goods, plan fewer units, or move the promotion behind the next delivery.")

    def accepted(
        self,
        conflict: work.ConflictFacts,
        *,
        reason: str,
        until: dt.datetime,
        actor: Actor,
        at: dt.datetime,
    ) -> None:
        """Write the override that the stock gate asks for."""
        StockOverride.objects.create(
            promotion_id=int(conflict.record_id),
            reason=reason,
            shortfalls=conflict.facts["shortfalls"],
            expires_at=until,
            at=at,
            by=actor.label[:200],
        )


def look_after_delivery(since: dt.datetime, *, at: dt.datetime) -> int:
    """Ask again for promotions that start after a delivery which moved; return what changed."""
    rows = Promotion.objects.filter(state=State.SCHEDULED, active_from__gte=since).exclude(planned=None)
    records = [(RECORD, str(key)) for key in rows.distinct().values_list("pk", flat=True)]
    return work.refresh_conflicts(records=records, codes=["low_cover"], at=at) if records else 0


def look_again(variant_ids: Collection[int], *, at: dt.datetime) -> int:
    """Ask for the cover of promotions still to come that planned these articles; return what changed."""
    rows = Promotion.objects.filter(Q(state=State.SCHEDULED), planned__variant_id__in=variant_ids)
    records = [(RECORD, str(key)) for key in rows.distinct().values_list("pk", flat=True)]
    return work.refresh_conflicts(records=records, codes=["low_cover"], at=at) if records else 0
