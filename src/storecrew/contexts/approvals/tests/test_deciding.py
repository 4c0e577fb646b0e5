"""Ask, approve, refuse, withdraw, expire: each once, by the right person (AUT-10, ASVS 2.3.5)."""

from __future__ import annotations

import pytest

from storecrew.contexts.approvals import public as approvals
from storecrew.contexts.approvals.models import Approval
from storecrew.contexts.approvals.operations import deciding
from storecrew.contexts.approvals.tests.factories import AT, DAY, ask, asker, boss, person
from storecrew.kernel.audit.models import AuditEntry
from storecrew.kernel.errors import Conflict, Denied
from storecrew.kernel.outbox.models import OutboxEvent

pytestmark = pytest.mark.django_db


def state(approval_id: int) -> str:
    return Approval.objects.get(pk=approval_id).state


def test_aut_10_what_was_asked_is_done_when_a_second_person_approves(done):
    asked = ask()
    assert (asked.title, asked.state, asked.requester, done) == ("Thing 1", "pending", "Person 1", [])
    ended = approvals.approve(approval_id=asked.id, note="fine", actor=boss(), at=AT + DAY)
    assert (ended.state, ended.decided_by, ended.note, ended.outcome) == (
        "approved", "Person 2", "fine", {"n": 1},
    )  # fmt: skip
    assert done == [(1, "Person 2")]
    assert list(AuditEntry.objects.order_by("pk").values_list("action", "actor_label")) == [
        ("approvals.asked", "Person 1"),
        ("approvals.approved", "Person 2"),
    ]
    names = list(OutboxEvent.objects.order_by("pk").values_list("name", flat=True))
    assert names == ["approvals.ApprovalRequested", "approvals.ApprovalDecided"]


def test_aut_10_nobody_approves_their_own_request_whatever_rights_they_have(done):
    both = boss(1)
    asked = ask(actor=both)
    with pytest.raises(approvals.OwnRequest):
        approvals.approve(approval_id=asked.id, actor=both, at=AT)
    with pytest.raises(approvals.OwnRequest):
        approvals.refuse(approval_id=asked.id, note="no", actor=both, at=AT)
    assert (state(asked.id), done) == ("pending", [])
    assert not approvals.waiting_for(both).exists()


def test_gen_4_in_single_person_mode_one_may(done):
    both = boss(1)
    asked = ask(actor=both)
    approvals.set_single_person(on=True, actor=both, at=AT)
    approvals.set_single_person(on=True, actor=both, at=AT)
    assert list(approvals.waiting_for(both)) == [Approval.objects.get()]
    assert approvals.approve(approval_id=asked.id, actor=both, at=AT).state == "approved"
    assert AuditEntry.objects.filter(action="approvals.single_person_set").count() == 1
    approvals.set_single_person(on=False, actor=both, at=AT)
    assert not approvals.single_person()


def test_aut_10_without_the_right_or_outside_the_channel_there_is_no_such_request(done):
    asked = ask(channel="kr")
    for actor in (person(3), boss(3, scopes={"channel": frozenset({"eu"})})):
        with pytest.raises(approvals.UnknownApproval):
            approvals.approve(approval_id=asked.id, actor=actor, at=AT)
        with pytest.raises(approvals.UnknownApproval):
            approvals.approval(asked.id, actor=actor)
    with pytest.raises(Denied):
        approvals.approve(approval_id=asked.id, actor=asker(), at=AT)
    assert approvals.approval(asked.id, actor=asker()).id == asked.id
    assert approvals.waiting_for(boss(3, scopes={"channel": frozenset({"kr"})})).count() == 1


def test_con_15_a_second_decision_comes_too_late(done):
    asked = ask()
    approvals.approve(approval_id=asked.id, actor=boss(), at=AT)
    for late in (approvals.approve, approvals.refuse):
        with pytest.raises(approvals.DecidedAlready):
            late(approval_id=asked.id, note="late", actor=boss(3), at=AT)
    with pytest.raises(approvals.DecidedAlready):
        approvals.withdraw(approval_id=asked.id, actor=asker(), at=AT)
    assert len(done) == 1


def test_aut_10_a_refusal_needs_a_note_and_changes_nothing(done):
    asked = ask()
    with pytest.raises(approvals.ReasonNeeded):
        approvals.refuse(approval_id=asked.id, note=" ", actor=boss(), at=AT)
    assert approvals.refuse(approval_id=asked.id, note="Too low", actor=boss(), at=AT).state == "refused"
    assert done == []


def test_a_request_needs_a_reason(done):
    with pytest.raises(approvals.ReasonNeeded):
        ask(reason="  ")


def test_con_15_the_same_thing_is_asked_once_and_again_after_it_ended(done):
    first, second = ask(), ask()
    assert first.id == second.id
    approvals.withdraw(approval_id=first.id, actor=asker(), at=AT)
    assert ask().id != first.id


def test_parts_of_one_import_are_joined(done):
    first, second = ask(kind="tests.joined"), ask(kind="tests.joined")
    assert (first.id, second.payload, second.facts) == (second.id, {"n": 2}, {"n": 2})
    approvals.approve(approval_id=first.id, actor=boss(), at=AT)
    assert done == [(2, "Person 2")]


def test_only_the_one_who_asked_withdraws(done):
    asked = ask()
    with pytest.raises(approvals.UnknownApproval):
        approvals.withdraw(approval_id=asked.id, actor=boss(), at=AT)
    assert approvals.withdraw(approval_id=asked.id, actor=asker(), at=AT).state == "withdrawn"


def test_aut_10_what_nobody_decides_expires_and_cannot_be_approved_late(done):
    asked = ask()
    late = AT + 7 * DAY
    with pytest.raises(approvals.DecidedAlready):
        approvals.approve(approval_id=asked.id, actor=boss(), at=late)
    assert deciding.expire_due(at=late - DAY) == 0
    assert (deciding.expire_due(at=late), deciding.expire_due(at=late)) == (1, 0)
    assert (state(asked.id), done) == ("expired", [])


def test_an_atomic_kind_that_cannot_leaves_the_request_open(done):
    asked = ask()
    done.refuse = True
    with pytest.raises(Conflict):
        approvals.approve(approval_id=asked.id, actor=boss(), at=AT)
    assert state(asked.id) == "pending"
    assert not AuditEntry.objects.filter(action="approvals.approved").exists()


def test_a_kind_that_acts_outside_ends_as_failed_with_the_words(done):
    asked = ask(kind="tests.outside")
    done.refuse = True
    ended = approvals.approve(approval_id=asked.id, actor=boss(), at=AT)
    assert ended.state == "failed"
    assert "It changed meanwhile." in ended.outcome["refused"]


def test_flt_02_the_job_finishes_what_was_left(done):
    asked = ask(kind="tests.outside")
    Approval.objects.filter(pk=asked.id).update(
        state="approved", decided_at=AT, decider_id="2", decider_label="Person 2"
    )
    assert deciding.finish_approved(at=AT) == 0, "the one who pressed is at it"
    assert deciding.finish_approved(at=AT + DAY) == 1
    assert deciding.finish_approved(at=AT + DAY) == 0
    assert done == [(1, "Person 2")]
