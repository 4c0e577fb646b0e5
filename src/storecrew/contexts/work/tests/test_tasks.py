"""Tasks: opened once, taken by one, answered where they were asked, told to the lead when late."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest

from storecrew.contexts.work import public as work
from storecrew.contexts.work import tasks
from storecrew.contexts.work.models import Task
from storecrew.contexts.work.operations import tasks as operations
from storecrew.contexts.work.rules import Hours, due_after, lead_of
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor, guest_actor
from storecrew.kernel.errors import Denied
from storecrew.kernel.outbox.models import OutboxEvent

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LATER = AT + timedelta(hours=3)


def staff(user_id="7", label="Ann", **scopes):
    rights = frozenset({"work.read", "work.write"})
    found = {kind: frozenset(codes) for kind, codes in scopes.items()}
    return Actor(kind="staff", id=user_id, label=label, permissions=rights, scopes=found)


ANN, BOB = staff(), staff("8", "Bob")


def open_task(**changes):
    values = {
        "code": "warehouse.question",
        "title": "Has it left?",
        "owner_role": "logistics_manager",
        "actor": ANN,
        "at": AT,
    }
    return work.open_task(**(values | changes))


@pytest.mark.parametrize(
    ("start", "minutes", "due"),
    [
        # Monday morning, inside the hours
        (datetime(2026, 3, 2, 9, 0), 60, datetime(2026, 3, 2, 10, 0)),
        # Friday 17:30 in Berlin: half an hour then, an hour on Monday
        (datetime(2026, 2, 27, 16, 30), 90, datetime(2026, 3, 2, 8, 0)),
        # before opening the clock stands still
        (datetime(2026, 3, 2, 3, 0), 30, datetime(2026, 3, 2, 7, 30)),
        # the weekend on which summer time begins: Monday opens an hour earlier in UTC
        (datetime(2026, 3, 27, 17, 0), 30, datetime(2026, 3, 30, 6, 30)),
    ],
)
def test_the_clock_of_a_task_runs_in_working_hours(start, minutes, due):
    found = due_after(start.replace(tzinfo=UTC), minutes, Hours("Europe/Berlin"))
    assert found == due.replace(tzinfo=UTC)


def test_hours_in_which_nobody_works_are_refused():
    for hours in (Hours(days=()), Hours(opens=time(9), closes=time(9))):
        with pytest.raises(ValueError, match="nobody"):
            due_after(AT, 1, hours)


def test_the_lead_of_the_lead_is_the_owner():
    assert lead_of("logistics_manager") == "head_of_digital"
    assert lead_of("head_of_digital") == "owner"


@pytest.mark.django_db
class TestTasks:
    def test_a_task_is_open_once_per_key_and_may_come_again(self):
        first = open_task(dedupe_key="ask:1")
        assert open_task(dedupe_key="ask:1", title="Again").id == first.id
        assert OutboxEvent.objects.filter(name="work.TaskOpened").count() == 1
        work.finish_task(first.id, actor=BOB, at=LATER)
        assert open_task(dedupe_key="ask:1").id != first.id
        assert open_task().id != open_task().id

    def test_losing_the_race_to_open_finds_the_other_one(self, monkeypatch):
        calls = []

        def too_early(key):
            calls.append(key)
            if len(calls) == 1:
                values = {"code": "x", "title": "t", "owner_role": "r", "opened_at": AT, "opened_by": "x"}
                Task.objects.create(dedupe_key=key, **values)
            return None

        monkeypatch.setattr(operations, "_open_one", too_early)
        assert open_task(dedupe_key="k").title == "t"
        assert Task.objects.count() == 1

    @pytest.mark.parametrize("missing", ["title", "owner_role", "code"])
    def test_a_task_needs_a_title_an_owner_and_a_code(self, missing):
        with pytest.raises(work.InvalidTask):
            open_task(**{missing: ""})

    def test_of_two_colleagues_one_takes_it_and_can_give_it_back(self):
        task = open_task()
        assert work.take_task(task.id, actor=ANN, at=AT).taken_by == "Ann"
        assert work.take_task(task.id, actor=ANN, at=AT).state == "taken"
        with pytest.raises(work.TaskTaken) as caught:
            work.take_task(task.id, actor=BOB, at=AT)
        assert caught.value.details["by"] == "Ann"
        with pytest.raises(work.TaskTaken):
            work.finish_task(task.id, actor=BOB, at=LATER)
        assert work.give_back_task(task.id, actor=BOB, at=LATER).state == "open"
        assert work.finish_task(task.id, note="done", actor=BOB, at=LATER).closed_by == "Bob"
        for late in (work.take_task, work.give_back_task, work.finish_task):
            with pytest.raises(work.TaskClosed):
                late(task.id, actor=ANN, at=LATER)

    def test_an_answer_lands_where_the_question_was_asked(self):
        task = open_task(asked_from_record="orders.order", asked_from_id=5)
        assert task.wants_answer
        with pytest.raises(work.EmptyAnswer):
            work.answer_task(task.id, answer="  ", actor=BOB, at=LATER)
        with pytest.raises(work.EmptyAnswer):
            work.finish_task(task.id, actor=BOB, at=LATER)
        done = work.finish_task(task.id, note=" On the van. ", actor=BOB, at=LATER)
        assert (done.state, done.answer) == ("done", "On the van.")
        assert [c.body for c in work.comments_for("orders.order", 5)] == ["On the van."]
        assert [t.id for t in work.tasks_about("orders.order", 5)] == [task.id]
        with pytest.raises(work.TaskClosed):
            work.answer_task(task.id, answer="twice", actor=BOB, at=LATER)
        assert len(work.comments_for("orders.order", 5)) == 1
        [event] = OutboxEvent.objects.filter(name="work.TaskAnswered")
        assert event.payload["answer"] == "On the van."

        late = open_task(due_at=AT + timedelta(hours=1))
        open_task(due_at=LATER + timedelta(hours=1))
        open_task()
        tasks.escalate_overdue(LATER)
        tasks.escalate_overdue(LATER)
        [finding] = work.open_findings(role="head_of_digital")
        assert (finding.title, finding.times) == ("Has it left?", 1)
        assert work.task(late.id).escalated_to == "head_of_digital"
        work.finish_task(late.id, actor=BOB, at=LATER)
        assert work.open_findings() == []

    def test_what_nobody_needs_any_more_is_withdrawn(self):
        task = open_task(dedupe_key="k", due_at=AT)
        tasks.escalate_overdue(LATER)
        assert work.withdraw_task(dedupe_key="k", reason="order canceled", actor=ANN, at=LATER)
        assert not work.withdraw_task(dedupe_key="k", actor=ANN, at=LATER)
        assert work.open_findings() == []
        assert audit.entries_for("work.task", task.id)[0].reason == "order canceled"
        assert work.withdraw_task(task_id=task.id, actor=ANN, at=LATER) is False
        with pytest.raises(work.UnknownTask):
            work.withdraw_task(task_id=0, actor=ANN, at=LATER)

    def test_the_inbox_is_of_ones_roles_and_locations_earliest_first(self):
        later = open_task(due_at=LATER)
        soon = open_task(due_at=AT, location_code="main")
        elsewhere = open_task(location_code="seoul")
        open_task(owner_role="content_team")
        roles = ["logistics_manager"]
        assert [t.id for t in work.inbox(ANN, roles=roles)] == [soon.id, later.id, elsewhere.id]
        here = staff(location=["main"])
        assert [t.id for t in work.inbox(here, roles=roles)] == [soon.id, later.id]
        assert len(work.inbox(ANN)) == 4
        with pytest.raises(work.UnknownTask):
            work.take_task(elsewhere.id, actor=here, at=AT)

    def test_a_guest_does_nothing(self):
        task = open_task()
        for write in (work.take_task, work.finish_task):
            with pytest.raises(Denied):
                write(task.id, actor=guest_actor(), at=AT)
        with pytest.raises(Denied):
            open_task(actor=guest_actor())


def ask_about(revision, **changes):
    values = {
        "code": "sign_off", "title": "Sign it off", "detail": "", "record": "x.plan", "record_id": 3,
        "url": "", "due_at": LATER, "actor": ANN, "at": AT,
    }  # fmt: skip
    work.ask_teams(("warehouse", "service"), revision=revision, **(values | changes))
    return work.asked_of_teams("sign_off", "x.plan", 3)


@pytest.mark.django_db
def test_mkt_17_each_team_is_asked_once_about_a_version_and_answers_for_itself():
    ask_about(1)
    asked = ask_about(1)
    assert [task.owner_role for task in asked] == ["warehouse", "service"]
    assert Task.objects.count() == 2
    assert work.who_answered(asked, at=AT) is None
    work.finish_task(asked[0].id, actor=BOB, at=AT)
    asked = work.asked_of_teams("sign_off", "x.plan", 3)
    assert work.who_answered(asked, at=AT) is None, "one may still answer"
    assert work.who_answered(asked, at=LATER) == ("Bob", False)
    work.finish_task(asked[1].id, actor=ANN, at=AT)
    assert work.who_answered(work.asked_of_teams("sign_off", "x.plan", 3), at=AT) == ("Bob, Ann", True)
    assert {task.id for task in ask_about(2)} & {task.id for task in asked} == set(), (
        "a version is asked anew"
    )


@pytest.mark.django_db
def test_mkt_17_what_does_not_run_is_asked_of_nobody():
    asked = ask_about(1)
    work.finish_task(asked[0].id, actor=BOB, at=AT)
    work.ask_nobody(work.asked_of_teams("sign_off", "x.plan", 3), "It is over.", actor=ANN, at=LATER)
    states = {task.owner_role: task.state for task in work.asked_of_teams("sign_off", "x.plan", 3)}
    assert states == {"warehouse": "done", "service": "withdrawn"}
