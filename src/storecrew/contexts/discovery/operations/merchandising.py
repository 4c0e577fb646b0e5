"""Sort rules and synonyms: what a merchandiser decides."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.content import public as content
from storecrew.contexts.discovery.errors import (
    InvalidSortRule,
    InvalidSynonym,
    SortRuleChanged,
    SortRuleNotFound,
    SynonymNotFound,
)
from storecrew.contexts.discovery.models import SortRule, Synonym
from storecrew.contexts.discovery.rules.ranking import (
    InvalidRule,
    Rule,
    clean_boosts,
    clean_pins,
    clean_weights,
)
from storecrew.contexts.discovery.rules.words import words as words_of
from storecrew.kernel import audit, revisions
from storecrew.kernel.actor import Actor


def draft_rule(
    *,
    category_id: int | None = None,
    name: str = "",
    pins: Sequence[int] = (),
    boosts: Sequence[Mapping[str, Any]] = (),
    weights: Mapping[str, int] | None = None,
    sold_out_last: bool = True,
) -> Rule:
    """A checked rule that is not stored, for ``preview_rule``. Raises InvalidSortRule."""
    try:
        return Rule(
            name=name,
            category_id=category_id,
            pins=tuple(clean_pins(pins)),
            boosts=tuple(clean_boosts(boosts)),
            weights=clean_weights(weights or {}),
            sold_out_last=sold_out_last,
        )
    except InvalidRule as problem:
        raise InvalidSortRule(fields={problem.name: str(problem)}) from None


def save_sort_rule(
    *,
    name: str,
    actor: Actor,
    at: dt.datetime,
    rule_id: int | None = None,
    expected_version: int | None = None,
    category_id: int | None = None,
    pins: Sequence[int] = (),
    boosts: Sequence[Mapping[str, Any]] = (),
    weights: Mapping[str, int] | None = None,
    sold_out_last: bool = True,
    starts_at: dt.datetime | None = None,
    ends_at: dt.datetime | None = None,
    active: bool = True,
    campaign_id: int | None = None,
) -> int:
    """Make a sort rule, or change the one with ``rule_id``; returns its id.

    ``category_id`` None is the rule of all lists without one of their own. The window is half-open.
    With a campaign it counts only while that runs, and before the standing rules of the same list.
    Raises InvalidSortRule (fields by name), CategoryNotFound, SortRuleNotFound, SortRuleChanged.
    """
    actor.require("discovery.write")
    rule = draft_rule(
        category_id=category_id, pins=pins, boosts=boosts, weights=weights, sold_out_last=sold_out_last
    )
    title = catalog.clean_line(name)[:120]
    if not title:
        raise InvalidSortRule(fields={"name": _("This must not be empty.")})
    if starts_at and ends_at and ends_at <= starts_at:
        raise InvalidSortRule(fields={"ends_at": _("The end must be after the start.")})
    if category_id is not None:
        catalog.category(category_id)
    values = {
        "name": title, "category_id": category_id, "pins": list(rule.pins), "boosts": list(rule.boosts),
        "weights": dict(rule.weights), "sold_out_last": sold_out_last, "starts_at": starts_at,
        "ends_at": ends_at, "active": active, "campaign_id": campaign_id,
        "campaign_runs": bool(campaign_id) and _runs(campaign_id, at),
    }  # fmt: skip
    with transaction.atomic():
        if rule_id is None:
            saved = SortRule.objects.create(**values).pk
            before = None
        else:
            saved, before = rule_id, _update(rule_id, expected_version, values)
        _tell(actor, "discovery.sort_rule_saved", saved, at, before, values)
    return saved


def _runs(campaign_id: int | None, at: dt.datetime) -> bool:
    offer = content.offer(campaign_id, None, at=at)
    if offer.is_over:
        raise InvalidSortRule(fields={"campaign": _("This campaign is over.")})
    return offer.holds


def follow_campaign(campaign_id: int, *, runs: bool) -> int:
    """Let the rules of a campaign count from now on, or no more; returns how many changed."""
    with transaction.atomic():
        rows = SortRule.objects.filter(campaign_id=campaign_id, campaign_runs=not runs)
        changed = rows.update(campaign_runs=runs)
        if changed:
            revisions.bump_on_commit("catalog")
    return changed


def _update(rule_id: int, expected: int | None, values: Mapping[str, Any]) -> dict[str, Any]:
    rows = SortRule.objects.filter(pk=rule_id)
    before = rows.values(*values, "version").first()
    if before is None:
        raise SortRuleNotFound(rule_id=rule_id)
    if expected is not None:
        rows = rows.filter(version=expected)
    if rows.update(version=F("version") + 1, **values) != 1:
        fields = {
            name: {"yours": value, "current": before[name]}
            for name, value in values.items()
            if before[name] != value
        }
        raise SortRuleChanged(current_version=before["version"], fields=fields)
    return before


def delete_sort_rule(*, rule_id: int, actor: Actor, at: dt.datetime) -> None:
    """Remove a rule. Raises SortRuleNotFound."""
    actor.require("discovery.write")
    with transaction.atomic():
        deleted, _by_model = SortRule.objects.filter(pk=rule_id).delete()
        if not deleted:
            raise SortRuleNotFound(rule_id=rule_id)
        _tell(actor, "discovery.sort_rule_deleted", rule_id, at, {"id": rule_id}, None)


def save_synonym(
    *,
    words: Sequence[str],
    actor: Actor,
    at: dt.datetime,
    synonym_id: int | None = None,
    locale: str = "",
    one_way: bool = False,
) -> int:
    """Make or change a group of words that find the same; returns its id.

    ``one_way``: the first word also finds the others, not the other way round. Raises InvalidSynonym,
    SynonymNotFound.
    """
    actor.require("discovery.write")
    cleaned = list(dict.fromkeys(catalog.clean_line(word)[:60] for word in words))[:20]
    cleaned = [word for word in cleaned if words_of(word)]
    if len(cleaned) < 2:
        raise InvalidSynonym()
    values = {"words": cleaned, "locale": locale[:12], "one_way": one_way}
    with transaction.atomic():
        if synonym_id is None:
            synonym_id = Synonym.objects.create(**values).pk
        elif not Synonym.objects.filter(pk=synonym_id).update(**values):
            raise SynonymNotFound(synonym_id=synonym_id)
        _tell(actor, "discovery.synonym_saved", synonym_id, at, None, values)
    return synonym_id


def delete_synonym(*, synonym_id: int, actor: Actor, at: dt.datetime) -> None:
    """Remove a group. Raises SynonymNotFound."""
    actor.require("discovery.write")
    with transaction.atomic():
        deleted, _by_model = Synonym.objects.filter(pk=synonym_id).delete()
        if not deleted:
            raise SynonymNotFound(synonym_id=synonym_id)
        _tell(actor, "discovery.synonym_deleted", synonym_id, at, {"id": synonym_id}, None)


def _tell(
    actor: Actor,
    action: str,
    record_id: int,
    at: dt.datetime,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any] | None,
) -> None:
    record = "discovery.synonym" if "synonym" in action else "discovery.sortrule"
    audit.record(
        actor=actor, action=action, record=record, record_id=record_id, at=at,
        before=dict(before) if before else None, after=dict(after) if after else None,
    )  # fmt: skip
    revisions.bump_on_commit("catalog")
