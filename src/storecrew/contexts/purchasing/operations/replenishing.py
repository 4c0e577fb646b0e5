"""The nightly proposals, and what people make of them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable

from django.db import transaction

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.purchasing.errors import (
    InvalidPurchase,
    NoPrice,
    ReasonNeeded,
    UnknownOrder,
    WrongState,
)
from storecrew.contexts.purchasing.facts import WantedLine
from storecrew.contexts.purchasing.models import Proposal, PurchaseOrder, ReplenishmentRule, SupplierArticle
from storecrew.contexts.purchasing.operations.drafting import draft_order
from storecrew.contexts.purchasing.queries import planning
from storecrew.contexts.work import public as work
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor, system_actor
from storecrew.kernel.sentence import say_many

RECORD = "purchasing.proposal"
AT_ONCE = 2_000
State = Proposal.State


def propose(
    *,
    actor: Actor,
    at: dt.datetime,
    location_id: int | None = None,
    variant_ids: Collection[int] | None = None,
) -> int:
    """Work out what every location should order and return how many lines are open; safe to run again.

    What a person changed or snoozed stays; what is no longer needed, or sells off, goes.
    """
    actor.require("purchasing.write")
    articles = SupplierArticle.objects.order_by("variant_id")
    if variant_ids is not None:
        articles = articles.filter(variant_id__in=list(variant_ids))
    asked = list(articles.values_list("variant_id", flat=True).distinct())
    for place in inventory.locations():
        if not place.active or location_id not in (None, place.id):
            continue
        for start in range(0, len(asked), AT_ONCE):
            part = asked[start : start + AT_ONCE]
            leaving = catalog.not_bought_again(part, channels.house_day(at))
            staying = [variant_id for variant_id in part if variant_id not in leaving]
            _keep(place.id, part, planning.plans(staying, place.id, at=at), at)
        _tell(place, Proposal.objects.filter(state=State.OPEN, location_id=place.id).count(), at)
    return Proposal.objects.filter(state=State.OPEN).count()


def _keep(place: int, asked: Collection[int], plans: Iterable[planning.Plan], at: dt.datetime) -> None:
    """Write the proposals of a location in one transaction."""
    needed = {plan.variant_id: plan for plan in plans if plan.quantity}
    with transaction.atomic():
        rows = Proposal.objects.filter(location_id=place, state=State.OPEN, variant_id__in=list(asked))
        known = {row.variant_id: row for row in rows}
        gone = [row.pk for variant_id, row in known.items() if variant_id not in needed]
        Proposal.objects.filter(pk__in=gone).update(state=State.GONE)
        fresh: list[Proposal] = []
        changed: list[Proposal] = []
        for variant_id, plan in needed.items():
            row = known.get(variant_id) or Proposal(variant_id=variant_id, location_id=place)
            for name, value in plan.fields().items():
                setattr(row, name, value)
            row.made_at = at
            (changed if row.pk else fresh).append(row)
        Proposal.objects.bulk_create(fresh, ignore_conflicts=True, batch_size=500)
        if changed:
            names = [*next(iter(needed.values())).fields(), "made_at"]
            Proposal.objects.bulk_update(changed, names, batch_size=200)


def _tell(place: inventory.LocationFacts, count: int, at: dt.datetime) -> None:
    """Keep one alert per location while something should be ordered there."""
    actor, key = system_actor("purchasing.replenishment"), f"order_proposed:{place.id}"
    if not count:
        work.resolve_finding(dedupe_key=key, actor=actor, at=at)
        return
    work.raise_finding(
        code="order_proposed",
        title=say_many(
            "%(place)s: %(n)s article should be ordered",
            "%(place)s: %(n)s articles should be ordered",
            count,
            place=place.name,
        ),
        owner_role="inventory_manager",
        severity="info",
        record="inventory.location",
        record_id=place.id,
        url="/admin/purchasing/proposals/",
        dedupe_key=key,
        actor=actor,
        at=at,
    )


def order_proposals(proposal_ids: Collection[int], *, actor: Actor, at: dt.datetime) -> list[PurchaseOrder]:
    """Make one draft order per supplier and location of open proposals. Raises NoPrice, InvalidPurchase.

    Two people who order the same line at once get it once: the line is taken by one conditional update.
    """
    actor.require("purchasing.write")
    with transaction.atomic():
        rows = list(
            Proposal.objects.select_related("supplier", "location", "variant").filter(
                pk__in=list(proposal_ids)
            )
        )
        without = [row.variant.sku for row in rows if row.supplier is None or row.unit_amount is None]
        if without:
            raise NoPrice(skus=without)
        groups: dict[tuple[str, str], list[Proposal]] = defaultdict(list)
        for row in rows:
            if row.to_order and row.supplier is not None and _take(row):
                groups[row.supplier.code, row.location.code].append(row)
        if not groups:
            raise InvalidPurchase(problem="nothing_open")
        return [
            _order(supplier, place, members, actor, at)
            for (supplier, place), members in sorted(groups.items())
        ]


def _take(row: Proposal) -> bool:
    return bool(Proposal.objects.filter(pk=row.pk, state=State.OPEN).update(state=State.ORDERED))


def _order(supplier: str, place: str, rows: list[Proposal], actor: Actor, at: dt.datetime) -> PurchaseOrder:
    lines = [WantedLine(row.variant_id, row.to_order) for row in rows]
    order = draft_order(supplier_code=supplier, location_code=place, lines=lines, actor=actor, at=at)
    Proposal.objects.filter(pk__in=[row.pk for row in rows]).update(order=order)
    return order


def change_proposal(
    proposal_id: int, *, quantity: int, reason: str, actor: Actor, at: dt.datetime
) -> Proposal:
    """Order another quantity than proposed (0: none of it), with a reason; stays until it is ordered."""
    if not 0 <= quantity <= 1_000_000:
        raise InvalidPurchase(problem="quantity")
    return _set(proposal_id, {"wanted_quantity": quantity}, "purchasing.proposal_changed", reason, actor, at)


def snooze_proposal(
    proposal_id: int, *, until: dt.date, reason: str, actor: Actor, at: dt.datetime
) -> Proposal:
    """Put a line aside until a day, with a reason."""
    if until <= channels.house_day(at):
        raise InvalidPurchase(problem="until")
    return _set(proposal_id, {"snoozed_until": until}, "purchasing.proposal_snoozed", reason, actor, at)


def _set(
    proposal_id: int,
    values: dict[str, int | dt.date],
    action: str,
    reason: str,
    actor: Actor,
    at: dt.datetime,
) -> Proposal:
    actor.require("purchasing.write")
    if not reason.strip():
        raise ReasonNeeded
    with transaction.atomic():
        rows = Proposal.objects.filter(pk=proposal_id)
        if not rows.filter(state=State.OPEN).update(**values, reason=reason.strip()[:300]):
            found = rows.first()
            raise WrongState(number=str(proposal_id), state=found.state) if found else UnknownOrder()
        audit.record(
            actor=actor, action=action, record=RECORD, record_id=proposal_id, at=at, reason=reason,
            after={key: str(value) for key, value in values.items()},
        )  # fmt: skip
    return rows.get()


def set_replenishment(
    location_code: str, *, service_level_bp: int, review_days: int, actor: Actor, at: dt.datetime
) -> ReplenishmentRule:
    """Say how a location is supplied: the service level in basis points, and the days between orders."""
    actor.require("purchasing.write")
    if not 5000 <= service_level_bp <= 9999 or not 1 <= review_days <= 365:
        raise InvalidPurchase(problem="replenishment")
    place = inventory.location(location_code)
    with transaction.atomic():
        row, _made = ReplenishmentRule.objects.update_or_create(
            location_id=place.id, defaults={"service_level_bp": service_level_bp, "review_days": review_days}
        )
        audit.record(
            actor=actor, action="purchasing.replenishment_set", record="inventory.location",
            record_id=place.id, at=at,
            after={"service_level_bp": service_level_bp, "review_days": review_days},
        )  # fmt: skip
    return row
