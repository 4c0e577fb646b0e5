"""Sort rules and synonyms as plain values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db.models import Q, QuerySet

from storecrew.contexts.discovery.models import SortRule, Synonym
from storecrew.contexts.discovery.rules.ranking import Rule
from storecrew.contexts.discovery.rules.words import words
from storecrew.kernel.kept import kept
from storecrew.kernel.reads import compiled_once


@compiled_once
def _rows(category_ids: list[int]) -> QuerySet[SortRule]:
    return SortRule.objects.filter(Q(category_id__in=category_ids) | Q(category_id=None), active=True)


@kept("catalog")
def _active(category_ids: tuple[int, ...]) -> tuple[SortRule, ...]:
    return tuple(_rows(category_ids=list(category_ids)))


def rule_for(category_ids: Sequence[int], *, at: dt.datetime) -> Rule:
    """The rule in force for a category given as its path of ids from the root; one query, or kept.

    The nearest category upwards that has one decides, else the rule without a category, else the house's
    own. Of several in force that of a running campaign wins, then the one that started last: a window beats
    the standing rule.
    """
    rows = [row for row in _active(tuple(category_ids)) if _is_in_force(row, at)]
    for category_id in (*reversed(category_ids), None):
        mine = [row for row in rows if row.category_id == category_id]
        if mine:
            beginning = dt.datetime.min.replace(tzinfo=dt.UTC)
            return rule_facts(
                max(mine, key=lambda row: (row.campaign_runs, row.starts_at or beginning, row.pk))
            )
    return Rule()


def _is_in_force(row: SortRule, at: dt.datetime) -> bool:
    if row.campaign_id is not None and not row.campaign_runs:
        return False
    return (row.starts_at is None or row.starts_at <= at) and (row.ends_at is None or at < row.ends_at)


def rule_facts(row: SortRule) -> Rule:
    """A stored rule as plain values."""
    return Rule(
        id=row.pk,
        name=row.name,
        category_id=row.category_id,
        pins=tuple(row.pins),
        boosts=tuple(row.boosts),
        weights=row.weights,
        sold_out_last=row.sold_out_last,
    )


@kept("catalog")
def synonyms_for(locale: str) -> dict[str, tuple[str, ...]]:
    """Other words for a word or phrase, folded, in this language and in all; one query, or kept."""
    found: dict[str, list[str]] = {}
    for group, one_way in Synonym.objects.filter(locale__in=["", locale]).values_list("words", "one_way"):
        texts = [text for text in (" ".join(words(word)) for word in group) if text]
        for source in texts[:1] if one_way else texts:
            found.setdefault(source, []).extend(text for text in texts if text != source)
    return {source: tuple(dict.fromkeys(others)) for source, others in found.items()}
