"""Which limit holds, without a database."""

from __future__ import annotations

import pytest

from storecrew.contexts.approvals.rules import LimitRow, is_own, limit_of, limits_of

ROWS = [
    LimitRow("", "", "", 30),
    LimitRow("sme", "", "", 40),
    LimitRow("", "kr", "", 10),
    LimitRow("sme", "kr", "", 20),
    LimitRow("chief", "", "", None),
    LimitRow("", "", "EUR", 5),
]


@pytest.mark.parametrize(
    ("role", "channel", "currency", "value"),
    [
        ("clerk", "eu", "USD", 30),
        ("sme", "eu", "USD", 40),
        ("clerk", "kr", "KRW", 10),
        ("sme", "kr", "KRW", 20),
        ("clerk", "eu", "EUR", 5),
        ("sme", "eu", "EUR", 40),
        ("chief", "eu", "USD", None),
    ],
)
def test_aut_10_the_narrowest_limit_counts(role, channel, currency, value):
    assert limit_of(ROWS, role, channel, currency).value == value


def test_aut_10_without_a_row_nothing_is_said_and_without_a_role_that_of_everybody():
    assert limit_of([], "sme", "eu", "EUR") is None
    assert limits_of(ROWS, [], "eu", "USD") == [("", ROWS[0])]
    assert [role for role, _row in limits_of(ROWS, ["sme", "chief"], "eu", "USD")] == ["sme", "chief"]


def test_aut_10_a_key_with_the_id_of_a_person_is_not_that_person():
    assert is_own(("staff", "1"), ("staff", "1"))
    assert not is_own(("key", "1"), ("staff", "1"))
