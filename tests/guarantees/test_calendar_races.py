"""Two at one date of the calendar, and two who answer one warning: real processes, both databases."""

from __future__ import annotations

import datetime as dt
from functools import partial

import pytest

from storecrew.contexts.checkout.tests.factories import AT, make_shop
from storecrew.contexts.promotions import public as promotions
from storecrew.contexts.promotions.models import Promotion
from storecrew.contexts.promotions.tests.lives import ACTOR, DAY, make
from storecrew.contexts.promotions.tests.test_capacity import FIRST, shift
from storecrew.contexts.promotions.tests.test_conflicts import RECORD, settle
from storecrew.contexts.shipping import public as shipping
from storecrew.contexts.shipping.models import RestDay
from storecrew.contexts.work import public as work
from storecrew.contexts.work.models import CalendarEntry, Conflict
from storecrew.kernel.audit.models import AuditEntry
from tests.guarantees.machinery.arena import attempt
from tests.guarantees.machinery.interleaver import race

pytestmark = pytest.mark.race
CALENDAR = "storecrew.contexts.work.operations.calendar."
WEEK = AT + 7 * DAY


def by_hand() -> CalendarEntry:
    date = work.put_on_calendar(
        kind="note", title="Team day", starts_at=WEEK, ends_at=WEEK + DAY, owner_role="content_team",
        record="work.calendar_entry", record_id="1", actor=ACTOR, at=AT,
    )  # fmt: skip
    return CalendarEntry.objects.get(pk=date.id)


def of_a_rest_day() -> CalendarEntry:
    shipping.add_rest_day(day=WEEK.date(), name="Feast", actor=ACTOR, at=AT)
    return CalendarEntry.objects.get(kind="holiday")


def of_a_promotion() -> CalendarEntry:
    row = make(make_shop({"A-1": 500}), starts=WEEK.replace(tzinfo=None), ends=None, planned={})
    promotions.schedule_promotion(row.pk, actor=ACTOR, at=AT)
    return CalendarEntry.objects.get(kind="promotion")


KINDS = {"by hand": by_hand, "rest day": of_a_rest_day, "promotion": of_a_promotion}


def move(entry: CalendarEntry, days: int) -> None:
    work.move_date(entry.pk, days=days, seen=entry.starts_at, actor=ACTOR, at=AT)


def begins(entry: CalendarEntry) -> dt.datetime:
    return CalendarEntry.objects.get(record=entry.record, record_id=entry.record_id).starts_at


@pytest.mark.parametrize("kind", KINDS)
def test_con_13_two_who_move_a_date_at_once_move_it_once(arena, kind):
    entry = arena.run(KINDS[kind])
    outcomes = arena.stampede([partial(move, entry, days) for days in (1, 2, 3, 4)])
    assert [outcome.value for outcome in outcomes if outcome.status == "error"] == []
    [moved] = [days for days, outcome in enumerate(outcomes, start=1) if outcome.ok]
    assert arena.run(partial(begins, entry)) == entry.starts_at + moved * DAY
    assert {outcome.code for outcome in outcomes} <= {"", "date_moved", "promotion_changed", "unknown_date"}


@pytest.mark.parametrize("kind", KINDS)
def test_con_13_a_date_that_moves_between_the_look_and_the_move_stays_where_the_first_put_it(arena, kind):
    entry = arena.run(KINDS[kind])

    def second():
        with race(arena, before=CALENDAR + "_move", do=partial(move, entry, 1)) as first:
            mine = attempt(partial(move, entry, 3))
        return first.outcome, mine

    first, mine = arena.run(second)
    assert first.ok, first.value
    assert arena.run(partial(begins, entry)) == entry.starts_at + DAY
    assert mine.code == "date_moved"
    assert mine.details["seen"] == entry.starts_at.isoformat()
    assert mine.details["now"] == (entry.starts_at + DAY).isoformat()


