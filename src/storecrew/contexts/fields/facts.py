"""Values of custom fields that cross."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Plain = str | int | float | bool
"""A value outside: text, choice, date (``YYYY-MM-DD``) and address as str, yes and no as bool."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the values that can be chosen, with its words by language."""

    value: str
    labels: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """What a field is. ``labels`` are its words by language; limits are of numbers and of texts' lengths."""

    record: str
    key: str
    kind: str
    labels: Mapping[str, str]
    help: str = ""
    required: bool = False
    public: bool = False
    filterable: bool = False
    choices: tuple[Choice, ...] = ()
    least: int | None = None
    most: int | None = None
    position: int = 0


@dataclass(frozen=True, slots=True)
class FieldFacts:
    """A field as it is defined."""

    id: int
    version: int
    spec: FieldSpec

    def label(self, locale: str) -> str:
        """Return the words for people of a language."""
        return words(self.spec.labels, locale) or self.spec.key


@dataclass(frozen=True, slots=True)
class Stored:
    """A value as it is stored: numbers in ten-thousandths, yes as 10000, no as 0."""

    text: str = ""
    number: int | None = None
    day: str = ""


@dataclass(frozen=True, slots=True)
class Filled:
    """A field with the value of one record, None where it has none; ``name`` and ``shown`` are for people."""

    field: FieldFacts
    name: str
    value: Plain | None = None
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a row of values: what changed (key, before, after), and by key why a value stayed out.

    ``unknown`` is a key that no field has, ``needed`` an empty value of a required field.
    """

    changes: tuple[tuple[str, Plain | None, Plain | None], ...]
    problems: Mapping[str, str]


def words(labels: Mapping[str, str], locale: str) -> str:
    """Return the words of a language, else the English ones."""
    return labels.get(locale.partition("-")[0]) or labels.get("en") or ""
