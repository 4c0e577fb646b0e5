"""Kinds of requests that only exist in these tests."""

from __future__ import annotations

from typing import Any

import pytest

from storecrew.contexts.approvals import public as approvals
from storecrew.contexts.approvals.providers import kinds
from storecrew.kernel.errors import Conflict


class Done(list[Any]):
    """What was done, and whether doing it should be refused."""

    refuse = False

    def apply(self, approval: approvals.ApprovalFacts, actor: Any, at: Any) -> dict[str, Any]:
        if self.refuse:
            raise Conflict("It changed meanwhile.")
        self.append((approval.payload["n"], actor.label))
        return {"n": approval.payload["n"]}


def merge(waiting: Any, more: Any) -> Any:
    """Join two requests by adding up."""
    total = {"n": waiting[0]["n"] + more[0]["n"]}
    return total, total


@pytest.fixture
def done(monkeypatch) -> Done:
    """Register an atomic kind, one that joins, and one that acts outside the transaction."""
    found = Done()
    monkeypatch.setattr(kinds, "_kinds", {})
    monkeypatch.setattr(kinds, "_limits", {})
    title = lambda facts: f"Thing {facts['n']}"  # noqa: E731
    for code, more in (
        ("tests.atomic", {}),
        ("tests.joined", {"merge": merge}),
        ("tests.outside", {"atomic": False}),
    ):
        approvals.register(approvals.Kind(code, code, "pricing.approve", title, found.apply, **more))
    approvals.register_limit(approvals.LimitKind("tests.percent", "P", "", "percent", 3000))
    approvals.register_limit(approvals.LimitKind("tests.money", "M", "", "money", None))
    return found
