"""Rights lent until a day, and one right that opens all of marketing to read (HOD-9)."""

from __future__ import annotations

import datetime as dt

import pytest

from storecrew.contexts.people import public as people
from storecrew.contexts.people import rules
from storecrew.contexts.people.models import Delegation, Membership, Role
from storecrew.contexts.people.tests.factories import make_staff
from storecrew.kernel import clock
from storecrew.kernel.actor import system_actor
from storecrew.kernel.audit.models import AuditEntry
from storecrew.kernel.permissions import ALL_KEYS

pytestmark = pytest.mark.django_db
OWNER = system_actor("test.owner")
WEEK = dt.timedelta(days=7)


@pytest.fixture
def head():
    return make_staff("head_of_digital", email="head@x.example")


@pytest.fixture
def ann():
    return make_staff("marketing_manager", email="ann@x.example")


def lend(head, ann, keys=("budgets.approve",), *, days=7, reason="Holiday", at=None):
    at = at or clock.now()
    return people.delegate_rights(
        delegate_id=ann.pk, permissions=keys, ends_at=at + dt.timedelta(days=days), reason=reason,
        actor=people.actor_for(head), at=at,
    )  # fmt: skip


def test_hod_9_lent_rights_hold_until_their_end_and_are_written_down(head, ann, django_assert_num_queries):
    assert not people.actor_for(ann).can("budgets.approve")
    made = lend(head, ann)
    with django_assert_num_queries(1):
        assert people.actor_for(ann).can("budgets.approve")
    trail = AuditEntry.objects.filter(action="people.rights_lent", record="people.user")
    assert {each.record_id for each in trail} == {str(ann.pk), str(head.pk)}
    assert [each.state for each in people.delegations_of(ann.pk, at=clock.now())] == ["runs"]
    Delegation.objects.filter(pk=made.id).update(starts_at=clock.now() - 2 * WEEK, ends_at=clock.now() - WEEK)
    assert not people.actor_for(ann).can("budgets.approve")
    assert [each.state for each in people.delegations_of(head.pk, at=clock.now())] == ["over"]


def test_hod_9_they_are_taken_back_by_either_and_by_nobody_else(head, ann):
    stranger = make_staff("content_team", email="eve@x.example")
    made = lend(head, ann)
    with pytest.raises(people.UnknownDelegation):
        people.end_delegation(made.id, actor=people.actor_for(stranger), at=clock.now())
    people.end_delegation(made.id, actor=people.actor_for(ann), at=clock.now())
    assert not people.actor_for(ann).can("budgets.approve")
    with pytest.raises(people.UnknownDelegation):
        people.end_delegation(made.id, actor=people.actor_for(head), at=clock.now())


@pytest.mark.parametrize(
    ("keys", "days", "reason", "field"),
    [
        ((), 7, "x", "permissions"),
        (("people.write",), 7, "x", "permissions"),
        (("budgets.approve",), 91, "x", "ends_at"),
        (("budgets.approve",), -1, "x", "ends_at"),
        (("budgets.approve",), 7, " ", "reason"),
    ],
)
def test_what_may_not_be_lent_is_refused(head, ann, keys, days, reason, field):
    with pytest.raises(people.DelegationRefused) as refused:
        lend(head, ann, keys, days=days, reason=reason)
    assert field in refused.value.details["fields"]


def test_aut_01_nobody_lends_what_was_lent_to_them_or_what_they_lack(head, ann):
    bob = make_staff("content_team", email="bob@x.example")
    lend(head, ann)
    with pytest.raises(people.DelegationRefused):
        lend(ann, bob)
    with pytest.raises(people.DelegationRefused):
        lend(head, head)


def test_hod_9_what_the_giver_loses_the_delegate_loses(head, ann):
    make_staff("owner", email="owner@x.example")
    lend(head, ann)
    held = Membership.objects.get(user=head)
    people.revoke_role(membership_id=held.pk, actor=OWNER, at=clock.now())
    assert not people.actor_for(ann).can("budgets.approve")


def test_a_role_that_loses_a_right_ends_what_was_lent_of_it(head, ann):
    lend(head, ann)
    role = Role.objects.get(code="head_of_digital")
    people.save_role(
        code=role.code, name=role.name, description=role.description, workspace=role.workspace,
        permissions=set(role.permissions) - {"budgets.approve"}, actor=OWNER, at=clock.now(),
        expected_version=role.version,
    )  # fmt: skip
    assert not people.actor_for(ann).can("budgets.approve")
    assert Delegation.objects.get().ended_at is not None


def test_a_person_who_is_switched_off_lends_nothing(head, ann):
    lend(head, ann)
    make_staff("owner", email="owner@x.example")
    people.disable_user(user_id=head.pk, actor=OWNER, at=clock.now())
    assert not people.actor_for(ann).can("budgets.approve")


def test_lent_rights_open_no_other_records(head, ann):
    Membership.objects.filter(user=ann).update(scopes={"channel": ["eu"]})
    lend(head, ann)
    assert people.actor_for(ann).scopes == {"channel": frozenset({"eu"})}


def test_hod_9_one_right_opens_everything_of_marketing_to_read_and_nothing_to_write():
    found = rules.merge_permissions([["marketing.oversee"]], ALL_KEYS)
    assert {"marketing.read", "mentions.read", "affiliates.read", "advertising.read", "budgets.read"} <= found
    assert not [key for key in found if not key.endswith((".read", ".oversee"))]
