"""Promotions on the shared calendar: what stands against them, who lets them pass, and where they move."""

import datetime as dt

import pytest

from storecrew.contexts.checkout.tests.factories import AT
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.promotions import public as promotions
from storecrew.contexts.promotions.operations import conflicting
from storecrew.contexts.promotions.tests.lives import (
    ACTOR,
    DAY,
    acknowledge,
    content,
    make,
)
from storecrew.contexts.work import public as work
from storecrew.contexts.work.models import Finding
from storecrew.kernel import clock, outbox

RECORD = "promotions.promotion"


def settle(at=AT):
    with clock.frozen(at):
        while outbox.drain():
            pass


def set_stock(shop, before, after):
    inventory.adjust(
        shop.variants["A-1"], on_hand=after, expected_on_hand=before, reason="counted", actor=ACTOR, at=AT
    )


def standing(row):
    return [(each.code, each.state) for each in work.conflicts_of([(RECORD, str(row.pk))])]


def close_warehouse(start, *, place="main", days=1):
    return work.put_on_calendar(
        kind="closure", title="Stock move", starts_at=start, ends_at=start + days * DAY,
        owner_role="logistics_manager", record="work.calendar_entry", record_id="close",
        touches=[f"location:{place}"], actor=ACTOR, at=AT,
    )  # fmt: skip


def test_gen_3_a_closed_warehouse_holds_a_promotion_until_logistics_answers(shop):
    row = make(shop)
    promotions.schedule_promotion(row.pk, actor=ACTOR, at=AT)
    acknowledge(row)
    close_warehouse(row.active_from)
    settle()
    assert standing(row) == [("closure", "open")]
    start = row.active_from
    assert promotions.launch_due(start) == 0
    assert promotions.launch_due(start + dt.timedelta(seconds=30)) == 0
    row.refresh_from_db()
    assert row.state == "scheduled"
    [held] = Finding.objects.filter(code="promotion_held", state="open")
    assert (held.owner_role, held.times) == ("marketing_manager", 1)
    [found] = work.conflicts_of([(RECORD, str(row.pk))])
    work.accept_conflict(
        found.id, answer="shift", reason="Six people come in", until=start + 3 * DAY, actor=ACTOR, at=start
    )
    assert promotions.launch_due(start + dt.timedelta(minutes=1)) == 1
    assert not Finding.objects.filter(code="promotion_held", state="open").exists()


def test_mkt_17_moving_the_promotion_resolves_it_and_a_warehouse_elsewhere_does_not_matter(shop):
    row = make(shop)
    promotions.schedule_promotion(row.pk, actor=ACTOR, at=AT)
    close_warehouse(row.active_from, place="elsewhere")
    settle()
    assert standing(row) == []
    close_warehouse(row.active_from)
    settle()
    assert standing(row) == [("closure", "open")]
    [date] = work.dates_of([(RECORD, str(row.pk))])
    work.move_date(date.id, days=10, actor=ACTOR, at=AT)
    row.refresh_from_db()
    assert (row.state, row.starts_local, row.ends_local) == (
        "scheduled", "2026-03-14T00:00", "2026-03-20T00:00",
    )  # fmt: skip
    assert standing(row) == []
    assert len([task for task in promotions.acknowledgements(row) if task.is_open]) == 2


def test_mkt_18_goods_that_run_low_before_the_start_are_a_conflict_of_the_inventory_manager(shop):
    row = make(shop, planned={shop.variants["A-1"]: 40})
    promotions.schedule_promotion(row.pk, actor=ACTOR, at=AT)
    settle()
    assert standing(row) == []
    set_stock(shop, 40, 15)
    assert conflicting.look_again([shop.variants["A-1"]], at=AT) == 1
    [found] = work.conflicts_of([(RECORD, str(row.pk))])
    assert (found.code, found.owner_role, found.measure, found.blocks) == (
        "low_cover", "inventory_manager", 25, True,
    )  # fmt: skip
    assert "A-1: 40 planned, 25 missing" in work.conflict_words(found)
    work.accept_conflict(
        found.id, answer="accept", reason="A truck is on its way", until=AT + 9 * DAY, actor=ACTOR, at=AT
    )
    assert row.overrides.get().reason == "A truck is on its way"
    acknowledge(row)
    assert promotions.launch_due(row.active_from) == 1


