"""Visits, steps and touches out of notes, without a database."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storecrew.contexts.insights.facts import Note
from storecrew.contexts.insights.rules import days, funnel, kinds
from storecrew.contexts.insights.rules.batches import Batch
from storecrew.contexts.insights.rules.days import Period
from storecrew.contexts.insights.rules.sources import DEFAULTS
from storecrew.contexts.insights.rules.visits import Stay, share_of, touches
from storecrew.contexts.insights.tests.factories import AT, step, view


def read(*notes: Note, zone: str = "Europe/Berlin") -> Batch:
    batch = Batch(DEFAULTS, {1: zone}, {"mug": 12}, {}, {})
    batch.read(notes)
    return batch


def counts(batch: Batch) -> Counter[str]:
    return Counter(row.kind for row in batch.rows)


def test_u001_without_agreement_nothing_ties_two_pages_together():
    batch = read(view(0), view(1, "/p/mug/", inside=True, slug="mug"), view(2, "/cart/", inside=True))
    assert counts(batch) == {"visit": 1, "view": 3}
    assert not batch.stays
    assert [row.way for row in batch.rows] == ["direct", "direct", "unknown", "unknown"]
    assert batch.rows[2].product_id == 12


def test_mkt_01_a_visit_lasts_until_half_an_hour_of_quiet_or_another_source():
    google = {"host": "www.google.com"}
    batch = read(
        view(0, visitor=9, **google),
        view(10, visitor=9, inside=True),
        view(39, visitor=9, inside=True),
        view(70, visitor=9, inside=True),
        view(75, visitor=9, host="www.google.com"),
        view(76, visitor=9, host="www.google.com"),
    )
    assert counts(batch) == {"visit": 3, "known": 3, "view": 6, "stay": 2, "seen": 3, "left": 3}
    assert [(one.way, one.views) for one in batch.stays[9]] == [("search", 3), ("direct", 1), ("search", 2)]


def test_agreeing_on_a_page_begins_a_visit_without_counting_it_twice():
    batch = read(view(0, host="www.google.com"), view(1, visitor=9, host="www.google.com", again=True))
    assert counts(batch) == {"visit": 1, "view": 1, "known": 1, "seen": 1, "left": 1}
    assert batch.stays[9][0].way == "search"


def test_mkt_04_each_step_of_a_cart_counts_once():
    batch = read(
        view(0, visitor=9, source="news", medium="email", campaign="spring"),
        step(kinds.ADD, 1, visitor=9, products=(12,)),
        step(kinds.ADD, 2, visitor=9, products=(13,)),
        step(kinds.DETAILS, 3), step(kinds.DETAILS, 4), step(kinds.DELIVERY, 5), step(kinds.PAYMENT, 6),
        step(kinds.DECLINED, 7), step(kinds.DECLINED, 8),
        step(kinds.ORDER, 9, order_id=1, amount=1000, lines=((12, 2, 1000),)),
        step(kinds.ORDER, 9, order_id=1, amount=1000, lines=((12, 2, 1000),)),
    )  # fmt: skip
    found = counts(batch)
    assert {kind: found[kind] for kind in kinds.CART_STEPS} == dict.fromkeys(kinds.CART_STEPS, 1)
    assert found["add"] == 2
    order = next(row for row in batch.rows if row.kind == "order")
    assert (order.way, order.campaign, order.amount) == ("email", "spring", 1000)
    assert [one.place for one in batch.owed[0].touches] == ["only"]
    assert len(batch.owed) == 1


def carts(batch: Batch) -> dict[str, int]:
    found = counts(batch)
    return {kind: found[kind] for kind in (*funnel.WAY, kinds.REFUSED)}


def test_mkt_04_who_comes_to_a_step_passed_those_before_it():
    # Nobody chooses a delivery for what is downloaded, and the note of the checkout may be lost.
    batch = read(
        step(kinds.ADD, 1, products=(12,)), step(kinds.DECLINED, 3), step(kinds.ORDER, 4, order_id=1)
    )
    assert carts(batch) == {
        "began": 1, "checkout": 1, "chose": 1, "paying": 1, "taken": 1, "refused": 1,
    }  # fmt: skip
    left = read(step(kinds.DETAILS, 1), step(kinds.DETAILS, 2), step(kinds.ADD, 3, products=(12,)))
    assert carts(left) == {"began": 1, "checkout": 1, "chose": 0, "paying": 0, "taken": 0, "refused": 0}


def test_mkt_04_a_cart_counts_where_it_began_and_an_order_without_one_does_not():
    two_days = 2 * 24 * 60
    batch = read(
        view(0, visitor=9, source="news", medium="email"),
        step(kinds.ADD, 1, visitor=9, products=(12,)),
        view(two_days, visitor=9, host="www.google.com"),
        step(kinds.ORDER, two_days + 1, order_id=1, device="desktop"),
        step(kinds.ORDER, two_days + 2, order_id=2, cart=None),
        step(kinds.ORDER, two_days + 3, order_id=3, cart=77),
    )
    assert counts(batch)["order"] == 3
    rows = [row for row in batch.rows if row.kind in funnel.WAY]
    assert [row.kind for row in rows] == list(funnel.WAY)
    assert {(row.day, row.way, row.device) for row in rows} == {(dt.date(2026, 3, 2), "email", "phone")}


@given(st.lists(st.sampled_from(kinds.CART_STEPS), max_size=12))
def test_mkt_04_no_step_ever_has_more_carts_than_the_one_before(order):
    found: Counter[str] = Counter()
    batch = Batch(DEFAULTS, {1: "UTC"}, {}, {}, {})
    for number, kind in enumerate(order):
        batch.read([step(kind, number, cart=number % 3, order_id=number)])
    found.update(row.kind for row in batch.rows)
    way = [found[kind] for kind in funnel.WAY]
    assert way == sorted(way, reverse=True)
    assert found[kinds.REFUSED] <= found[kinds.PAYING]


def reasons(batch: Batch) -> Counter[tuple[str, str]]:
    found: Counter[tuple[str, str]] = Counter()
    for row in batch.rows:
        if row.kind in (kinds.STANDS, kinds.HINDERED):
            found[row.kind, row.term] += row.count
    return +found


def test_mkt_04_a_left_cart_stands_at_what_it_lacked_last_and_says_once_what_was_refused():
    batch = read(
        step(kinds.STANDS, 1, term="email_missing"),
        step(kinds.HINDERED, 2, term="postal_code_invalid"),
        step(kinds.HINDERED, 3, term="postal_code_invalid"),
        step(kinds.STANDS, 3, term="email_missing"),
        step(kinds.STANDS, 4, term="shipping_method_missing"),
        step(kinds.STANDS, 5, term="not_paid"),
        step(kinds.HINDERED, 6, term="payment_declined"),
    )
    assert reasons(batch) == {
        ("stands", "not_paid"): 1,
        ("hindered", "postal_code_invalid"): 1,
        ("hindered", "payment_declined"): 1,
    }


def test_mkt_04_what_was_ordered_stands_nowhere_and_is_asked_nothing_afterwards():
    batch = read(
        step(kinds.STANDS, 1, term="not_paid"),
        step(kinds.HINDERED, 2, term="payment_declined"),
        step(kinds.ORDER, 3, order_id=1),
        step(kinds.STANDS, 4, term="cart_empty"),
    )
    assert reasons(batch) == {("hindered", "payment_declined"): 1}


def test_mkt_04_reasons_count_on_the_day_the_cart_was_begun():
    night = 20 * 60
    batch = read(
        step(kinds.ADD, 0, products=(12,)), step(kinds.STANDS, night, term="not_paid", device="tablet")
    )
    (row,) = [row for row in batch.rows if row.kind == kinds.STANDS]
    assert (row.day, row.device) == (dt.date(2026, 3, 2), "phone")


def test_con_2_pages_of_the_visit_that_bought_are_named():
    batch = read(
        view(0, "/guide/", visitor=9), view(1, "/p/mug/", visitor=9, inside=True),
        step(kinds.ADD, 2, visitor=9, products=(12,)), step(kinds.ORDER, 3, order_id=1, amount=700),
    )  # fmt: skip
    led = [(row.kind, row.path, row.amount) for row in batch.rows if row.kind.startswith("led")]
    assert led == [
        ("led_cart", "/guide/", 0), ("led_cart", "/p/mug/", 0),
        ("led_order", "/guide/", 700), ("led_order", "/p/mug/", 700),
    ]  # fmt: skip
    assert batch.paths[5].pages == ["/guide/", "/p/mug/"]


def of_pages(batch: Batch, kind: str) -> Counter[str]:
    found: Counter[str] = Counter()
    for row in batch.rows:
        found[row.path] += row.count if row.kind == kind else 0
    return +found


def test_con_2_a_visit_leaves_from_the_page_that_it_saw_last():
    batch = read(view(0, "/guide/", visitor=9), view(1, "/p/mug/", visitor=9, inside=True))
    assert of_pages(batch, kinds.SEEN) == {"/guide/": 1, "/p/mug/": 1}
    assert of_pages(batch, kinds.LEFT) == {"/p/mug/": 1}
    # it goes on with the next notes, back to a page that it knows
    again = Batch(DEFAULTS, batch.zones, {}, batch.stays, {})
    again.read([view(5, "/guide/", visitor=9, inside=True), view(90, "/p/mug/", visitor=9, inside=True)])
    assert again.stays[9][0].last_path == "/guide/"
    left = [(row.path, row.count) for row in again.rows if row.kind == kinds.LEFT]
    assert left == [("/p/mug/", -1), ("/guide/", 1), ("/p/mug/", 1)]
    assert of_pages(again, kinds.SEEN) == {"/p/mug/": 1}


def test_con_2_an_order_thanks_pages_of_earlier_visits_once_and_says_what_was_left():
    batch = read(
        view(0, "/guide/", visitor=9), view(1, "/p/mug/", visitor=9, inside=True),
        view(2000, "/p/mug/", visitor=9),
        step(kinds.ADD, 2001, visitor=9, products=(12,)),
        step(kinds.ORDER, 2002, order_id=1, amount=700, margin=0),
    )  # fmt: skip
    found = [
        (row.kind, row.path, row.amount)
        for row in batch.rows
        if row.kind in (kinds.ASSISTED, kinds.LED_MARGIN)
    ]
    assert found == [("led_margin", "/p/mug/", 0), ("assisted", "/guide/", 700)]
    told = step(kinds.ORDER, 0, order_id=1, margin=0)
    assert Note.from_json(told.at, told.as_json()).margin == 0
    unknown = step(kinds.ORDER, 0, order_id=1)
    assert Note.from_json(unknown.at, unknown.as_json()).margin is None


def test_sold_out_and_empty_searches_are_counted():
    batch = read(
        view(0, "/p/mug/", slug="mug", sold_out=True, inside=True),
        view(1, "/search/", page="search", term="blue mug", found=0, inside=True),
        view(2, "/search/", page="search", term="mug", inside=True),
    )
    assert counts(batch) == {"view": 3, "sold_out": 1, "search": 2, "nothing": 1}


def stay(days_ago: float, way: str) -> Stay:
    at = AT - dt.timedelta(days=days_ago)
    return Stay(9, 1, at, at, way, way, "", "phone")


@pytest.mark.parametrize(
    ("visits", "expected"),
    [
        (
            [(5, "search"), (3, "email"), (1, "social")],
            [("first", "search"), ("assist", "email"), ("last", "social")],
        ),
        ([(5, "search"), (1, "direct")], [("only", "search")]),
        ([(2, "direct"), (1, "direct")], [("only", "direct")]),
        ([(91, "email"), (1, "search")], [("only", "search")]),
        ([], []),
    ],
)  # fmt: skip
def test_mkt_07_first_between_and_last_visit_of_an_order(visits, expected):
    found = touches([stay(*one) for one in visits], AT)
    assert [(one.place, one.way) for one in found] == expected


def test_many_visits_keep_the_first_and_the_newest():
    found = touches([stay(30 - number, "email") for number in range(30)], AT)
    assert len(found) == 12
    assert found[0].at == AT - dt.timedelta(days=30)


@given(st.integers(0, 10**9), st.integers(1, 10**9), st.integers(0, 10**9))
def test_a_refund_never_takes_more_credit_than_there_is(part, whole, value):
    assert 0 <= share_of(part, whole, value) <= value
    assert share_of(whole, whole, value) == value


@given(
    st.lists(
        st.datetimes(
            dt.datetime(2025, 12, 20), dt.datetime(2027, 1, 10), timezones=st.just(dt.UTC)
        ),
        min_size=1,
        max_size=40,
    ),
    st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"]),
    st.sampled_from(["day", "week", "month"]),
)  # fmt: skip
def test_ops_12_each_event_lies_in_exactly_one_bucket_around_dst_and_year_end(moments, zone, by):
    found = Counter(days.bucket(days.local(at, zone)[0], by) for at in moments)
    assert sum(found.values()) == len(moments)
    locals_ = [at.astimezone(ZoneInfo(zone)).date() for at in moments]
    period = Period(min(locals_), max(locals_) + dt.timedelta(days=1))
    firsts = list(days.buckets(period, by))
    assert firsts == sorted(set(firsts))
    assert set(found) <= set(firsts)


def test_ops_12_the_hour_that_comes_twice_belongs_to_one_day():
    # Berlin, 25 October 2026: 02:30 comes twice
    first = dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC)
    assert days.local(first, "Europe/Berlin") == (dt.date(2026, 10, 25), 2)
    assert days.local(first + dt.timedelta(hours=1), "Europe/Berlin") == (dt.date(2026, 10, 25), 2)
    assert days.local(dt.datetime(2026, 10, 25, 22, 59, tzinfo=dt.UTC), "Europe/Berlin")[0].day == 25
    assert days.local(dt.datetime(2026, 10, 25, 23, 0, tzinfo=dt.UTC), "Europe/Berlin")[0].day == 26
