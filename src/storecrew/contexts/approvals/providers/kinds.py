"""The kinds of requests: contexts above say what is done when one is approved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.functional import Promise

from storecrew.contexts.approvals.facts import ApprovalFacts
from storecrew.kernel.actor import Actor

Text = str | Promise
Json = Mapping[str, Any]
Unit = Literal["percent", "money"]


@dataclass(frozen=True)
class Kind:
    """One kind of request.

    ``apply(approval, actor, at)`` does what was asked and returns what came of it as JSON. With ``atomic`` it
    runs in the transaction of the decision, so a refusal leaves the request open; without, it runs after the
    decision was written, must be harmless when repeated, and its refusal ends the request as failed.
    ``merge`` joins a second request under the same key to the one that waits: (payload, facts) of both.
    """

    code: str
    label: Text
    permission: str
    title: Callable[[Json], str]
    apply: Callable[[ApprovalFacts, Actor, dt.datetime], dict[str, Any]]
    atomic: bool = True
    lifetime: dt.timedelta = dt.timedelta(days=7)
    merge: Callable[[tuple[Json, Json], tuple[Json, Json]], tuple[dict[str, Any], dict[str, Any]]] | None = (
        None
    )


@dataclass(frozen=True)
class LimitKind:
    """A limit that can be set per role and channel: its name, words, unit and what holds without a row.

    ``default`` may differ by currency; in one that it does not name, nothing may be done alone. A limit that
    follows from another one says so in ``default_words``.
    """

    name: str
    label: Text
    help: Text
    unit: Unit
    default: int | Mapping[str, int] | None
    default_words: Text = ""

    def default_in(self, currency: str) -> int | None:
        """Return what holds without a row in a currency; None for no limit."""
        return self.default.get(currency, 0) if isinstance(self.default, Mapping) else self.default


_kinds: dict[str, Kind] = {}
_limits: dict[str, LimitKind] = {}


def register(kind: Kind) -> None:
    """Add a kind, from the ``ready`` of the app that owns it."""
    _kinds[kind.code] = kind


def register_limit(limit: LimitKind) -> None:
    """Add a limit, from the ``ready`` of the app that asks for it."""
    _limits[limit.name] = limit


def kind(code: str) -> Kind:
    """Return a kind; an unknown one is a programming error."""
    return _kinds[code]


def kinds() -> list[Kind]:
    """Return all kinds."""
    return list(_kinds.values())


def limit_kinds() -> list[LimitKind]:
    """Return all limits that can be set."""
    return list(_limits.values())


def limit_kind(name: str) -> LimitKind | None:
    """Return a limit by its name."""
    return _limits.get(name)
