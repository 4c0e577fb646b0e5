"""Prices that fall too far for one person (AUT-10), by whatever way they come."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storecrew.contexts.approvals import public as approvals
from storecrew.contexts.approvals.models import Approval
from storecrew.contexts.people import public as people
from storecrew.contexts.people.tests.factories import make_staff
from storecrew.contexts.pricing import public as pricing
from storecrew.contexts.pricing.models import Price, PriceOperation
from storecrew.contexts.pricing.rules.second_person import Freedom, drop_bp, reasons, widest
from storecrew.contexts.pricing.tests.factories import ACTOR, AT, make_list, make_prices
from storecrew.kernel.actor import Actor

DAY = dt.timedelta(days=1)
ALONE = Freedom(3_000, 0)


@pytest.mark.parametrize(
    ("old", "new", "margin", "why"),
    [
        (1000, 700, 10, ()),
        (1000, 699, 10, ("drop",)),
        (1000, 1000, -500, ()),
        (1000, 1100, -500, ()),
        (1000, 950, -1, ("margin",)),
        (1000, 950, 0, ()),
        (1000, 0, -9999, ("drop", "margin")),
        (1000, 950, None, ()),
        (None, 950, -1, ("margin",)),
        (None, 950, 1, ()),
        (0, 0, None, ()),
    ],
)
def test_aut_10_when_a_price_needs_a_second_person(old, new, margin, why):
    assert reasons(old, new, margin, ALONE) == why
    assert reasons(old, new, margin, Freedom(None, None)) == ()


@given(st.integers(1, 10**15), st.integers(0, 10**15), st.integers(0, 10_000))
def test_aut_10_the_limit_is_exact(old, new, limit):
    falls = "drop" in reasons(old, new, None, Freedom(limit, None))
    assert falls == (new < old and (old - new) * 10_000 > limit * old)
    assert 0 <= drop_bp(old, new) <= 10_000


def test_aut_10_several_roles_may_do_the_most_of_each():
    assert widest([Freedom(1000, 500), Freedom(2000, 1000)]) == Freedom(2000, 500)
    assert widest([Freedom(1000, 500), Freedom(None, 0)]) == Freedom(None, 0)


@pytest.fixture
def mia(db) -> Actor:
    """The SME who changes prices."""
    return people.actor_for(make_staff("ecommerce_sme", name="Mia"))


@pytest.fixture
def noah(db) -> Actor:
    """The Head of Digital, who approves."""
    return people.actor_for(make_staff("head_of_digital", name="Noah"))


def lower(channel, amounts, actor, *, at=AT + DAY, reason="", **more):
    rows = [pricing.PriceRow(key, amount) for key, amount in amounts.items()]
    return pricing.set_prices(rows=rows, channel=channel, actor=actor, at=at, reason=reason, **more)


def amount(variant_id: int) -> int | None:
    return Price.objects.filter(variant_id=variant_id).values_list("amount", flat=True).first()


def test_aut_10_without_a_reason_nothing_is_written_and_the_person_is_told(eu, two, mia):
    make_prices(eu, {two[0]: 1000, two[1]: 1000})
    with pytest.raises(pricing.SecondPersonNeeded) as refusal:
        lower(eu, {two[0]: 500, two[1]: 900}, mia)
    assert refusal.value.details == {
        "variant_ids": [two[0]], "count": 1, "largest_drop": 5000, "below_floor": 0,
    }  # fmt: skip
    assert (amount(two[0]), amount(two[1]), Approval.objects.count()) == (1000, 1000, 0)


def test_aut_10_the_price_waits_and_is_written_by_the_second_person(eu, two, mia, noah):
    make_prices(eu, {two[0]: 1000, two[1]: 1000})
    pricing.set_costs(costs={two[0]: 400}, currency="EUR", actor=ACTOR, at=AT)
    done = lower(eu, {two[0]: 500, two[1]: 900}, mia, reason="Season ends")
    assert (done.changed, done.waiting) == (1, ((two[0], 1),))
    assert (amount(two[0]), amount(two[1])) == (1000, 900)
    asked = approvals.approval(done.approval_id, actor=noah)
    (row,) = asked.facts["rows"]
    assert (row["old"], row["new"], row["cost"], row["why"]) == (1000, 500, 400, ["drop"])
    assert (asked.reason, asked.record, asked.channel) == ("Season ends", "pricing.price_list", "eu")
    with pytest.raises(approvals.OwnRequest):
        approvals.approve(approval_id=asked.id, actor=mia, at=AT + DAY)
    approvals.approve(approval_id=asked.id, actor=noah, at=AT + DAY)
    assert amount(two[0]) == 500
    line = pricing.price_history(two[0])[0]
    assert (line.actor, line.approval_id) == ("Mia, approved by Noah", asked.id)


def test_aut_10_below_the_cost_waits_even_for_a_small_drop(eu, tee, mia):
    make_prices(eu, {tee: 1000})
    pricing.set_costs(costs={tee: 990}, currency="EUR", actor=ACTOR, at=AT)
    done = lower(eu, {tee: 980}, mia, reason="Clearance")
    assert done.waiting == ((tee, 1),)
    assert lower(eu, {tee: 1050}, mia).changed == 1, "a price that rises needs nobody"


def test_aut_10_small_steps_of_one_day_count_together(eu, tee, mia, noah):
    make_prices(eu, {tee: 1000})
    assert lower(eu, {tee: 800}, mia).changed == 1
    with pytest.raises(pricing.SecondPersonNeeded):
        lower(eu, {tee: 600}, mia)
    done = lower(eu, {tee: 600}, mia, reason="Season ends")
    approvals.approve(approval_id=done.approval_id, actor=noah, at=AT + DAY)
    assert lower(eu, {tee: 550}, mia, at=AT + 1.5 * DAY).changed == 1, "counted anew from what was approved"
    assert lower(eu, {tee: 450}, mia, at=AT + 4 * DAY).changed == 1


def test_aut_10_a_price_that_was_taken_away_and_comes_back_lower_waits(eu, tee, mia):
    make_prices(eu, {tee: 1000})
    lower(eu, {tee: None}, mia)
    with pytest.raises(pricing.SecondPersonNeeded):
        lower(eu, {tee: 500}, mia)


def test_aut_10_a_sale_list_falls_from_the_base_price(eu, tee, mia):
    make_prices(eu, {tee: 1000})
    make_list("sale", channel_code="eu")
    rows = [pricing.PriceRow(tee, 500)]
    with pytest.raises(pricing.SecondPersonNeeded):
        pricing.set_prices(rows=rows, price_list_code="sale", actor=mia, at=AT + DAY)
    rows = [pricing.PriceRow(tee, 700)]
    assert pricing.set_prices(rows=rows, price_list_code="sale", actor=mia, at=AT + DAY).created == 1


def test_aut_10_a_quantity_price_falls_from_the_smaller_quantity(eu, tee, mia):
    make_prices(eu, {tee: 1000})
    with pytest.raises(pricing.SecondPersonNeeded):
        pricing.set_prices(rows=[pricing.PriceRow(tee, 600, None, 10)], channel=eu, actor=mia, at=AT + DAY)


def test_aut_10_limits_are_set_per_role_and_channel(eu, korea, tee, mia):
    make_prices(eu, {tee: 1000})
    make_prices(korea, {tee: 10_000})
    set_limit = {"name": "pricing.price_drop", "actor": ACTOR, "at": AT}
    approvals.set_limit(value=6_000, role="ecommerce_sme", **set_limit)
    approvals.set_limit(value=100, channel="kr", **set_limit)
    assert lower(eu, {tee: 500}, mia).changed == 1
    with pytest.raises(pricing.SecondPersonNeeded):
        lower(korea, {tee: 9_800}, mia)


def test_aut_10_machines_act_by_rules_that_people_approved(eu, tee):
    make_prices(eu, {tee: 1000})
    assert lower(eu, {tee: 1}, ACTOR).changed == 1


def test_aut_10_a_bulk_change_waits_as_a_whole(eu, two, mia, noah):
    make_prices(eu, {two[0]: 1000, two[1]: 2000})
    change = pricing.BulkChange("eu-eur", two, "percent", -5000)
    preview = pricing.preview_bulk_change(change, actor=mia, at=AT)
    values = {"change": change, "fingerprint": preview.fingerprint, "actor": mia, "at": AT, "title": "Half"}
    with pytest.raises(pricing.SecondPersonNeeded):
        pricing.apply_bulk_change(**values)
    done = pricing.apply_bulk_change(**values, reason="Season ends")
    again = pricing.apply_bulk_change(**values, reason="Season ends")
    assert (done.changed, done.approval_id) == (0, again.approval_id)
    assert amount(two[0]) == 1000
    approvals.approve(approval_id=done.approval_id, actor=noah, at=AT + DAY)
    assert (amount(two[0]), amount(two[1])) == (500, 1000)
    operation = PriceOperation.objects.get()
    assert (operation.title, operation.actor_label) == ("Half", "Mia, approved by Noah")
    assert pricing.undo_bulk_change(operation_id=operation.pk, actor=mia, at=AT + DAY).changed == 2


def test_con_17_prices_that_changed_meanwhile_are_not_overwritten(eu, two, mia, noah):
    make_prices(eu, {two[0]: 1000, two[1]: 2000})
    done = lower(eu, {two[0]: 500}, mia, reason="Season ends")
    make_prices(eu, {two[0]: 1100}, at=AT + DAY)
    with pytest.raises(pricing.StalePrice):
        approvals.approve(approval_id=done.approval_id, actor=noah, at=AT + DAY)
    assert approvals.approval(done.approval_id, actor=noah).state == "pending"
    change = pricing.BulkChange("eu-eur", two, "percent", -5000)
    preview = pricing.preview_bulk_change(change, actor=mia, at=AT)
    bulk = pricing.apply_bulk_change(
        change=change, fingerprint=preview.fingerprint, reason="x", actor=mia, at=AT
    )
    make_prices(eu, {two[1]: 2100}, at=AT + DAY)
    with pytest.raises(pricing.PreviewOutdated):
        approvals.approve(approval_id=bulk.approval_id, actor=noah, at=AT + DAY)
    assert amount(two[0]) == 1100


def test_aut_10_what_waits_can_be_seen_before(eu, two, mia):
    make_prices(eu, {two[0]: 1000, two[1]: 1000})
    rows = [pricing.PriceRow(two[0], 100), pricing.PriceRow(two[1], 900)]
    held = pricing.would_wait(rows=rows, price_list_code="eu-eur", actor=mia, at=AT + DAY)
    assert held == {(two[0], 1)}
    assert pricing.would_wait(rows=rows, price_list_code="none", actor=mia, at=AT) == frozenset()
    assert amount(two[0]) == 1000


def test_the_guard_costs_the_same_queries_for_any_number_of_rows(eu, two, mia, django_assert_max_num_queries):
    make_prices(eu, {two[0]: 1000, two[1]: 1000})
    pricing.set_costs(costs=dict.fromkeys(two, 400), currency="EUR", actor=ACTOR, at=AT)
    rows = [pricing.PriceRow(key, 600) for key in two]
    with django_assert_max_num_queries(16):
        pricing.would_wait(rows=rows, price_list_code="eu-eur", actor=mia, at=AT + DAY)
    with django_assert_max_num_queries(16):
        pricing.would_wait(rows=rows[:1], price_list_code="eu-eur", actor=mia, at=AT + DAY)
