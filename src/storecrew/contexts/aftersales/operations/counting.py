"""Count why goods come back, and give what stands out to whose hands change it (PLAYBOOK 5.3)."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Case, Count, F, Max, Q, Sum, When

from storecrew.contexts.aftersales import queries, states
from storecrew.contexts.aftersales.errors import InvalidCauseLimits
from storecrew.contexts.aftersales.models import CauseLimits, Return, ReturnCause, ReturnedUnits, ReturnLine
from storecrew.contexts.aftersales.rules import causes as rules
from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.orders import public as orders
from storecrew.contexts.pricing import public as pricing
from storecrew.contexts.purchasing import public as purchasing
from storecrew.contexts.work import public as work
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor, system_actor
from storecrew.kernel.sentence import Sentence, say

SYSTEM = system_actor("aftersales.counting")
LOST = ("damaged", "scrap", "supplier")
DUE = dt.timedelta(days=7)
WHY = Case(When(reason="", then=F("parent__reason")), default=F("reason"))
WHY_FOUND = Case(When(line__reason="", then=F("line__parent__reason")), default=F("line__reason"))


def count_causes(*, at: dt.datetime) -> int:
    """Count anew why goods came back in the last 30, 90 and 365 days; return how many rows there are.

    Above a threshold a task goes to whoever can change it, once a month for an article and a reason.
    """
    rows = [row for window, _words in states.WINDOWS for row in _window(window, at)]
    with transaction.atomic():
        ReturnCause.objects.all().delete()
        ReturnCause.objects.bulk_create(rows, batch_size=500)
    limits = queries.cause_limits()
    for row in rows:
        if row.window == rules.WINDOW and rules.is_task(
            units=row.units, rate=row.rate_ppm, reason=row.reason, limits=limits
        ):
            _tell(row, at)
    return len(rows)


def save_cause_limits(*, units: int, percent: int, actor: Actor, at: dt.datetime) -> None:
    """Say how many units of an article, and which share of those sold, make a reason somebody's task.

    :raises InvalidCauseLimits: a number out of its bounds, by field
    """
    actor.require("orders.write")
    before, after = queries.cause_limits(), rules.Limits(units, percent)
    wrong = rules.out_of_bounds(after)
    if wrong:
        raise InvalidCauseLimits(fields=wrong)
    if after == before:
        return
    with transaction.atomic():
        CauseLimits.objects.update_or_create(pk=1, defaults=after._asdict())
        audit.record(
            actor=actor, action="aftersales.cause_limits_saved", record="aftersales.cause_limits",
            record_id=1, at=at, before=before._asdict(), after=after._asdict(),
        )  # fmt: skip


def _window(window: int, at: dt.datetime) -> list[ReturnCause]:
    since, before = at - dt.timedelta(days=window), at - dt.timedelta(days=2 * window)
    now = Q(parent__opened_at__gte=since)
    live = ReturnLine.objects.filter(parent__opened_at__gte=before, parent__opened_at__lte=at)
    sums = list(
        live.exclude(parent__state=Return.State.CANCELED)
        .annotate(why=WHY)
        .order_by()
        .values("variant_id", "why")
        .annotate(
            units=Sum("quantity", filter=now, default=0),
            units_before=Sum("quantity", filter=~now, default=0),
            returns=Count("parent", filter=now, distinct=True),
            latest=Max("parent__opened_at"),
        )
        .filter(units__gt=0)
    )
    ids = {row["variant_id"] for row in sums}
    known = catalog.variants(ids)
    sold = orders.units_sold(ids, since=since)
    suppliers: dict[int, str] = {}
    for offer in purchasing.offers(dict.fromkeys(ids, 1), day=channels.house_day(at)):
        suppliers.setdefault(offer.variant_id, offer.supplier_name)
    lost = _lost(since, at)
    currency = channels.facts(None).currency
    costs = pricing.costs_for(ids, currency=currency)
    return [
        ReturnCause(
            window=window,
            variant_id=row["variant_id"],
            sku=known[row["variant_id"]].sku,
            title=known[row["variant_id"]].product_title[:300],
            reason=row["why"],
            supplier=suppliers.get(row["variant_id"], "")[:200],
            returns=row["returns"],
            units=row["units"],
            units_before=row["units_before"],
            sold=sold.get(row["variant_id"], 0),
            rate_ppm=rules.rate_ppm(row["units"], sold.get(row["variant_id"], 0)),
            lost_amount=lost.get((row["variant_id"], row["why"]), 0)
            * (costs[row["variant_id"]].amount if row["variant_id"] in costs else 0),
            currency=currency,
            latest_at=row["latest"],
            counted_at=at,
        )
        for row in sums
        if row["variant_id"] in known
    ]


def _lost(since: dt.datetime, at: dt.datetime) -> dict[tuple[int, str], int]:
    """Return how many units of each variant and reason cannot be sold again, as they lie now."""
    found = ReturnedUnits.objects.filter(
        decision__in=LOST, line__parent__opened_at__gte=since, line__parent__opened_at__lte=at
    ).annotate(why=WHY_FOUND)
    rows = found.order_by().values_list("line__variant_id", "why").annotate(units=Sum("quantity"))
    return {(variant_id, why): units for variant_id, why, units in rows}


def _tell(row: ReturnCause, at: dt.datetime) -> None:
    owner = rules.OWNERS[row.reason]
    supplier = row.supplier or "–"
    work.open_task(
        code="aftersales.return_cause",
        title=_title(row, owner),
        detail=say(
            "%(units)s of %(sold)s sold units came back for this reason in %(days)s days, %(before)s in the "
            "%(days)s days before. Supplier: %(supplier)s. What customers wrote stands with the returns.",
            units=row.units, sold=row.sold, days=row.window, before=row.units_before, supplier=supplier,
        ),
        owner_role=owner,
        record="catalog.variant",
        record_id=row.variant_id,
        url=f"/admin/returns/why/?q={row.sku}&f.window={row.window}",
        due_at=at + DUE,
        dedupe_key=f"return-cause:{row.variant_id}:{row.reason}:{at:%Y-%m}",
        actor=SYSTEM,
        at=at,
    )  # fmt: skip


def _title(row: ReturnCause, owner: str) -> Sentence:
    words = {
        "does_not_fit": "%(sku)s does not fit many customers: look at sizes and measures on its page",
        "not_as_shown": "%(sku)s is not as its page shows: look at texts and pictures",
        "defective": "%(sku)s comes back as not working: talk to its supplier",
        "damaged": "%(sku)s arrives damaged: look at how it is packed",
        "wrong": "%(sku)s comes back as the wrong article: look at how it is picked",
        "late": "%(sku)s comes back as too late: look at its delivery promise",
    }
    return say(words[row.reason], sku=row.sku)
