"""Commissions from the link to the payout: booked once, clawed back, decided, paid."""

from __future__ import annotations

import datetime as dt

import pytest

from storecrew.contexts.affiliates import public as affiliates
from storecrew.contexts.affiliates.models import Commission, Entry, Payout, Referral
from storecrew.contexts.affiliates.tests.factories import ACTOR, DAY, booked, brought_order, make_partner
from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.checkout.tests.factories import AT, GUEST, Shop, make_cart, make_shop, place
from storecrew.contexts.orders import public as orders
from storecrew.contexts.payments import public as payments
from storecrew.contexts.promotions.tests.factories import make_promotion
from storecrew.contexts.work.models import Task
from storecrew.kernel import audit, outbox
from storecrew.kernel.actor import guest_actor
from storecrew.kernel.errors import Denied
from storecrew.kernel.money import Money

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop() -> Shop:
    return make_shop()


def settle() -> None:
    while outbox.drain():
        pass


def pay(order: orders.OrderFacts) -> None:
    """Take the money that was held."""
    payments.capture_order(order.id, key="test", actor=ACTOR, at=AT)


def give_back(order: orders.OrderFacts, units: int, key: str) -> None:
    aftersales.refund(
        order.id, reason="returned", key=key, lines={order.lines[0].id: units}, actor=ACTOR, at=AT
    )
    settle()


def due(partner) -> int:
    return sum(each.due.amount for each in affiliates.balances(partner.pk))


def test_mkt_12_an_order_by_a_link_earns_on_its_net_goods_once(shop: Shop):
    partner = make_partner()
    order = brought_order(shop)
    row = affiliates.book(order.id, at=AT)
    assert affiliates.book(order.id, at=AT) is None
    settle()
    net = order.lines[0].net.amount
    assert (row.base, row.amount, row.state, row.via) == (net, round(net / 10), "pending", "link")
    assert Entry.objects.count() == Commission.objects.count() == 1
    balance = affiliates.balances(partner.pk)[0]
    assert (balance.pending, balance.due.amount) == (Money(row.amount, "EUR"), 0)


def test_mkt_12_the_event_of_a_placed_order_books_it(shop: Shop):
    make_partner()
    brought_order(shop)
    settle()
    assert Commission.objects.get().state == "pending"


def test_mkt_12_a_code_counts_before_a_link(shop: Shop):
    promotion = make_promotion(code="OTHER")
    creator = make_partner("MINA5", promotion_id=promotion.pk)
    make_partner("LINKED", email="other@partner.example")
    token = make_cart(shop, {"A-1": 1}, ready=True)
    affiliates.refer(token, "linked", clicked_at=AT, at=AT)
    checkout.add_code(token, "MINA5", actor=GUEST, at=AT)
    order = orders.order_by_token(place(token).order_token)
    row = affiliates.book(order.id, at=AT)
    assert (row.partner_id, row.via) == (creator.pk, "code")


@pytest.mark.parametrize(
    ("terms", "clicked"),
    [
        ({"active": False}, AT),
        ({"starts_on": (AT + DAY).date()}, AT),
        ({"ends_on": (AT - DAY).date()}, AT),
        ({}, AT - 31 * DAY),
    ],
)
def test_mkt_12_a_link_that_does_not_hold_is_not_remembered(shop: Shop, terms, clicked: dt.datetime):
    make_partner(**terms)
    assert not affiliates.refer("cart", "mina", clicked_at=clicked, at=AT)
    assert not Referral.objects.exists()


def test_mkt_12_the_newest_click_of_a_cart_counts(shop: Shop):
    first, second = make_partner("FIRST"), make_partner("SECOND")
    affiliates.refer("cart", "first", clicked_at=AT - 2 * DAY, at=AT)
    affiliates.refer("cart", "second", clicked_at=AT - DAY, at=AT)
    affiliates.refer("cart", "first", clicked_at=AT - 2 * DAY, at=AT)
    assert Referral.objects.get().partner_id == second.pk != first.pk
    assert not affiliates.refer("", "first", clicked_at=AT, at=AT)
    assert not affiliates.refer("cart", "nobody", clicked_at=AT, at=AT)


def test_mkt_12_a_link_counts_for_thirty_days_however_long_the_cart_lies(shop: Shop):
    make_partner(at=AT - 60 * DAY)
    token = make_cart(shop, {"A-1": 1}, ready=True)
    affiliates.refer(token, "mina", clicked_at=AT - 31 * DAY, at=AT - 31 * DAY)
    order = orders.order_by_token(place(token).order_token)
    assert affiliates.book(order.id, at=AT) is None


def test_mkt_12_a_return_takes_its_share_back_and_repeating_it_nothing(shop: Shop):
    make_partner()
    order = brought_order(shop, quantity=2)
    pay(order)
    settle()
    row = Commission.objects.get()
    give_back(order, 1, "one")
    row.refresh_from_db()
    assert abs(2 * row.clawed - row.amount) <= 1
    assert affiliates.claw_back(order.id, at=AT) == 0
    give_back(order, 1, "two")
    row.refresh_from_db()
    assert (row.clawed, row.state) == (row.amount, "void")
    assert sum(Entry.objects.values_list("amount", flat=True)) == 0


