"""U027: names of lists, and what two wishes for one thing become."""

from __future__ import annotations

import pytest

from storecrew.contexts.wishes import rules


def test_a_name_is_one_line():
    assert rules.clean_line("  The\tnew\u0000 kitchen\n") == "The new kitchen"


@pytest.mark.parametrize(
    ("name", "taken", "wanted"),
    [
        ("Party", (), "Party"),
        ("Party", ("Party",), "Party 2"),
        ("Party", ("Party", "Party 2"), "Party 3"),
        ("", ("",), "2"),
        ("x" * 60, ("x" * 60,), "x" * 58 + " 2"),
    ],
)
def test_a_name_that_is_taken_gets_a_number(name, taken, wanted):
    assert rules.free_name(name, taken) == wanted


def test_one_wish_on_two_lists_is_one_wish():
    assert rules.joined_units(2, 3) == 3