def test_mkt_18_leave_given_on_the_promotion_answers_the_conflict_too(shop):
    row = make(shop, planned={shop.variants["A-1"]: 40})
    promotions.schedule_promotion(row.pk, actor=ACTOR, at=AT)
    settle()
    set_stock(shop, 40, 15)
    conflicting.look_again([shop.variants["A-1"]], at=AT)
    promotions.override_stock(row.pk, reason="It comes", expires_at=AT + 9 * DAY, actor=ACTOR, at=AT)
    assert standing(row) == [("low_cover", "accepted")]
    work.refresh_conflicts(at=AT)
    assert standing(row) == [("low_cover", "accepted")]
    set_stock(shop, 15, 80)
    conflicting.look_again([shop.variants["A-1"]], at=AT)
    assert standing(row) == []


def test_two_promotions_for_one_article_meet_and_a_draft_sees_it_before(shop):
    first = make(shop)
    promotions.schedule_promotion(first.pk, actor=ACTOR, at=AT)
    second = make(shop, name="Again", planned={})
    ahead = promotions.conflicts_ahead(second, at=AT)
    assert [(each.code, each.severity, each.owner_role) for each in ahead] == [
        ("same_goods", "warning", "marketing_manager")
    ]
    promotions.schedule_promotion(second.pk, actor=ACTOR, at=AT)
    settle()
    assert (standing(first), standing(second)) == ([], [("same_goods", "open")])
    revised = promotions.change_promotion(
        second.pk, content(shop, name="Again", planned={}), revision=second.revision, actor=ACTOR, at=AT
    )
    settle()
    assert standing(revised) == []


def test_a_promotion_that_cannot_be_promised_there_stays_where_it_was(shop):
    row = make(shop, planned={shop.variants["A-1"]: 30})
    promotions.schedule_promotion(row.pk, actor=ACTOR, at=AT)
    other = make(
        shop, planned={shop.variants["A-1"]: 30}, starts=dt.datetime(2026, 3, 20),
        ends=dt.datetime(2026, 3, 25),
    )  # fmt: skip
    promotions.schedule_promotion(other.pk, actor=ACTOR, at=AT)
    with pytest.raises(promotions.StockTooLowForPromotion):
        promotions.move_promotion(row.pk, days=17, actor=ACTOR, at=AT)
    row.refresh_from_db()
    assert (row.state, row.starts_local) == ("scheduled", "2026-03-04T00:00")
    running = make(shop, starts=None)
    with pytest.raises(promotions.WrongState):
        promotions.move_promotion(running.pk, days=1, actor=ACTOR, at=AT)


def test_what_ended_early_stands_in_nobodys_way_any_more(shop):
    row = make(shop, starts=None)
    promotions.schedule_promotion(row.pk, actor=ACTOR, at=AT)
    acknowledge(row)
    promotions.launch_due(AT)
    close_warehouse(AT + 2 * DAY)
    settle()
    assert standing(row) == [("closure", "open")]
    promotions.end_promotion(row.pk, actor=ACTOR, at=AT + DAY)
    settle(AT + DAY)
    assert standing(row) == []
    [date] = work.dates_of([(RECORD, str(row.pk))])
    assert date.ends_at == AT + DAY
    later = make(shop, name="Never")
    promotions.schedule_promotion(later.pk, actor=ACTOR, at=AT)
    promotions.end_promotion(later.pk, actor=ACTOR, at=AT)
    assert work.dates_of([(RECORD, str(later.pk))]) == []


def test_a_count_of_other_goods_is_no_conflict(shop):
    row = make(shop)
    promotions.schedule_promotion(row.pk, actor=ACTOR, at=AT)
    product = next(each for each in work.dates_of([(RECORD, str(row.pk))])[0].touches if "product:" in each)

    def count(*touches):
        work.put_on_calendar(
            kind="count", title="Berlin · 3", starts_at=row.active_from, ends_at=row.active_from + DAY,
            owner_role="inventory_manager", record="inventory.location", record_id=1,
            touches=["location:main", *touches], actor=ACTOR, at=AT,
        )  # fmt: skip
        settle()

    count("product:999999")
    assert standing(row) == []
    count("product:999999", product)
    assert standing(row) == [("count", "open")]
