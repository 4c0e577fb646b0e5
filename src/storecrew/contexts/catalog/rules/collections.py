"""Collections by rule: a small declarative language, checked when saved and safe to run.

``{"match": "all" | "any", "rules": [{"field": F, "op": O, "value": V}, ...]}`` where a field is ``type``,
``brand``, ``tag``, ``title``, ``category`` (path, subcategories included), ``age_days`` (since it
went live) or ``attribute.<code>``. A rule set without rules holds nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from storecrew.contexts.catalog.rules.attributes import as_list

MAX_RULES = 20
MAX_VALUES = 100
TEXT_OPS = frozenset({"is", "is_not", "contains", "starts_with"})
NUMBER_OPS = frozenset({"at_least", "at_most"})
FIELD_OPS: dict[str, frozenset[str]] = {
    "type": frozenset({"is", "is_not"}),
    "brand": TEXT_OPS,
    "tag": frozenset({"is", "is_not"}),
    "title": TEXT_OPS,
    "category": frozenset({"is", "is_not"}),
    "age_days": NUMBER_OPS,
}
ATTRIBUTE_OPS = frozenset({"is", "is_not", "contains", "at_least", "at_most", "is_set"})


class InvalidRule(ValueError):
    """A rule that cannot be run; ``index`` is its place, -1 for the set as a whole."""

    def __init__(self, index: int, message: str) -> None:
        super().__init__(message)
        self.index = index


@dataclass(frozen=True, slots=True)
class Subject:
    """What rules may look at. ``values`` are those of all active variants and the product."""

    type_code: str
    title: str
    brand: str
    tags: Collection[str]
    category_paths: Collection[str]
    age_days: int | None
    values: Mapping[str, Collection[Any]] = field(default_factory=dict)


def clean_rules(rules: Any) -> dict[str, Any]:
    """The rule set in stored form. Raises :class:`InvalidRule`."""
    if not isinstance(rules, Mapping):
        raise InvalidRule(-1, _("The rules must be a set of conditions."))
    match = rules.get("match", "all")
    entries = rules.get("rules", [])
    if match not in {"all", "any"} or not isinstance(entries, (list, tuple)):
        raise InvalidRule(-1, _("The rules must match all or any of a list of conditions."))
    if len(entries) > MAX_RULES:
        raise InvalidRule(-1, _("A collection has at most 20 conditions."))
    return {"match": match, "rules": [_clean_rule(index, rule) for index, rule in enumerate(entries)]}


def _clean_rule(index: int, rule: Any) -> dict[str, Any]:
    if not isinstance(rule, Mapping):
        raise InvalidRule(index, _("This condition is not complete."))
    name, op, value = rule.get("field"), rule.get("op"), rule.get("value")
    if not isinstance(name, str):
        raise InvalidRule(index, _("This condition has no field."))
    allowed = ATTRIBUTE_OPS if name.startswith("attribute.") else FIELD_OPS.get(name)
    if not allowed or name == "attribute.":
        raise InvalidRule(index, _("This field cannot be used in a condition."))
    if op not in allowed:
        raise InvalidRule(index, _("This comparison does not fit the field."))
    if op == "is_set":
        return {"field": name, "op": op}
    if op in NUMBER_OPS:
        if isinstance(value, bool) or not isinstance(value, (int, float)) or abs(value) > 1e12:
            raise InvalidRule(index, _("This condition needs a number."))
        return {"field": name, "op": op, "value": value}
    values = as_list(value)
    if not values or len(values) > MAX_VALUES:
        raise InvalidRule(index, _("This condition needs a value."))
    for item in values:
        if not isinstance(item, (str, int, float, bool)) or len(str(item)) > 200 or item == "":
            raise InvalidRule(index, _("This condition needs a value."))
    return {"field": name, "op": op, "value": values}


def matches(rules: Mapping[str, Any], subject: Subject) -> bool:
    """Whether a product belongs to the collection."""
    entries = rules.get("rules") or []
    if not entries:
        return False
    answers = (_holds(rule, subject) for rule in entries)
    return any(answers) if rules.get("match") == "any" else all(answers)


def _holds(rule: Mapping[str, Any], subject: Subject) -> bool:
    found = _found(rule["field"], subject)
    op = rule["op"]
    if op == "is_set":
        return bool(found)
    if op in NUMBER_OPS:
        numbers = [item for item in found if isinstance(item, (int, float))]
        limit = rule["value"]
        return any(item >= limit if op == "at_least" else item <= limit for item in numbers)
    have = [_fold(item) for item in found]
    wanted = [_fold(item) for item in rule["value"]]
    if rule["field"] == "category":
        inside = any(path == want or path.startswith(want + "/") for path in have for want in wanted)
        return inside if op == "is" else not inside
    if op == "is":
        return any(item in wanted for item in have)
    if op == "is_not":
        return all(item not in wanted for item in have)
    if op == "starts_with":
        return any(item.startswith(want) for item in have for want in wanted)
    return any(want in item for item in have for want in wanted)


def _found(name: str, subject: Subject) -> list[Any]:
    if name.startswith("attribute."):
        return list(subject.values.get(name.removeprefix("attribute."), ()))
    if name == "age_days":
        return [] if subject.age_days is None else [subject.age_days]
    return {
        "type": [subject.type_code],
        "brand": [subject.brand] if subject.brand else [],
        "title": [subject.title],
        "tag": list(subject.tags),
        "category": list(subject.category_paths),
    }[name]


def _fold(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value).casefold()
