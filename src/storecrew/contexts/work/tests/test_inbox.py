"""Inboxes: who finds what in theirs, what they may put off or finish, and changes taken back once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from storecrew.contexts.work import public as work
from storecrew.contexts.work import rules, tasks
from storecrew.contexts.work.models import InboxMark, UndoOffer
from storecrew.contexts.work.tests.factories import make_finding
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def staff(user_id="7", label="Ann", **scopes):
    found = {kind: frozenset(codes) for kind, codes in scopes.items()}
    rights = frozenset({"work.read", "work.write"})
    return Actor(kind="staff", id=user_id, label=label, permissions=rights, scopes=found)


ANN, BOB = staff(), staff("8", "Bob")
BOBS = ("customer_service", "bob", "bob@x.example")


def open_task(**changes):
    values = {"code": "x", "title": "Has it left?", "owner_role": "customer_service", "actor": ANN, "at": AT}
    return work.open_task(**(values | changes))


def say(body, actor=ANN, **changes):
    values = {"record": "orders.order", "record_id": 7, "url": "/admin/orders/7/", "actor": actor, "at": AT}
    return work.comment(body=body, **(values | changes))


def lines(actor=BOB, names=BOBS, at=AT, **only):
    return list(work.inbox_entries(actor, names=names, at=at).filter(**only))


@pytest.mark.parametrize(
    ("body", "called"),
    [
        ("@Bob, look", ["bob"]),
        ("ask @customer_service. Now.", ["customer_service"]),
        ("@김민지 확인해 주세요", ["김민지"]),
        ("mail ann@shop.example or call @ann@shop.example!", ["ann@shop.example"]),
        ("@bob and @BOB", ["bob"]),
        ("3 @ 5 and @", []),
    ],
)
def test_names_are_found_in_any_script(body, called):
    assert rules.mentions(body) == called


def test_the_text_of_a_comment_falls_into_names_and_the_rest():
    assert rules.parted("Hi @bob. Bye") == [("Hi ", False), ("@bob", True), (". Bye", False)]
    assert rules.parted("plain") == [("plain", False)]


@pytest.mark.django_db
class TestInbox:
    def test_gen_4_tasks_and_mentions_of_all_roles_are_in_one_inbox(self):
        open_task()
        open_task(title="Count it", owner_role="inventory_manager")
        open_task(title="Not mine", owner_role="developer")
        say("@bob see this")
        both = (*BOBS, "inventory_manager")
        assert {row.to for row in lines(names=both)} == {"customer_service", "inventory_manager", "bob"}
        assert work.count_unread(BOB, names=both, at=AT) == 3

    def test_nobody_is_told_twice_or_of_their_own_words(self):
        say("@bob @customer_service")
        say("@bob says @bob", actor=BOB)
        assert len(lines()) == 1

    def test_what_is_put_off_comes_back_as_new(self):
        say("@bob")
        [row] = lines()
        work.read_entries(ids=[row.pk], names=BOBS, actor=BOB, at=AT)
        assert work.count_unread(BOB, names=BOBS, at=AT) == 0
        work.snooze_entries(ids=[row.pk], until=AT + DAY, names=BOBS, actor=BOB, at=AT)
        assert [row.state for row in lines()] == ["snoozed"]
        assert [row.state for row in lines(at=AT + DAY)] == ["open"]
        assert work.count_unread(BOB, names=BOBS, at=AT + DAY) == 1
        with pytest.raises(work.InvalidSnooze):
            work.snooze_entries(ids=[row.pk], until=AT, names=BOBS, actor=BOB, at=AT)

    def test_finishing_is_ones_own_and_can_be_taken_back(self):
        say("@customer_service")
        [row] = lines()
        before = work.put_aside(ids=[row.pk], names=BOBS, actor=BOB, at=AT)
        cy = staff("9", "Cy")
        assert lines(state="open") == []
        assert len(lines(cy, ("customer_service",), state="open")) == 1
        assert work.restore_marks(before, names=BOBS, actor=BOB, at=AT) == 1
        assert len(lines(state="open")) == 1

    def test_a_guessed_number_marks_nothing(self):
        say("@bob")
        [row] = lines()
        assert work.put_aside(ids=[row.pk], names=("eve",), actor=staff("6", "Eve"), at=AT) == []
        assert not InboxMark.objects.exists()

    def test_a_task_that_is_done_leaves_every_inbox_and_one_in_hand_is_not_new(self):
        task = open_task()
        work.take_task(task.id, actor=ANN, at=AT)
        assert work.count_unread(BOB, names=BOBS, at=AT) == 0
        assert [row.state for row in lines()] == ["open"]
        work.finish_task(task.id, actor=ANN, at=AT)
        assert [row.state for row in lines()] == ["done"]

    def test_gen_2_tasks_of_other_locations_stay_out(self):
        open_task(location_code="seoul")
        open_task(title="Anywhere")
        narrow = staff("8", "Bob", location=["berlin"])
        assert [row.task.title for row in lines(narrow)] == ["Anywhere"]


@pytest.mark.django_db
class TestTakingBack:
    def test_an_offer_is_good_once_for_its_author_for_a_while(self):
        offer = work.offer_undo(kind="x", payload={"n": 1}, actor=ANN, at=AT)
        with pytest.raises(work.UndoGone):
            work.take_undo(offer, actor=BOB, at=AT)
        assert work.take_undo(offer, actor=ANN, at=AT).payload == {"n": 1}
        with pytest.raises(work.UndoGone):
            work.take_undo(offer, actor=ANN, at=AT)
        late = work.offer_undo(kind="x", payload={}, actor=ANN, at=AT)
        with pytest.raises(work.UndoGone):
            work.take_undo(late, actor=ANN, at=AT + timedelta(hours=1))
        tasks.forget_undos(AT + timedelta(hours=1))
        assert not UndoOffer.objects.exists()

    def test_a_finished_task_opens_again_in_the_same_hands(self):
        task = open_task()
        work.take_task(task.id, actor=ANN, at=AT)
        work.finish_task(task.id, note="gone", actor=ANN, at=AT)
        again = work.reopen_task(task.id, actor=ANN, at=AT)
        assert (again.state, again.taken_by, again.answer, again.closed_at) == ("taken", "Ann", "", None)
        assert audit.entries_for("work.task", task.id)[0].action == "work.task_reopened"

    def test_an_answer_that_was_read_and_a_task_that_came_anew_stay_as_they_are(self):
        asked = open_task(wants_answer=True)
        work.finish_task(asked.id, note="yes", actor=ANN, at=AT)
        with pytest.raises(work.TaskClosed):
            work.reopen_task(asked.id, actor=ANN, at=AT)
        first = open_task(dedupe_key="k")
        work.finish_task(first.id, actor=ANN, at=AT)
        open_task(dedupe_key="k")
        with pytest.raises(work.TaskClosed):
            work.reopen_task(first.id, actor=ANN, at=AT)

    def test_closed_alerts_open_again_unless_they_came_anew(self):
        one, two = make_finding("a"), make_finding("b")
        for found in (one, two):
            work.resolve_finding(finding_id=found.id, actor=ANN, at=AT)
        make_finding("b")
        assert work.reopen_findings(finding_ids=[one.id, two.id], actor=ANN, at=AT) == 1
        assert len(work.open_findings()) == 2
