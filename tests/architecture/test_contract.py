"""The contract with extensions is kept: no recorded name goes unsaid, and none that goes stays for ever."""

from __future__ import annotations

import pytest

from storecrew.config.extending import recording
from storecrew.kernel.extensions import contract, deprecation
from storecrew.kernel.extensions.deprecation import Deprecation


def overdue(rows: list[Deprecation]) -> list[str]:
    """Return what outlived its window."""
    return [f"{row}: this is contract {contract.number()}, remove it" for row in rows if row.is_over]


def test_it_5_no_name_of_the_contract_is_gone():
    gone = sorted(set(recording.recorded()) - set(recording.promised()))
    assert not gone, (
        f"{gone} went from the contract: bring them back marked @deprecated(since=, until=, instead=). "
        "When a new first number of CONTRACT takes them away, write it: ./dev manage extensions --record"
    )


def test_it_5_no_deprecated_name_outlives_its_window():
    list(recording.doorways())
    assert overdue(deprecation.deprecations()) == []


@pytest.mark.parametrize(("until", "over"), [((1, 0), True), ((2, 0), False)])
def test_the_rule_catches_what_it_is_for(monkeypatch: pytest.MonkeyPatch, until: tuple, over: bool):
    row = Deprecation("storecrew.contexts.orders.public.old", (0, 1), until, "new")
    assert bool(overdue([row])) is over


def test_the_record_says_of_which_contract_it_is():
    assert recording.RECORD.read_text("utf-8").startswith(f"# contract {contract.CONTRACT[0]}.")
