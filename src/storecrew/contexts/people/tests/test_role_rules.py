"""What several roles of one person come to."""

import pytest

from storecrew.contexts.people import rules


@pytest.mark.parametrize(
    ("roles", "currency", "limit"),
    [
        (["agent"], "EUR", 700),
        (["agent"], "KRW", 5),
        (["agent", "owner"], "EUR", None),
        (["other"], "EUR", 100),
        (["other"], "USD", 0),
        ([], "EUR", 100),
    ],
)
def test_the_largest_limit_of_several_roles_holds(roles, currency, limit):
    limits = {"*": {"EUR": 100}, "agent": {"EUR": 700, "*": 5}, "owner": None}
    assert rules.limit_for(roles, limits, currency) == limit
