"""What was removed from the order of lists and from the search comes back by the operation that makes it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from storecrew.contexts.discovery import public as discovery
from storecrew.contexts.discovery.models import SortRule, Synonym
from storecrew.kernel.actor import Actor
from storecrew.surfaces.ui.backoffice.undo import Undo, register_undo

_RULE = ("name", "category_id", "pins", "boosts", "weights", "sold_out_last", "active", "campaign_id")
_SYNONYM = ("words", "locale", "one_way")


def rule_again(row: SortRule) -> Undo:
    """Return how a rule comes back that is about to be removed."""
    window = {name: value and value.isoformat() for name, value in _window(row).items()}
    return Undo("discovery.rule_removed", {**{name: getattr(row, name) for name in _RULE}, **window})


def rule_before(row: SortRule) -> Undo:
    """Return how a rule becomes what it is now, once it is changed and as long as nobody else changes it."""
    made = rule_again(row)
    return Undo("discovery.rule_changed", {**made.payload, "rule_id": row.pk, "version": row.version + 1})


def synonym_again(row: Synonym) -> Undo:
    """Return how a group of words comes back that is about to be removed."""
    return Undo("discovery.synonym_removed", {name: getattr(row, name) for name in _SYNONYM})


def _window(row: SortRule) -> dict[str, dt.datetime | None]:
    return {"starts_at": row.starts_at, "ends_at": row.ends_at}


def _rule(payload: dict[str, Any], actor: Actor, at: dt.datetime) -> str:
    discovery.save_sort_rule(**_from_json(payload), actor=actor, at=at)
    return _("The rule is there again.")


def _rule_as_before(payload: dict[str, Any], actor: Actor, at: dt.datetime) -> str:
    values = _from_json(payload)
    discovery.save_sort_rule(expected_version=values.pop("version"), **values, actor=actor, at=at)
    return _("The rule is as it was.")


def _from_json(payload: dict[str, Any]) -> dict[str, Any]:
    values = dict(payload)
    for name in ("starts_at", "ends_at"):
        values[name] = dt.datetime.fromisoformat(values[name]) if values[name] else None
    return values


def _synonym(payload: dict[str, Any], actor: Actor, at: dt.datetime) -> str:
    discovery.save_synonym(**payload, actor=actor, at=at)
    return _("The synonym is there again.")


register_undo("discovery.rule_removed", _rule)
register_undo("discovery.rule_changed", _rule_as_before)
register_undo("discovery.synonym_removed", _synonym)
