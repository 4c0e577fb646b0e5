"""Experiments from the plan to the decision."""

from __future__ import annotations

import datetime as dt
import re
import secrets
from typing import Any

from django.db import IntegrityError, transaction

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.discovery import public as discovery
from storecrew.contexts.insights.errors import (
    DecisionTooSoon,
    ExperimentNotReady,
    ExperimentTaken,
    InvalidExperiment,
)
from storecrew.contexts.insights.facts import ExperimentContent
from storecrew.contexts.insights.models import Experiment, Exposure
from storecrew.contexts.insights.operations.exposing import CLOCKWORK, RECORD
from storecrew.contexts.insights.queries import experiments as queries
from storecrew.contexts.insights.queries.experiment_words import problem_words
from storecrew.contexts.insights.rules.experiments import planning
from storecrew.contexts.marketing import public as marketing
from storecrew.contexts.work import public as work
from storecrew.kernel import audit, revisions
from storecrew.kernel.actor import Actor

State = Experiment.State
TEXT_LIMITS = {"button": 40, "block": 200}
MOST_RUNNING = 4
PERMISSION = "insights.write"


def save_experiment(
    content: ExperimentContent, *, experiment_id: int | None = None, actor: Actor, at: dt.datetime
) -> int:
    """Write the plan of an experiment down, new or changed while it is a draft; return its id.

    Where no baseline is typed it is what recognized visitors of these pages did in the last four weeks.

    :raises InvalidExperiment: with the fields that are wrong
    :raises ExperimentNotReady: it has begun, so its plan stands
    :raises UnknownExperiment: there is none with this id
    """
    actor.require(PERMISSION)
    values = _values(content, at)
    with transaction.atomic():
        if experiment_id is None:
            row = Experiment.objects.create(**values, salt=secrets.token_hex(8), created_at=at)
            before = None
        else:
            row = queries.find(experiment_id)
            before = _told(row)
            if not Experiment.objects.filter(pk=row.pk, state=State.DRAFT).update(**values):
                raise ExperimentNotReady(state=row.state)
            row.refresh_from_db()
        _record("saved", row, actor, at, before=before, after=_told(row))
    return row.pk


def _values(content: ExperimentContent, at: dt.datetime) -> dict[str, Any]:
    wrong = _wrong(content)
    found = queries.history(content.channel_id, content.kind, content.path, at=at)
    sums = queries.sums_of_history(found)
    baseline, spread = content.baseline, content.spread
    if baseline is None:
        baseline = sums.mean(content.metric)
        spread = sums.variance("revenue") ** 0.5 if content.metric == "revenue" else 0
    weights = tuple(weight for _name, weight, _content in content.variants)
    plan = planning.Plan(
        content.metric, baseline, spread or 0, content.effect / 100, content.alpha, content.power, weights,
        content.method,
    )  # fmt: skip
    needed: tuple[int, ...] = ()
    if baseline <= 0:
        wrong["baseline"] = "no_baseline"
    if not wrong:
        try:
            needed = planning.required(plan)
        except ValueError:
            wrong["baseline"] = "no_baseline"
    if wrong:
        raise InvalidExperiment(**{name: problem_words(code) for name, code in wrong.items()})
    names = (
        *("name", "hypothesis", "owner", "channel_id", "campaign_id"),
        *("kind", "path", "metric", "method", "effect"),
    )
    return {name: getattr(content, name) for name in (*names, "alpha", "power")} | {
        "variants": [
            {"name": name, "weight": weight, "content": dict(what)} for name, weight, what in content.variants
        ],
        "baseline": baseline, "spread": spread or 0, "per_day": found.per_day, "required": list(needed),
        "harm_returns": content.harm_returns, "harm_contacts": content.harm_contacts, "updated_at": at,
    }  # fmt: skip


