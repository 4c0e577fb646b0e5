"""Limits per role, channel and currency."""

from __future__ import annotations

import pytest

from storecrew.contexts.approvals import public as approvals
from storecrew.contexts.approvals.tests.factories import AT, asker, boss
from storecrew.kernel.audit.models import AuditEntry
from storecrew.kernel.errors import Denied

pytestmark = pytest.mark.django_db


def put(value, name="tests.percent", **place):
    approvals.set_limit(name=name, value=value, actor=boss(), at=AT, **place)


def test_aut_10_what_is_delivered_holds_until_a_row_says_otherwise(done):
    assert approvals.limits("tests.percent", roles=["sme"]) == [("sme", 3000, False)]
    put(1000, role="sme")
    put(None, role="chief")
    assert approvals.limits("tests.percent", roles=["sme", "chief", "clerk"]) == [
        ("sme", 1000, True), ("chief", None, True), ("clerk", 3000, False),
    ]  # fmt: skip
    put(500, role="sme")
    (row,) = [each for each in approvals.all_limits() if each.role == "sme"]
    assert row.value == 500
    approvals.remove_limit(limit_id=row.id, actor=boss(), at=AT)
    approvals.remove_limit(limit_id=row.id, actor=boss(), at=AT)
    assert approvals.limits("tests.percent", roles=["sme"]) == [("sme", 3000, False)]
    actions = list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))
    assert actions == ["approvals.limit_set"] * 3 + ["approvals.limit_removed"]


@pytest.mark.parametrize(
    ("name", "value", "place"),
    [
        ("tests.nothing", 1, {}),
        ("tests.percent", 10_001, {}),
        ("tests.percent", True, {}),
        ("tests.money", 100, {}),
        ("tests.money", -1, {"currency": "EUR"}),
        ("tests.money", 2**63, {"currency": "EUR"}),
    ],
)
def test_a_limit_that_makes_no_sense_is_refused(done, name, value, place):
    with pytest.raises(approvals.InvalidLimit):
        put(value, name=name, **place)


def test_aut_05_limits_need_their_own_right(done):
    with pytest.raises(Denied):
        approvals.set_limit(name="tests.percent", value=1, actor=asker(), at=AT)
    with pytest.raises(Denied):
        approvals.set_single_person(on=True, actor=asker(), at=AT)
    with pytest.raises(Denied):
        approvals.remove_limit(limit_id=1, actor=asker(), at=AT)
