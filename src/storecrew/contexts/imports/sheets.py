"""Sheets: tables of stock, counts and orders. Each kind registers what its columns are and what a row does.

A kind judges rows without writing anything, takes the good ones in one transaction, and takes them back where
that makes sense. Contexts above register kinds of their own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

from storecrew.contexts.imports.facts import Problem, Row
from storecrew.kernel.actor import Actor

Text = str | Promise
CREATED, CHANGED, UNCHANGED, REJECTED = "created", "changed", "unchanged", "rejected"
OUTCOMES = (CREATED, CHANGED, UNCHANGED, REJECTED)


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column that a kind knows, the names under which files have it, and an example for the template."""

    name: str
    label: Text
    spellings: tuple[str, ...] = ()
    required: bool = False
    example: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    """Who looks at a sheet and when; ``digest`` tells files apart, ``document`` is what ledgers cite."""

    actor: Actor
    at: dt.datetime
    digest: str
    document: str = ""
    decimal_comma: bool = False


@dataclass(frozen=True, slots=True)
class Judged:
    """What becomes of one row. ``work`` is the kind's own note for taking it; texts are for people."""

    row: int
    outcome: str
    what: str = ""
    before: str = ""
    after: str = ""
    problem: Problem | None = None
    work: Any = None


@dataclass(frozen=True, slots=True)
class SheetKind:
    """One kind of sheet. ``take`` returns what ``undo`` needs (JSON); ``undo`` returns how many rows stay."""

    code: str
    label: Text
    explanation: Text
    permission: str
    columns: tuple[SheetColumn, ...]
    judge: Callable[[Sequence[Row], Look], list[Judged]]
    take: Callable[[Sequence[Judged], Look], dict[str, Any]]
    undo: Callable[[dict[str, Any], Look], int] | None = None
    undo_words: Text = ""
    sentences: Mapping[str, tuple[Text, Text]] = field(default_factory=dict)
    template_rows: Callable[[Actor], list[list[str]]] | None = None
    order: int = 100


_kinds: dict[str, SheetKind] = {}


def register_sheet(kind: SheetKind) -> None:
    """Make a kind known; the same code again replaces it."""
    _kinds[kind.code] = kind


def sheet_kinds() -> list[SheetKind]:
    """Return all kinds in the order in which pages name them."""
    return sorted(_kinds.values(), key=lambda kind: (kind.order, kind.code))


def sheet_kind(code: str) -> SheetKind | None:
    """Return the kind of a code."""
    return _kinds.get(code)


def rejected(row: Row | int, code: str, column: str = "", value: str = "", **params: Any) -> Judged:
    """Return that a row does not come in, and why."""
    number = row if isinstance(row, int) else row.number
    sku = "" if isinstance(row, int) else row.get("sku")[:120]
    problem = Problem(code, number, column, value[:200], sku=sku, params=params)
    return Judged(number, REJECTED, sku, problem=problem)