def test_con_13_a_page_that_is_out_of_date_moves_nothing(arena):
    entry = arena.run(of_a_rest_day)
    arena.run(partial(move, entry, 1))
    assert arena.start(partial(move, entry, 1)).wait().code == "date_moved"
    assert arena.run(lambda: RestDay.objects.get().day) == (WEEK + DAY).date()


def warned() -> int:
    """Return the conflict of a promotion for which too few people pack."""
    shop = make_shop({"A-1": 500})
    person = shift("pack", FIRST + 6 * DAY, 1)
    row = make(shop, planned={shop.variants["A-1"]: 40}, ends=dt.datetime(2026, 3, 5))
    promotions.schedule_promotion(row.pk, actor=ACTOR, at=AT)
    settle()
    del person
    [found] = work.conflicts_of([(RECORD, str(row.pk))])
    assert found.code == "capacity_pack"
    return found.id


def answer(conflict_id: int, what: str) -> None:
    work.accept_conflict(
        conflict_id, answer=what, days=2, reason=f"We {what}", until=AT + 9 * DAY, actor=ACTOR, at=AT
    )


def said(conflict_id: int) -> tuple:
    row = Conflict.objects.get(pk=conflict_id)
    trail = AuditEntry.objects.filter(action="work.conflict_accepted", record_id=str(conflict_id))
    return row.state, row.answer, row.reason, trail.count()


def test_mkt_19_a_capacity_warning_is_answered_once_by_whoever_came_first(arena):
    conflict_id = arena.run(warned)
    answers = ["shift", "stagger", "shift", "stagger"]
    outcomes = arena.stampede([partial(answer, conflict_id, what) for what in answers])
    assert [outcome.value for outcome in outcomes if outcome.status == "error"] == []
    [won] = [what for what, outcome in zip(answers, outcomes, strict=True) if outcome.ok]
    assert {outcome.code for outcome in outcomes if not outcome.ok} == {"conflict_closed"}
    assert arena.run(partial(said, conflict_id)) == ("accepted", won, f"We {won}", 1)


def test_mkt_19_an_answer_that_comes_while_another_is_written_is_told_so(arena):
    conflict_id = arena.run(warned)

    def second():
        place = "storecrew.contexts.work.operations.accepting._accept"
        with race(arena, before=place, do=partial(answer, conflict_id, "shift")) as first:
            mine = attempt(partial(answer, conflict_id, "stagger"))
        return first.outcome, mine

    first, mine = arena.run(second)
    state, kept, _reason, trail = arena.run(partial(said, conflict_id))
    assert (state, trail) == ("accepted", 1)
    won, lost = (first, mine) if first.ok else (mine, first)
    assert (won.ok, lost.code, kept) == (True, "conflict_closed", "shift" if first.ok else "stagger")


def test_mkt_18_leave_for_low_stock_is_given_although_its_conflict_was_answered_in_that_moment(arena):
    def prepare():
        shop = make_shop({"A-1": 500})
        row = make(shop, planned={shop.variants["A-1"]: 400})
        Promotion.objects.filter(pk=row.pk).update(state="scheduled")
        Conflict.objects.create(
            code="low_cover", record=RECORD, record_id=str(row.pk), dedupe_key="x", kind="promotion",
            title="Spring", severity="blocking", owner_role="inventory_manager",
            planner_role="marketing_manager", starts_at=WEEK, ends_at=WEEK + DAY, found_at=AT, seen_at=AT,
        )  # fmt: skip
        return row.pk, Conflict.objects.get().pk

    promotion_id, conflict_id = arena.run(prepare)
    give = partial(
        promotions.override_stock, promotion_id, reason="A lorry is on its way", expires_at=AT + 9 * DAY,
        actor=ACTOR, at=AT,
    )  # fmt: skip
    outcomes = arena.stampede([give] * 3)
    assert [outcome.value for outcome in outcomes if not outcome.ok] == []
    assert arena.run(partial(said, conflict_id))[::3] == ("accepted", 1)
