"""Conflicts of the calendar: found narrowly, told to their roles, accepted for a while, blocking."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from storecrew.contexts.work import conflicts, rules
from storecrew.contexts.work import public as work
from storecrew.contexts.work.models import Conflict, Finding
from storecrew.kernel import audit, clock, outbox
from storecrew.kernel.actor import Actor, system_actor
from storecrew.kernel.errors import Denied

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
ROOT = system_actor("tests")
PLAN = ("tests.plan", "1")


def put(kind="campaign", record="tests.plan", record_id=1, start=5, days=2, **more):
    values = {
        "kind": kind,
        "title": f"{kind} {record_id}",
        "starts_at": AT + start * DAY,
        "ends_at": AT + (start + days) * DAY,
        "owner_role": "marketing_manager",
        "record": record,
        "record_id": record_id,
        "actor": ROOT,
        "at": AT,
    }
    return work.put_on_calendar(**(values | more))


def closed(start=6, **more):
    return put("closure", "tests.closure", 9, start=start, days=1, owner_role="logistics_manager", **more)


def settle():
    with clock.frozen(AT):
        while outbox.drain():
            pass


def standing():
    return [(each.code, each.state, each.severity) for each in work.conflicts_of([PLAN])]


def told():
    return sorted(
        Finding.objects.filter(state="open", code="work.conflict").values_list("owner_role", flat=True)
    )


@pytest.mark.django_db
def test_mkt_17_a_closure_stands_against_the_campaign_until_one_of_the_two_moves():
    put()
    closure = closed()
    settle()
    assert standing() == [("closure", "open", "blocking")]
    assert told() == ["logistics_manager", "marketing_manager"]
    with pytest.raises(work.BlockedByConflict) as refusal:
        work.require_no_conflict(record="tests.plan", record_id=1, at=AT)
    assert refusal.value.details["conflicts"][0][3] == "logistics_manager"
    closed(start=20)
    settle()
    assert standing() == []
    assert told() == []
    work.require_no_conflict(record="tests.plan", record_id=1, at=AT)
    [row] = Conflict.objects.all()
    assert (row.state, row.resolved_at) == ("resolved", AT)
    history = [each.action for each in audit.entries_for("work.conflict", row.pk)]
    assert sorted(history) == ["work.conflict_found", "work.conflict_resolved"]
    assert closure.kind == "closure"


@pytest.mark.django_db
def test_gen_3_a_moved_date_is_looked_at_narrowly_and_tells_only_its_own_roles():
    put(touches=["location:main"])
    put(record_id=2, start=40, touches=["location:seoul"])
    closed(touches=["location:main"])
    settle()
    seen = []

    class Spy(work.ConflictRule):
        code, name, dates, others = "spy", "Spy", work.PLANS, ("closure",)

        def find(self, dates, *, at):
            seen.extend(date.record_id for date in dates)
            return ()

    work.register_conflict_rule(Spy())
    try:
        before = Finding.objects.count()
        put("count", "tests.count", 3, start=41, owner_role="inventory_manager", touches=["location:seoul"])
        settle()
        assert seen == []
        new = Finding.objects.order_by("pk")[before:]
        assert {each.owner_role for each in new} == {"inventory_manager", "marketing_manager"}
        closed(start=7, touches=["location:main"])
        settle()
        assert seen == ["1"]
    finally:
        conflicts._rules.pop("spy")


@pytest.mark.django_db
def test_what_changes_nothing_tells_nobody():
    put()
    closed()
    settle()
    times = sum(Finding.objects.values_list("times", flat=True))
    closed()
    settle()
    assert work.refresh_conflicts(at=AT) == 0
    assert sum(Finding.objects.values_list("times", flat=True)) == times


@pytest.mark.django_db
def test_an_acceptance_has_an_answer_a_reason_a_right_and_an_end():
    put()
    closed()
    settle()
    [found] = work.conflicts_of([PLAN])
    answer = {"answer": "shift", "reason": "Six people work on Saturday", "until": AT + 7 * DAY}
    nobody = Actor(kind="staff", id="1", label="Nobody", permissions=frozenset({"work.write"}))
    with pytest.raises(Denied):
        work.accept_conflict(found.id, **answer, actor=nobody, at=AT)
    for wrong in ({"answer": "hope"}, {"reason": " "}, {"until": AT}):
        with pytest.raises(work.AcceptanceNeedsReason):
            work.accept_conflict(found.id, **(answer | wrong), actor=ROOT, at=AT)
    work.accept_conflict(found.id, **answer, actor=ROOT, at=AT)
    with pytest.raises(work.ConflictClosed):
        work.accept_conflict(found.id, **answer, actor=ROOT, at=AT)
    assert told() == []
    assert work.require_no_conflict(record="tests.plan", record_id=1, at=AT)[0].answer == "shift"
    assert work.expire_acceptances(at=AT + 6 * DAY) == 0
    assert work.expire_acceptances(at=AT + 7 * DAY) == 1
    assert standing() == [("closure", "open", "blocking")]
    assert told() == ["logistics_manager", "marketing_manager"]


@pytest.mark.django_db
def test_an_acceptance_ends_when_it_gets_worse_and_can_be_taken_back():
    size = {"n": 10}

    class Sized(work.ConflictRule):
        code, name, dates, severity, owner_role = "sized", "Sized", ("campaign",), "blocking", "developer"

        def find(self, dates, *, at):
            return [work.Found(date=date, key="x", measure=size["n"]) for date in dates if size["n"]]

        def words(self, facts):
            return "Too big."

    work.register_conflict_rule(Sized())
    try:
        put()
        settle()
        [found] = work.conflicts_of([PLAN])
        for worse, state in ((8, "accepted"), (9, "open"), (0, "resolved")):
            if state != "resolved" and work.conflict(found.id).state == "open":
                work.accept_conflict(
                    found.id, answer="accept", reason="So be it", until=AT + DAY, actor=ROOT, at=AT
                )
            size["n"] = worse
            work.refresh_conflicts(at=AT)
            assert work.conflict(found.id).state == state
        with pytest.raises(work.ConflictClosed):
            work.reopen_conflict(found.id, reason="", actor=ROOT, at=AT)
        with pytest.raises(work.UnknownConflict):
            work.reopen_conflict(0, reason="", actor=ROOT, at=AT)
    finally:
        conflicts._rules.pop("sized")


@pytest.mark.django_db
def test_two_plans_for_the_same_goods_or_customers_are_one_conflict():
    put(touches=["product:7", "within:3"])
    put(record_id=2, start=6, touches=["category:3", "segment:new"])
    put(record_id=3, start=6, touches=["product:8", "segment:new"])
    put(record_id=4, start=60, touches=["product:7"])
    settle()
    found = Conflict.objects.filter(code="same_goods").order_by("record_id")
    assert [(row.record_id, row.facts["shared"]) for row in found] == [
        ("2", ["category:3"]),
        ("3", ["segment:new"]),
    ]
    assert "1 product or category" in work.conflict_words(found[0])
    assert "new" in work.conflict_words(found[1])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "word"),
    [
        ("count", "is counted"),
        ("freeze", "cannot be put right"),
        ("release", "goes live"),
        ("contract", "ends on 8 Mar 2026"),
    ],
)
def test_each_kind_of_conflict_says_what_meets_what(kind, word):
    put()
    put(kind, "tests.other", 2, start=6, days=0, title="The other")
    settle()
    [found] = work.conflicts_of([PLAN])
    assert (found.severity, found.with_title) == ("warning", "The other")
    assert word in work.conflict_words(found)
    assert work.conflict_name(kind)
    assert work.conflict_rule(kind).cure(found.facts)


@pytest.mark.django_db
def test_dates_by_hand_move_and_those_of_facts_only_by_their_context():
    own = work.put_on_calendar(
        kind="freeze", title="Freeze", starts_at=AT, ends_at=AT + DAY, owner_role="developer",
        record="work.calendar_entry", record_id="x", actor=ROOT, at=AT,
    )  # fmt: skip
    work.move_date(own.id, days=3, actor=ROOT, at=AT)
    [moved] = work.dates_of([("work.calendar_entry", "x")])
    assert (moved.starts_at, moved.ends_at) == (AT + 3 * DAY, AT + 4 * DAY)
    fact = put("roster", "tests.roster", 1)
    with pytest.raises(work.DateNotMovable):
        work.move_date(fact.id, days=1, actor=ROOT, at=AT)
    with pytest.raises(work.UnknownDate):
        work.move_date(0, days=1, actor=ROOT, at=AT)


def test_what_two_dates_touch_together():
    assert rules.shared(["product:1"], ["product:1", "location:x"], ["product"]) == ["product:1"]
    assert rules.shared(["category:3"], ["within:3"], ["category"]) == ["category:3"]
    assert rules.shared(["within:3"], ["within:3"], ["category"]) == []
    assert rules.meet_anywhere([], ["location:a"], "location")
    assert not rules.meet_anywhere(["location:b"], ["location:a"], "location")


@pytest.mark.django_db
def test_mkt_17_a_closed_warehouse_gives_one_alert_that_names_all_plans(monkeypatch):
    monkeypatch.setattr(conflicts, "_place_names", [lambda codes: {"berlin": "Berlin"}])
    for number in (1, 2, 3):
        put(record_id=number, title=f"Plan {number}", touches=["location:berlin"])
    closed(touches=["location:berlin"])
    settle()
    assert Conflict.objects.filter(code="closure", state="open").count() == 3
    assert told() == ["logistics_manager", "marketing_manager"]
    alert = Finding.objects.get(state="open", owner_role="logistics_manager")
    assert all(f"Plan {number}" in alert.said("title") for number in (1, 2, 3))
    assert "Berlin" in alert.said("detail")
    assert "berlin" not in alert.said("detail")
    work.take_off_calendar(record="tests.plan", record_id=2, actor=ROOT, at=AT)
    settle()
    alert.refresh_from_db()
    assert alert.state == "open"
    assert "Plan 2" not in alert.said("title")
    work.take_off_calendar(record="tests.closure", record_id=9, actor=ROOT, at=AT)
    settle()
    assert told() == []


@pytest.mark.django_db
def test_mkt_17_a_name_that_a_campaign_shares_with_its_promotion_is_said_once():
    for number, record in ((1, "tests.plan"), (2, "tests.campaign")):
        put(record=record, record_id=number, title="Winter")
    put("contract", "tests.contract", 9, title="Night carrier")
    settle()
    assert Conflict.objects.filter(code="contract", state="open").count() == 2
    alerts = Finding.objects.filter(state="open", code="work.conflict", title__startswith="Contract ends")
    assert {each.said("title") for each in alerts} == {"Contract ends: Winter"}
    assert len(alerts) == len({each.owner_role for each in alerts})