def _wrong(content: ExperimentContent) -> dict[str, str]:
    """Return the fields that make no experiment, with the code of a sentence for each."""
    wrong = {
        name: "missing" for name in ("name", "hypothesis", "owner") if not getattr(content, name).strip()
    }
    known = (
        ("kind", Experiment.Kind.values),
        ("metric", planning.METRICS),
        ("method", planning.METHODS),
    )
    wrong |= {name: "choose" for name, choices in known if getattr(content, name) not in choices}
    bounds = (
        ("effect", "percent", 1, 100),
        ("alpha", "alpha", 0.001, 0.2),  # not money: a chance
        ("power", "power", 0.5, 0.99),  # not money: a chance
    )
    wrong |= {name: code for name, code, least, most in bounds if not least <= getattr(content, name) <= most}
    if content.kind == "sort" and not _is_category(content.path):
        wrong["path"] = "category"
    if content.campaign_id is not None and not _is_campaign(content.campaign_id):
        wrong["campaign"] = "choose"
    if code := _wrong_variants(content):
        wrong["variants"] = code
    return wrong


def _wrong_variants(content: ExperimentContent) -> str:
    """Return the code of what is wrong with the variants, or ""."""
    contents = [what for _name, _weight, what in content.variants]
    if not 2 <= len(contents) <= 4 or any(
        not 1 <= weight <= 100 for _name, weight, _what in content.variants
    ):
        return "variants"
    if content.kind == "sort":
        if any(what.get("sort") not in discovery.SORTS[1:] for what in contents):
            return "sorts"
    elif any(len(text) > TEXT_LIMITS.get(content.kind, 0) for what in contents for text in what.values()):
        return "long"
    elif any(not any(what.values()) for what in contents[1:]):
        return "words"
    different = {str(sorted(what.items())) for what in contents}
    return "" if len(different) == len(contents) else "same"


def _is_campaign(campaign_id: int) -> bool:
    try:
        marketing.campaign(campaign_id)
    except marketing.UnknownCampaign:
        return False
    return True


def _is_category(path: str) -> bool:
    try:
        catalog.category_by_path(path, locale="en")
    except catalog.CategoryNotFound:
        return False
    return True


def start_experiment(experiment_id: int, *, actor: Actor, at: dt.datetime) -> None:
    """Hand the variants out from now on.

    :raises ExperimentNotReady: it is no draft any more
    :raises ExperimentTaken: another one changes the same thing, or four run in this shop
    """
    actor.require(PERMISSION)
    row = queries.find(experiment_id)
    running = Experiment.objects.filter(channel=row.channel, state__in=queries.OPEN).count()
    if running >= MOST_RUNNING:
        raise ExperimentTaken(running=running)
    try:
        with transaction.atomic():
            _move(row, (State.DRAFT,), State.RUNNING, actor, at, action="started", started_at=at)
    except IntegrityError as error:
        raise ExperimentTaken(path=row.path) from error


_BROKEN_RAIL = re.compile(r"(?<!\w)(\w{1,80}):(\d{1,9}\.\d{4}):\d{1,9}\.\d{4}(:\d)?(?:;|$)")


def pause_experiment(experiment_id: int, *, why: str, told: str = "", actor: Actor, at: dt.datetime) -> None:
    """Show everybody the control and count nothing; ``told`` is its history's reason where ``why`` is codes.

    :raises ExperimentNotReady: nothing of it is shown
    """
    actor.require(PERMISSION)
    with transaction.atomic():
        row = queries.find(experiment_id)
        paused = {"said": told or why, "paused_why": why[:200]}
        _move(row, (State.RUNNING, State.DONE), State.PAUSED, actor, at, action="paused", **paused)


def resume_experiment(experiment_id: int, *, actor: Actor, at: dt.datetime) -> None:
    """Hand the variants out again, and end the alarm: what was harmful then is accepted until it grows.

    :raises ExperimentNotReady: it is not paused
    """
    actor.require(PERMISSION)
    with transaction.atomic():
        row = queries.find(experiment_id)
        broken = _BROKEN_RAIL.findall(row.paused_why)
        harm = {f"{name}{variant}": float(share) for name, share, variant in broken}
        more = {"let_on": row.let_on | harm, "paused_why": ""}  # a person's own words name none
        back = State.DONE if row.done_at else State.RUNNING
        _move(row, (State.PAUSED,), back, actor, at, action="resumed", **more)
        work.resolve_finding(dedupe_key=f"{RECORD}:{row.pk}", actor=CLOCKWORK, at=at)


