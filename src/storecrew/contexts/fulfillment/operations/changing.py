"""Packaging that has to change: what damages and ratings ask for by themselves, and what a person decides."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction

from storecrew.contexts.fulfillment import queries
from storecrew.contexts.fulfillment.errors import (
    InvalidPackagingRules,
    ReasonMissing,
    StateChanged,
    UnknownWork,
)
from storecrew.contexts.fulfillment.models import PackagingChange, PackagingRules
from storecrew.contexts.fulfillment.rules import quality
from storecrew.contexts.work import public as work
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor, system_actor
from storecrew.kernel.sentence import Sentence, say, say_many

_NEXT = {
    PackagingChange.State.OPEN: ("accepted", "refused"),
    PackagingChange.State.ACCEPTED: ("done", "refused"),
}


def decide_change(change_id: int, *, state: str, decision: str, actor: Actor, at: dt.datetime) -> None:
    """Take a packaging change on, finish or refuse it, in words. Raises ReasonMissing, StateChanged,
    UnknownWork.
    """
    actor.require("packaging.write")
    if not decision.strip():
        raise ReasonMissing()
    row = PackagingChange.objects.filter(pk=change_id).first()
    if row is None:
        raise UnknownWork(change=change_id)
    sources = [before for before, after in _NEXT.items() if state in after]
    ended = at if state in ("done", "refused") else None
    with transaction.atomic():
        changed = PackagingChange.objects.filter(pk=change_id, state__in=sources).update(
            state=state, decision=decision.strip()[:500], owner=actor.label[:200], closed_at=ended
        )
        if not changed:
            raise StateChanged(state=row.state)
        audit.record(
            actor=actor, action="fulfillment.packaging_decided", record="fulfillment.packaging_change",
            record_id=change_id, at=at, before={"state": row.state}, after={"state": state}, reason=decision,
        )  # fmt: skip


def save_packaging_rules(*, actor: Actor, at: dt.datetime, **values: int) -> None:
    """Say from when on packaging has to change and how many parcels are audited, by `quality.Thresholds`.

    What is not given stays. What was there already is judged by the next damage or rating.

    :raises InvalidPackagingRules: a number out of its bounds, by field
    """
    actor.require("packaging.write")
    before = queries.packaging_thresholds()
    after = before._replace(**values)
    wrong = quality.out_of_bounds(after)
    if wrong:
        raise InvalidPackagingRules(fields=wrong)
    if after == before:
        return
    with transaction.atomic():
        PackagingRules.objects.update_or_create(pk=1, defaults=after._asdict())
        audit.record(
            actor=actor, action="fulfillment.packaging_rules_saved", record="fulfillment.packaging_rules",
            record_id=1, at=at, before=before._asdict(), after=after._asdict(),
        )  # fmt: skip


def ask_for_change(sku: str, *, at: dt.datetime) -> None:
    """Open a packaging change for an article whose damages or ratings ask for one, unless one is open."""
    limits = queries.packaging_thresholds()
    since = at - dt.timedelta(days=limits.days)
    done = PackagingChange.objects.filter(sku=sku, state="done").order_by("-closed_at").first()
    if done is not None and done.closed_at is not None:
        since = max(since, done.closed_at)
    causes = list(queries.damages_of(sku, since=since).values_list("cause", flat=True))
    stars = list(queries.ratings_of(sku, since=since).values_list("stars", flat=True))
    why = quality.why_change(causes, stars, limits)
    if not why:
        return
    count = len(causes) if why == "damages" else quality.bad_of(stars, limits)
    reason = _reason(why, count, limits.days)
    try:
        with transaction.atomic():
            row = PackagingChange.objects.create(sku=sku, reason=reason, opened_at=at)
    except IntegrityError:
        return
    titles = {
        "damages": say("%(sku)s arrives damaged: its packaging should change", sku=sku),
        "ratings": say("Customers find %(sku)s packed badly: its packaging should change", sku=sku),
    }
    work.raise_finding(
        code="fulfillment.packaging_change",
        title=titles[why],
        detail=reason,
        owner_role="inventory_manager",
        dedupe_key=f"fulfillment.packaging_change:{row.pk}",
        severity="warning",
        record="fulfillment.packaging_change",
        record_id=row.pk,
        url=f"/admin/warehouse/packaging-changes/{row.pk}/",
        actor=system_actor("fulfillment.packaging"),
        at=at,
    )


def _reason(why: str, count: int, days: int) -> Sentence:
    if why == "ratings":
        return say_many(
            "%(n)s bad rating in %(days)s days", "%(n)s bad ratings in %(days)s days", count, days=days
        )
    return say_many("%(n)s damage in %(days)s days", "%(n)s damages in %(days)s days", count, days=days)
