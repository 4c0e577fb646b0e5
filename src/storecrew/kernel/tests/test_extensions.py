"""The contract: what fits, what is promised, what goes and who still calls it."""

from __future__ import annotations

import os
import subprocess
import sys
import warnings
from pathlib import Path

import pytest

from storecrew.kernel.extensions import ContractWarning, contract, deprecated, deprecation
from storecrew.kernel.extensions.standing import Row


@pytest.mark.parametrize(
    ("wanted", "fits"),
    [("1.x", True), ("1.3", True), ("1.4", False), ("2.x", False), ("0.x", False), ("1.x, 2.x", True)],
)
def test_an_extension_says_which_contracts_it_was_made_for(wanted: str, fits: bool):
    assert contract.fits(wanted, (1, 3)) is fits


@pytest.mark.parametrize("wanted", ["", "1", "x.1", "1.x.2", "one", "1.x,"])
def test_what_is_no_contract_is_told(wanted: str):
    with pytest.raises(ValueError, match="no contract"):
        contract.fits(wanted)


def test_doorways_are_public_and_nothing_else():
    assert contract.is_public("storecrew.contexts.orders.public")
    assert contract.is_public("storecrew.kernel.outbox")
    assert not contract.is_public("storecrew.contexts.orders.models")
    assert not contract.is_public("storecrew.kernel.outbox.registry")


def test_what_an_extension_takes_from_behind_the_doorways_is_found_with_its_place(tmp_path: Path):
    (tmp_path / "one.py").write_text(
        "import json\nfrom storecrew.contexts.orders import public as orders\n"
        "from storecrew.contexts.orders.models import Order\nfrom storecrew.kernel.clock import now\n"
        "orders.place()\n"
    )
    (tmp_path / "two.py").write_text("def (")
    (found,) = contract.outside(tmp_path)
    assert (found.path.name, found.line, found.name) == (
        "one.py",
        3,
        "storecrew.contexts.orders.models.Order",
    )
    assert str(found).endswith("one.py:3: storecrew.contexts.orders.models.Order")
    assert "storecrew.contexts.orders.public.place" in {use.name for use in contract.uses(tmp_path)}


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> dict:
    """No deprecations but those of the test."""
    fresh: dict = {}
    monkeypatch.setattr(deprecation, "_known", fresh)
    return fresh


def test_callers_of_what_goes_are_told_with_their_own_place(known: dict):
    @deprecated(since="1.0", until="2.0", instead="call new()")
    def old(n: int) -> int:
        """Return it."""
        return n

    @deprecated(since="1.0", until="2.0", instead="make a New")
    class Old:
        def __init__(self, n: int) -> None:
            self.n = n

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        assert (old(1), Old(2).n) == (1, 2)
    assert [w.category for w in caught] == [ContractWarning] * 2
    assert {Path(w.filename).name for w in caught} == {"test_extensions.py"}
    assert "goes with 2.0: call new()" in str(caught[0].message)
    assert old.__doc__ == "Return it."
    assert [row.name.rpartition(".")[2] for row in deprecation.deprecations()] == ["Old", "old"]
    assert not any(row.is_over for row in deprecation.deprecations())


def test_a_caller_is_told_as_python_is_without_options(tmp_path: Path):
    (tmp_path / "house.py").write_text(
        "from storecrew.kernel.extensions import deprecated\n"
        "@deprecated(since='1.0', until='2.0', instead='new()')\ndef old(): ...\n"
    )
    (tmp_path / "caller.py").write_text("import house\n\nhouse.old()\n")
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join([*sys.path, str(tmp_path)])}
    told = subprocess.run(
        [sys.executable, "-c", "import caller"], env=environ, capture_output=True, text=True, check=True
    )
    assert "caller.py:3: ContractWarning: house.old is deprecated since contract 1.0" in told.stderr


@pytest.mark.parametrize(("since", "until"), [("1.0", "1.4"), ("1.0", "1.0"), ("2.0", "1.0"), ("1.0", "2.1")])
def test_a_window_ends_with_a_new_first_number(known: dict, since: str, until: str):
    with pytest.raises(ValueError, match="goes with"):
        deprecated(since=since, until=until, instead="x")


def test_what_takes_its_place_is_said(known: dict):
    with pytest.raises(ValueError, match="place"):
        deprecated(since="1.0", until="2.0", instead=" ")


def test_a_reason_is_a_sentence_and_a_line_of_the_log(caplog: pytest.LogCaptureFixture):
    row = Row("acme-one", "acme-one 1.2")
    assert (row.version, row.why, row.in_english) == ("1.2", "", "")
    row.leave_out("broken", "twice", other="acme 1")
    assert row.why == row.in_english == "Its name is taken by acme 1: uninstall one of them."
    assert "extension acme-one is left out: Its name" in caplog.text
