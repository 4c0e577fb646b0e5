"""Levels by formula, proposals from real demand, and what people make of them; nothing is ordered twice."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.catalog.tests.factories import make_sellable
from storecrew.contexts.channels import public as channels
from storecrew.contexts.inventory import planned
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.inventory.models import StockMovement
from storecrew.contexts.inventory.tests.factories import stock
from storecrew.contexts.purchasing import public as purchasing
from storecrew.contexts.purchasing.models import Proposal, PurchaseOrder
from storecrew.contexts.purchasing.queries import planning
from storecrew.contexts.purchasing.rules.replenishing import Demand, Levels, Supply, levels, need
from storecrew.contexts.purchasing.tests.factories import ACTOR, AT, draft
from storecrew.contexts.work import public as work


def test_levels_by_hand():
    # 2 a day, 9 days to deliver, ordered every 7 days: 18 until it comes, 32 until the next one comes
    assert levels(Demand(2, 0), Supply(9, 0, 7), service_level=0.95) == Levels(0, 18, 32)
    # 1.645 * sqrt(16 * 1.5²) = 9.87, and with a lead time off by 2 days sqrt(36 + 16) = 7.21: 11.86
    assert levels(Demand(2, 1.5), Supply(9, 0, 7), service_level=0.95).safety_stock == 10
    assert levels(Demand(2, 1.5), Supply(9, 2, 7), service_level=0.95).safety_stock == 12


@given(
    daily=st.floats(0.01, 50), deviation=st.floats(0, 50), lead=st.integers(0, 90), low=st.floats(0.5, 0.9)
)
def test_a_higher_service_level_never_needs_less(daily, deviation, lead, low):
    supply = Supply(lead, 1, 7)
    one = levels(Demand(daily, deviation), supply, service_level=low)
    other = levels(Demand(daily, deviation), supply, service_level=low + 0.09)
    assert one.safety_stock <= other.safety_stock
    assert one.safety_stock <= one.reorder_point <= one.order_up_to


def test_what_is_on_the_way_counts_and_what_does_not_sell_is_not_ordered():
    at = Levels(4, 20, 40)
    supply = Supply(9, 0, 7, moq=12, pack_size=6)
    assert need(Demand(2, 1), supply, at, available=5, inbound=0).quantity == 36
    assert need(Demand(2, 1), supply, at, available=5, inbound=16).quantity == 0
    assert need(Demand(2, 1), supply, at, available=5, inbound=10).quantity == 30
    assert need(Demand(0, 0), supply, at, available=0, inbound=0) == (0, None)
    assert need(Demand(2, 1), supply, at, available=6, inbound=0).days_cover == 3


def sell(variant_id, units, at):
    """A movement of the ledger as an allocation writes it; the counters are not of interest here."""
    place = inventory.location("main")
    StockMovement.objects.create(
        variant_id=variant_id, location_id=place.id, kind="allocated", bucket="allocated", quantity=units,
        actor="tests", at=at,
    )  # fmt: skip


@pytest.fixture
def selling(shop):
    """A-1 sold ten a week for half a year and has 12 left; B-1 lies there unsold."""
    long_ago = AT - dt.timedelta(weeks=26)
    for sku in ("A-1", "B-1"):
        stock(shop.variants[sku], 12, threshold=0)
    StockMovement.objects.update(at=long_ago)
    for week in range(26):
        sell(shop.variants["A-1"], 10, AT - dt.timedelta(weeks=week, days=1))
    return shop


def test_inv_1_what_sells_is_proposed_with_supplier_packs_price_and_why(selling):
    assert purchasing.propose(actor=ACTOR, at=AT) == 1
    row = Proposal.objects.select_related("supplier").get()
    assert (row.variant_id, row.supplier.code, row.unit_amount) == (selling.variants["A-1"], "clay", 500)
    assert row.daily_demand == pytest.approx(10 / 7, rel=0.01)
    # 10 days of lead time and 7 of review at 10/7 a day are 24.3, rounded up, from a shelf of 12
    assert (row.reorder_point, row.order_up_to, row.safety_stock, row.available) == (15, 25, 0, 12)
    assert row.quantity == 18
    assert row.why["kind"] == "smooth"
    assert row.why["methods"]
    assert row.days_cover == pytest.approx(8.4, abs=0.1)
    [finding] = [each for each in work.open_findings() if each.code == "order_proposed"]
    assert finding.owner_role == "inventory_manager"


def test_one_click_makes_an_order_and_nothing_is_proposed_twice(selling):
    purchasing.propose(actor=ACTOR, at=AT)
    row = Proposal.objects.get()
    [order] = purchasing.order_proposals([row.pk], actor=selling.buyer, at=AT)
    assert (order.state, order.lines.get().quantity, order.total_amount) == ("draft", 18, 9_000)
    with pytest.raises(purchasing.InvalidPurchase):
        purchasing.order_proposals([row.pk], actor=selling.buyer, at=AT)
    purchasing.submit_order(order.pk, actor=ACTOR, at=AT)
    assert purchasing.propose(actor=ACTOR, at=AT) == 0
    assert [each.code for each in work.open_findings() if each.code == "order_proposed"] == []
    purchasing.cancel_order(order.pk, reason="x", actor=ACTOR, at=AT)
    assert purchasing.propose(actor=ACTOR, at=AT) == 1


def test_hod_7_what_sells_off_is_proposed_no_more(selling):
    purchasing.propose(actor=ACTOR, at=AT)
    variant_id = selling.variants["A-1"]
    product_id = catalog.product_ids_of_variants([variant_id])[variant_id]
    make_sellable(product_id)
    catalog.set_status(product_id=product_id, status="live", actor=ACTOR, at=AT)
    day = channels.house_day(AT)
    catalog.plan_end(
        product_id=product_id, starts_on=day, last_day=day + dt.timedelta(days=9), reason="x",
        actor=ACTOR, at=AT,
    )  # fmt: skip
    assert purchasing.propose(actor=ACTOR, at=AT) == 0
    assert Proposal.objects.get().state == Proposal.State.GONE
    catalog.keep_product(product_id=product_id, actor=ACTOR, at=AT)
    assert purchasing.propose(actor=ACTOR, at=AT) == 1


def test_a_transfer_that_is_on_the_way_counts(selling):
    place = inventory.location("main")
    inventory.open_receipt(
        kind="transfer", reference="T-1", location_id=place.id, lines=[(selling.variants["A-1"], 20)],
        actor=ACTOR, at=AT,
    )  # fmt: skip
    assert purchasing.propose(actor=ACTOR, at=AT) == 0


def test_a_person_changes_or_snoozes_a_line_with_a_reason(selling):
    purchasing.propose(actor=ACTOR, at=AT)
    row = Proposal.objects.get()
    with pytest.raises(purchasing.ReasonNeeded):
        purchasing.change_proposal(row.pk, quantity=24, reason="", actor=selling.buyer, at=AT)
    purchasing.change_proposal(row.pk, quantity=24, reason="fair in May", actor=selling.buyer, at=AT)
    purchasing.propose(actor=ACTOR, at=AT)
    row.refresh_from_db()
    assert (row.quantity, row.to_order, row.reason) == (18, 24, "fair in May")
    with pytest.raises(purchasing.InvalidPurchase):
        purchasing.snooze_proposal(row.pk, until=AT.date(), reason="x", actor=selling.buyer, at=AT)
    until = AT.date() + dt.timedelta(days=7)
    assert purchasing.snooze_proposal(
        row.pk, until=until, reason="x", actor=selling.buyer, at=AT
    ).snoozed_until
    assert purchasing.order_proposals([row.pk], actor=selling.buyer, at=AT)[0].lines.get().quantity == 24
    with pytest.raises(purchasing.WrongState):
        purchasing.snooze_proposal(row.pk, until=until, reason="x", actor=selling.buyer, at=AT)


def test_a_location_with_a_higher_service_level_keeps_more(selling):
    for week, units in enumerate((2, 18) * 13):
        sell(selling.variants["A-1"], units, AT - dt.timedelta(weeks=week, days=2))
    purchasing.set_replenishment("main", service_level_bp=9000, review_days=7, actor=ACTOR, at=AT)
    purchasing.propose(actor=ACTOR, at=AT)
    low = Proposal.objects.get().safety_stock
    purchasing.set_replenishment("main", service_level_bp=9900, review_days=7, actor=ACTOR, at=AT)
    purchasing.propose(actor=ACTOR, at=AT)
    assert Proposal.objects.get().safety_stock > low > 0


def test_drafts_do_not_count_as_on_the_way(selling):
    draft(selling, A_1=60)
    assert purchasing.propose(actor=ACTOR, at=AT) == 1
    assert PurchaseOrder.objects.count() == 1


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    hours=st.lists(st.integers(0, 24 * 30), min_size=1, max_size=30),
    zone=st.sampled_from(["Europe/Berlin", "Asia/Seoul", "America/New_York"]),
)
def test_ops_12_every_sale_is_in_exactly_one_day_around_the_change_of_the_clocks(shop, hours, zone):
    StockMovement.objects.all().delete()
    start = dt.datetime(2026, 3, 14, tzinfo=dt.UTC)
    for hour in hours:
        sell(shop.variants["A-1"], 1, start + dt.timedelta(hours=hour))
    since, until = dt.date(2026, 3, 1), dt.date(2026, 4, 30)
    whole = inventory.daily_demand([shop.variants["A-1"]], since=since, until=until, timezone=zone)
    assert sum(sum(days.values()) for days in whole.values()) == len(hours)
    one_by_one = [
        units
        for offset in range((until - since).days)
        for days in inventory.daily_demand(
            [shop.variants["A-1"]], since=since + dt.timedelta(days=offset),
            until=since + dt.timedelta(days=offset + 1), timezone=zone,
        ).values()
        for units in days.values()
    ]  # fmt: skip
    assert sum(one_by_one) == len(hours)


def test_inv_1_a_planned_promotion_orders_more_and_says_why(selling, monkeypatch):
    monkeypatch.setattr(planned, "_providers", {})
    variant_id, place = selling.variants["A-1"], inventory.location("main")
    [usual] = planning.plans([variant_id], place.id, at=AT)
    assert usual.why["promotions"] == []
    # 10 a week are usual; 30 a week are planned for the first two weeks, which is as far as this order has
    # to last
    spring = inventory.PlannedSale(variant_id, AT.date(), AT.date() + dt.timedelta(days=13), 60, "Spring")
    inventory.register_planned_sales("promotions", lambda ids, since, until: [spring])
    [more] = planning.plans([variant_id], place.id, at=AT)
    assert more.why["promotions"] == ["Spring"]
    assert more.daily == pytest.approx(30 / 7, rel=0.01)
    assert more.quantity > 2 * usual.quantity