def decide_experiment(experiment_id: int, *, winner: int, reason: str, actor: Actor, at: dt.datetime) -> None:
    """Keep the control (0) or take a variant, which everybody sees from then on; what was known is kept.

    Keeping the control is possible at any time. Browsers that were counted are forgotten.

    :raises InvalidExperiment: no reason, or no such variant
    :raises DecisionTooSoon: a variant was chosen while its results are not to be seen
    :raises ExperimentNotReady: it did not begin, or is decided
    """
    actor.require(PERMISSION)
    row = queries.find(experiment_id)
    if not reason.strip():
        raise InvalidExperiment(reason=problem_words("missing"))
    if not 0 <= winner < len(row.variants):
        raise InvalidExperiment(winner=problem_words("choose"))
    found = queries.experiment_reading(row)
    if winner and found.hidden:
        raise DecisionTooSoon(hidden=found.hidden)
    known = {
        "visitors": [one.visitors for one in found.sums], "ratio": found.ratio, "hidden": found.hidden,
        "findings": [one._asdict() for one in found.findings],
        "broken": [rail.name for rail in found.rails if rail.broken],
    }  # fmt: skip
    with transaction.atomic():
        if winner:
            same = Experiment.objects.filter(channel=row.channel, kind=row.kind, path=row.path)
            same.filter(in_effect=True).update(in_effect=False, updated_at=at)
        _move(
            row, (State.RUNNING, State.PAUSED, State.DONE), State.DECIDED, actor, at, action="decided",
            winner=winner, in_effect=bool(winner), reason=reason.strip(), decided_at=at, known=known,
        )  # fmt: skip
        Exposure.objects.filter(experiment=row).delete()
        work.resolve_finding(dedupe_key=f"{RECORD}:{row.pk}", actor=CLOCKWORK, at=at)


def withdraw_winner(experiment_id: int, *, actor: Actor, at: dt.datetime) -> None:
    """Show everybody again what the shop shows without the experiment. Raises ExperimentNotReady."""
    actor.require(PERMISSION)
    with transaction.atomic():
        row = queries.find(experiment_id)
        if not Experiment.objects.filter(pk=row.pk, in_effect=True).update(in_effect=False, updated_at=at):
            raise ExperimentNotReady(state=row.state)
        _record("withdrawn", row, actor, at, before={"in_effect": True}, after={"in_effect": False})


def delete_experiment(experiment_id: int, *, actor: Actor, at: dt.datetime) -> None:
    """Delete a draft. Raises ExperimentNotReady."""
    actor.require(PERMISSION)
    with transaction.atomic():
        row = queries.find(experiment_id)
        if not Experiment.objects.filter(pk=row.pk, state=State.DRAFT).delete()[0]:
            raise ExperimentNotReady(state=row.state)
        _record("deleted", row, actor, at, before=_told(row))


def _move(
    row: Experiment,
    states: tuple[str, ...],
    to: str,
    actor: Actor,
    at: dt.datetime,
    *,
    action: str,
    said: str = "",
    **more: Any,
) -> None:
    values = {"state": to, "updated_at": at, **more}
    if not Experiment.objects.filter(pk=row.pk, state__in=states).update(**values):
        raise ExperimentNotReady(state=row.state)
    told = {name: value for name, value in more.items() if name in ("winner", "reason")}
    after = {"state": str(to), **told}
    _record(action, row, actor, at, before={"state": row.state}, after=after, said=said)


def _record(
    action: str,
    row: Experiment,
    actor: Actor,
    at: dt.datetime,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    said: str = "",
) -> None:
    audit.record(
        actor=actor, action=f"insights.experiment_{action}", record=RECORD, record_id=row.pk,
        before=before, after=after, reason=said, at=at,
    )  # fmt: skip
    revisions.bump_on_commit(queries.TAG)


def _told(row: Experiment) -> dict[str, Any]:
    return {"name": row.name, "metric": row.metric, "effect": row.effect, "required": sum(row.required)}
