"""Looking after experiments that are shown: returns and contacts of buyers, and the ratio of visitors."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from django.db import transaction

from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.insights.models import CartPath, Experiment, Exposure
from storecrew.contexts.insights.operations.experiments import pause_experiment
from storecrew.contexts.insights.operations.exposing import CLOCKWORK, RECORD, add_to_days
from storecrew.contexts.insights.queries import experiments as queries
from storecrew.contexts.insights.rules import days
from storecrew.contexts.insights.rules.experiments import reading
from storecrew.contexts.work import public as work
from storecrew.kernel.sentence import Sentence, say

PART = 500


def watch_experiments(*, at: dt.datetime) -> int:
    """Note returns and contacts, and pause what does harm; return how many cannot go on as they are.

    One that has its size is shown until it is decided, and goods come back later than they are bought.
    """
    stopped = 0
    for row in Experiment.objects.filter(state__in=queries.OPEN).select_related("channel"):
        with transaction.atomic():
            note_aftermath(row, at=at)
        found = queries.experiment_reading(row)
        broken = [
            rail
            for rail in found.rails
            if rail.broken and rail.finding.value > queries.let_pass_up_to(row, rail)
        ]
        is_mismatched = found.ratio < reading.MISMATCH
        stopped += bool(broken or is_mismatched)
        # Harm is stopped whether or not the numbers can be read.
        if broken:
            codes = [
                f"{rail.name}:{rail.finding.value:.4f}:{rail.finding.control:.4f}:{rail.variant}"
                for rail in broken
            ]
            title = say("%(name)s: paused, because more comes back or is asked", name=row.name)
            pause_experiment(row.pk, why=";".join(codes), told=title, actor=CLOCKWORK, at=at)
            _tell(row, title, say("Everybody sees the control."), at)
        elif is_mismatched:
            title = say("%(name)s: visitors are not handed out in the planned shares", name=row.name)
            _tell(row, title, say("Look for what loses them."), at)
        else:
            work.resolve_finding(dedupe_key=f"{RECORD}:{row.pk}", actor=CLOCKWORK, at=at)
    return stopped


def _tell(row: Experiment, title: Sentence, detail: Sentence, at: dt.datetime) -> None:
    work.raise_finding(
        code=RECORD,
        title=title,
        detail=detail,
        owner_role="marketing_manager",
        dedupe_key=f"{RECORD}:{row.pk}",
        record=RECORD,
        record_id=row.pk,
        url=f"/admin/experiments/{row.pk}/",
        actor=CLOCKWORK,
        at=at,
    )


def note_aftermath(row: Experiment, *, at: dt.datetime) -> None:
    """Mark buyers who announced a return or asked about their order; each once, however often it runs."""
    buyers = {one.visitor: one for one in Exposure.objects.filter(experiment=row, orders__gt=0)}
    paths = CartPath.objects.filter(channel=row.channel, order__isnull=False, changed_at__gte=row.started_at)
    orders = {
        order_id: buyers[visitor]
        for order_id, visitor in paths.exclude(visitor=None).values_list("order_id", "visitor")
        if visitor in buyers
    }
    ids = list(orders)
    asked: set[int] = set()
    for start in range(0, len(ids), PART):
        asked |= set(work.contacts_about("orders.order", ids[start : start + PART]))
    back = aftersales.orders_with_returns(since=row.started_at or at)
    day = days.local(at, row.channel.timezone)[0]
    more: dict[tuple[int, int, dt.date], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    changed = {}
    for order_id, one in orders.items():
        for name, happened in (("returned", order_id in back), ("contacted", order_id in asked)):
            if happened and not getattr(one, name):
                setattr(one, name, True)
                changed[one.pk] = one
                more[row.pk, one.variant, day][name] += 1
    Exposure.objects.bulk_update(changed.values(), ["returned", "contacted"], batch_size=200)
    add_to_days(more)
