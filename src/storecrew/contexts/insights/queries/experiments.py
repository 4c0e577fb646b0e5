"""Experiments as the shop, the plan and the reader see them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from django.db.models import Sum

from storecrew.contexts.insights.errors import UnknownExperiment
from storecrew.contexts.insights.facts import ExperimentReading, History, Rail, ShopExperiment
from storecrew.contexts.insights.models import CartPath, Experiment, ExperimentDay, OrderTouch, Visit
from storecrew.contexts.insights.rules import kinds
from storecrew.contexts.insights.rules.experiments import reading
from storecrew.contexts.insights.rules.experiments.assigning import assign
from storecrew.contexts.insights.rules.experiments.planning import METRICS, Plan
from storecrew.contexts.insights.rules.experiments.reading import Finding, Sums
from storecrew.kernel.kept import kept

TAG = "insights.experiments"
WEEKS = dt.timedelta(days=28)
OPEN = ("running", "done")
RAILS = (("returned", "harm_returns"), ("contacted", "harm_contacts"))
GROWN = 1.1
"""By how much harm that was let pass has to grow until it pauses an experiment again."""
CART = 1 << kinds.CART_STEPS.index(kinds.CART)


@kept(TAG)
def experiments_in_use() -> tuple[ShopExperiment, ...]:
    """Return what the shop shows otherwise now: what is handed out, and winners for everybody."""
    rows = Experiment.objects.filter(state__in=OPEN) | Experiment.objects.filter(in_effect=True)
    return tuple(
        ShopExperiment(
            id=row.pk,
            channel_id=row.channel_id,
            kind=row.kind,
            path=row.path,
            salt=row.salt,
            weights=weights(row),
            contents=tuple(one["content"] for one in row.variants),
            taken=row.winner if row.in_effect else None,
        )
        for row in rows.order_by("pk")
    )


def weights(row: Experiment) -> tuple[int, ...]:
    """Return the weights of an experiment's variants."""
    return tuple(int(one["weight"]) for one in row.variants)


def variant_of(one: ShopExperiment, visitor: int) -> int:
    """Return the variant that a browser sees."""
    return assign(one.salt, visitor, one.weights)


def experiments_of(campaign_id: int) -> list[Experiment]:
    """Return the experiments that belong to a campaign, newest first."""
    return list(Experiment.objects.filter(campaign_id=campaign_id).order_by("-pk"))


def find(experiment_id: int) -> Experiment:
    """Return an experiment. Raises UnknownExperiment."""
    row = Experiment.objects.select_related("channel", "campaign").filter(pk=experiment_id).first()
    if row is None:
        raise UnknownExperiment(experiment=experiment_id)
    return row


def plan_of(row: Experiment) -> Plan:
    """Return what was decided beforehand."""
    return Plan(
        row.metric, row.baseline, row.spread, row.effect / 100, row.alpha, row.power, weights(row), row.method
    )


def sums_of(row: Experiment) -> tuple[Sums, ...]:
    """Return the counts of all variants, in their order; one query."""
    found = [Sums()] * len(row.variants)
    days = ExperimentDay.objects.filter(experiment=row).order_by().values_list("variant")
    for variant, *counts in days.annotate(**{f"sum_{name}": Sum(name) for name in Sums._fields}):
        found[variant] = Sums(*counts)
    return tuple(found)


def sums_of_history(found: History) -> Sums:
    """Return what was counted of some pages as the counts of one variant."""
    return Sums(found.visitors, found.adders, found.buyers, found.buyers, found.revenue, found.squares)


def experiment_reading(row: Experiment) -> ExperimentReading:
    """Return what may be seen now: health and guard-rails always, results when the method allows it."""
    sums, plan = sums_of(row), plan_of(row)
    ratio = reading.ratio_chance([one.visitors for one in sums], plan.weights)
    hidden = _hidden(row, ratio)
    findings: list[Finding] = []
    others: list[Finding] = []
    if not hidden:
        for place in range(1, len(sums)):
            for metric in METRICS:
                delta = plan.delta if metric == row.metric else sums[0].mean(metric) * plan.effect
                one = reading.compare(
                    place, metric, sums[0], sums[place], method=row.method, delta=delta, level=plan.level
                )
                if one is not None:
                    (findings if metric == row.metric else others).append(one)
        hidden = "" if findings else "few"
    return ExperimentReading(
        sums=sums,
        ratio=ratio,
        hidden=hidden,
        findings=tuple(findings),
        others=tuple(others) if not hidden else (),
        chances=tuple(reading.holm([one.chance for one in others])) if not hidden else (),
        rails=_rails(row, sums),
    )


def _hidden(row: Experiment, ratio: float) -> str:  # not money: a chance
    if ratio < reading.MISMATCH:
        return "ratio"
    if row.method == "fixed" and row.done_at is None:
        return "size"
    return ""


def reached(row: Experiment, sums: tuple[Sums, ...]) -> bool:
    """Say whether every variant has the visitors that were planned."""
    return bool(row.required) and all(
        one.visitors >= needed for one, needed in zip(sums, row.required, strict=True)
    )


def _rails(row: Experiment, sums: tuple[Sums, ...]) -> tuple[Rail, ...]:
    found = []
    for name, field in RAILS:
        bound = getattr(row, field) / 100
        for place in range(1, len(sums)):
            one = reading.harm(sums[0], sums[place], name, bound)
            found.append(Rail(place, name, bound, one, reading.harmful(one, bound)))
    return tuple(found)


def let_pass_up_to(row: Experiment, rail: Rail) -> float:  # not money: a share
    """Return up to which share of buyers the harm of a variant was let pass; 0 where nobody did.

    What was let pass before variants were told apart counts for each of them.
    """
    return GROWN * row.let_on.get(f"{rail.name}:{rail.variant}", row.let_on.get(rail.name, 0))


def history(channel_id: int, kind: str, path: str, *, at: dt.datetime) -> History:
    """Return what recognized visitors of the pages of an experiment did in the last four weeks.

    Only browsers that agreed can be in an experiment, so only they are counted here.
    """
    since = at - WEEKS
    visits = Visit.objects.filter(channel_id=channel_id, started_at__gte=since, started_at__lt=at)
    wanted = f"/c/{path}/" if kind == "sort" else "/p/"
    seen: set[int] = set()
    for visitor, pages in visits.values_list("visitor", "pages").iterator(chunk_size=2000):
        if any(page == wanted if kind == "sort" else page.startswith(wanted) for page in pages):
            seen.add(visitor)
    carts = CartPath.objects.filter(channel_id=channel_id, changed_at__gte=since, changed_at__lt=at)
    rows = carts.exclude(visitor=None).values_list("visitor", "steps", "order_id")
    adders: set[int] = set()
    spent: dict[int, int] = defaultdict(int)
    orders: dict[int, int] = {}
    for owner, steps, order_id in rows:
        if owner is not None and owner in seen:
            adders |= {owner} if steps & CART else set()
            if order_id:
                orders[order_id] = owner
    first = since.date() - dt.timedelta(days=1)
    touches = OrderTouch.objects.filter(position=0, channel_id=channel_id, day__gte=first)
    for order_id, amount in touches.values_list("order_id", "amount"):
        if order_id in orders:
            spent[orders[order_id]] += amount
    return History(
        visitors=len(seen),
        adders=len(adders),
        buyers=len(set(orders.values())),
        revenue=sum(spent.values()),
        squares=float(sum(amount * amount for amount in spent.values())),
        per_day=len(seen) / WEEKS.days,
    )