def test_mkt_12_a_canceled_order_earns_nothing(shop: Shop):
    partner = make_partner()
    order = brought_order(shop)
    settle()
    aftersales.cancel_order(order_id=order.id, reason="changed my mind", actor=ACTOR, at=AT)
    settle()
    assert Commission.objects.get().state == "void"
    assert affiliates.book(order.id, at=AT) is None
    affiliates.release_due(AT + 60 * DAY)
    assert due(partner) == 0


def test_abu_08_a_partner_who_buys_from_themselves_is_flagged_and_staff_sees_why(shop: Shop):
    partner = make_partner(email="Ann+deals@example.com")
    row = booked(shop, email="ann@example.com")
    assert (row.state, row.flag) == ("flagged", "email")
    told = audit.entries_for("orders.order", row.order_id, limit=20)
    assert any(entry.action == "affiliates.self_referral_flagged" for entry in told)
    assert Task.objects.filter(code="affiliates.self_referral").count() == 1
    affiliates.release_due(AT + 60 * DAY)
    assert due(partner) == 0, "nothing is due before somebody decided"
    affiliates.decide(row.pk, pay=False, reason="own order", actor=ACTOR, at=AT)
    assert not Task.objects.filter(code="affiliates.self_referral", state="open").exists()
    newest = audit.entries_for("affiliates.partner", partner.pk, limit=1)[0]
    assert (newest.action, newest.reason) == ("affiliates.commission_decided", "own order")
    row.refresh_from_db()
    assert (row.state, row.clawed) == ("void", row.amount)
    with pytest.raises(affiliates.CommissionDecided):
        affiliates.decide(row.pk, pay=True, reason="x", actor=ACTOR, at=AT)
    with pytest.raises(affiliates.UnknownCommission):
        affiliates.decide(0, pay=True, reason="x", actor=ACTOR, at=AT)


def test_abu_08_a_flag_that_was_an_error_lets_the_commission_count(shop: Shop):
    partner = make_partner(email="ann@example.com")
    row = booked(shop)
    affiliates.decide(row.pk, pay=True, reason="same first name only", actor=ACTOR, at=AT)
    affiliates.release_due(AT + 60 * DAY)
    assert due(partner) == row.amount


def test_mkt_12_what_is_due_is_paid_once_and_what_comes_back_later_is_taken_off(shop: Shop):
    partner = make_partner()
    order = brought_order(shop)
    pay(order)
    settle()
    row = Commission.objects.get()
    assert affiliates.release_due(AT + 29 * DAY) == 0
    with pytest.raises(affiliates.NothingToPay):
        affiliates.pay_out(partner.pk, currency="EUR", actor=ACTOR, at=AT)
    assert affiliates.release_due(row.hold_until) == 1
    payout = affiliates.pay_out(partner.pk, currency="EUR", actor=ACTOR, at=AT + 31 * DAY)
    row.refresh_from_db()
    assert row.state == "paid"
    assert (payout.amount, payout.reference) == (row.amount, f"P{partner.pk}-1")
    with pytest.raises(affiliates.NothingToPay):
        affiliates.pay_out(partner.pk, currency="EUR", actor=ACTOR, at=AT + 31 * DAY)
    give_back(order, 1, "late")
    assert due(partner) < 0
    assert Payout.objects.count() == 1
    with pytest.raises(Denied):
        affiliates.pay_out(partner.pk, currency="EUR", actor=guest_actor("x"), at=AT)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": ""}, "name"),
        ({"email": "x"}, "email"),
        ({"kind": "x"}, "kind"),
        ({"code": "A"}, "code"),
        ({"rate_bp": 6000}, "rate"),
        ({"hold_days": 400}, "hold_days"),
        ({"ends_on": dt.date(2020, 1, 1)}, "ends_on"),
        ({"iban": "DE89370400440532013001"}, "iban"),
    ],
)
def test_mkt_12_an_agreement_that_cannot_be_kept_is_refused_by_its_field(shop: Shop, change, field: str):
    with pytest.raises(affiliates.InvalidPartner) as refused:
        make_partner(**change)
    assert list(refused.value.details) == [field]


def test_mkt_12_partners_are_changed_against_a_version_and_their_links_end(shop: Shop):
    partner = make_partner()
    with pytest.raises(affiliates.InvalidPartner):
        make_partner()
    terms = affiliates.Terms("Mina", "m@x.example", "creator", "MINA", 500, AT.date())
    changed = affiliates.save_partner(terms, partner_id=partner.pk, version=1, actor=ACTOR, at=AT)
    assert (changed.rate_bp, changed.version) == (500, 2)
    with pytest.raises(affiliates.PartnerChanged):
        affiliates.save_partner(terms, partner_id=partner.pk, version=1, actor=ACTOR, at=AT)
    link = affiliates.page_link(changed)
    assert affiliates.by_link(link).pk == partner.pk
    affiliates.renew_link(partner.pk, actor=ACTOR, at=AT)
    for token in (link, "forged", f"{link}x"):
        with pytest.raises(affiliates.UnknownPartner):
            affiliates.by_link(token)
    affiliates.look_at_disclosure(partner.pk, note=" #ad first ", actor=ACTOR, at=AT)
    assert affiliates.find(partner.pk).disclosure == "#ad first"
