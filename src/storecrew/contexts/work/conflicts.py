"""Rules of what does not go together on the calendar: declared here, written by whoever knows the facts.

A rule is asked about the dates of its kinds and answers what it found; ``work`` keeps the conflicts, tells
their owners and asks again when a date moves. See ``operations/conflicts.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Protocol, TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.work.errors import DateMoved
from storecrew.contexts.work.facts import CalendarDate, ConflictFacts
from storecrew.kernel.actor import Actor

T = TypeVar("T")
Text = str | Promise
BLOCKING, WARNING = "blocking", "warning"


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that stands against a date. ``key`` tells it from others of the same rule and date.

    ``facts`` are plain JSON, from which the rule makes its sentence. ``measure`` says how bad it is in a unit
    of the rule's own (units missing, minutes too few): an acceptance ends when it grows.
    """

    date: CalendarDate
    key: str
    facts: Mapping[str, Any] = field(default_factory=dict, hash=False)
    with_title: str = ""
    with_url: str = ""
    measure: int = 0
    severity: str = ""
    owner_role: str = ""


class ConflictRule:
    """One kind of conflict. ``dates`` are the kinds of dates it is about; when one of ``others`` moves, it is
    asked again. ``answers`` are the ways in which its owner may let it pass, who needs ``permission``; those
    of ``in_days`` are done by themselves, for so many days at most.
    ``together``: what one other date stands against is told in one alert, however many dates it meets.
    """

    code: ClassVar[str] = ""
    name: ClassVar[Text] = ""
    severity: ClassVar[str] = WARNING
    owner_role: ClassVar[str] = ""
    dates: ClassVar[tuple[str, ...]] = ()
    others: ClassVar[tuple[str, ...]] = ()
    permission: ClassVar[str] = "work.write"
    answers: ClassVar[Mapping[str, Text]] = {"accept": _("It may go on as it is")}
    in_days: ClassVar[Mapping[str, int]] = {}
    reopens: ClassVar[bool] = True
    together: ClassVar[bool] = False

    def find(self, dates: Sequence[CalendarDate], *, at: datetime) -> Iterable[Found]:
        """Return what stands against these dates, as of now."""
        raise NotImplementedError

    def words(self, facts: Mapping[str, Any]) -> str:
        """Return the sentence that says what meets what, in the reader's language."""
        raise NotImplementedError

    def summed(self, facts: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
        """Return the facts of the one sentence about conflicts that are told together."""
        return facts[0]

    def cure(self, facts: Mapping[str, Any]) -> str:
        """Return what would resolve it."""
        return str(_("Move one of the two, or let its owner accept it."))

    def accepted(
        self, conflict: ConflictFacts, *, reason: str, until: datetime, actor: Actor, at: datetime
    ) -> None:
        """Do what belongs to an acceptance in the rule's own context, in the same transaction."""


_looked_up: ContextVar[dict[Hashable, Any] | None] = ContextVar("storecrew_conflicts_looked_up", default=None)


@contextmanager
def one_look() -> Iterator[None]:
    """Let rules that look at the same change share what they look up (``once_a_look``)."""
    token = _looked_up.set({})
    try:
        yield
    finally:
        _looked_up.reset(token)


def once_a_look(key: Hashable, look_up: Callable[[], T]) -> T:
    """Return what a rule needs to know, looked up once however many rules and dates of a look need it."""
    known = _looked_up.get()
    if known is None:
        return look_up()
    if key not in known:
        known[key] = look_up()
    found: T = known[key]
    return found


class Mover(Protocol):
    """Moves the fact behind a date by whole days; refuses like any command of its context."""

    def __call__(self, record_id: str, *, days: int, begins: datetime, actor: Actor, at: datetime) -> None:
        """Move it from where the calendar has it, ``begins``; raise DateMoved or what its context raises."""


_rules: dict[str, ConflictRule] = {}
_movers: dict[str, Mover] = {}
PlaceNames = Callable[[Collection[str]], Mapping[str, str]]
_place_names: list[PlaceNames] = []


def register_place_names(names: PlaceNames) -> None:
    """Let whoever owns the locations say what those of some codes are called."""
    _place_names[:] = [names]


def place_names(codes: Collection[str]) -> list[str]:
    """Return the names of some locations in the order of their codes as given; a code nobody knows stays."""
    found = _place_names[0](codes) if _place_names and codes else {}
    return [found.get(code, code) for code in codes]


def register_mover(kind: str, mover: Mover) -> None:
    """Let dates of a kind be moved on the calendar by their own context."""
    _movers[kind] = mover


def must_begin(now: datetime, seen: datetime) -> None:
    """Refuse to move what begins at another moment than was seen. Raises DateMoved."""
    if now != seen:
        raise DateMoved(seen=seen.isoformat(), now=now.isoformat())


def mover_of(kind: str) -> Mover | None:
    """Return who moves a kind of date; None when it follows from something else."""
    return _movers.get(kind)


def movable_kinds() -> frozenset[str]:
    """Return the kinds of dates that can be moved on the calendar."""
    return frozenset(_movers)


def register_conflict_rule(rule: ConflictRule) -> None:
    """Add a rule; one with the same code replaces it."""
    _rules[rule.code] = rule


def conflict_rule(code: str) -> ConflictRule | None:
    """Return the rule of a code; None when the context that had it is gone."""
    return _rules.get(code)


def conflict_rules() -> tuple[ConflictRule, ...]:
    """Return all rules, in the order of their codes."""
    return tuple(_rules[code] for code in sorted(_rules))
