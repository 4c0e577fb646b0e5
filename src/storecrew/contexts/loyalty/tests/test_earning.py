"""What orders earn, when it counts, what a return takes back; tiers; members."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.checkout.models import Cart
from storecrew.contexts.checkout.tests.factories import AT, GUEST, make_cart, place
from storecrew.contexts.customers import public as customers
from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.fulfillment.models import Shipment
from storecrew.contexts.loyalty import public as loyalty
from storecrew.contexts.loyalty.errors import (
    InvalidProgram,
    InvalidUnits,
    NoProgram,
    ReasonNeeded,
    UnknownMember,
)
from storecrew.contexts.loyalty.models import Account, Earning, Entry, Membership, Program
from storecrew.contexts.loyalty.operations import earning, tiers
from storecrew.contexts.loyalty.tests.factories import (
    ACTOR,
    assert_ledgers_balance,
    make_customer,
    make_points,
    make_program,
)
from storecrew.contexts.orders import public as orders
from storecrew.contexts.orders.models import Order
from storecrew.contexts.payments import public as payments
from storecrew.contexts.pricing import public as pricing
from storecrew.contexts.pricing.tests.factories import make_list, put
from storecrew.contexts.promotions import public as promotions
from storecrew.contexts.promotions.tests.factories import make_promotion
from storecrew.kernel.money import Money

ACT = {"actor": ACTOR, "at": AT}


@pytest.fixture
def me(shop):
    make_program()
    customer_id = make_customer("ann@example.com")
    loyalty.join(customer_id, **ACT)
    return customer_id


def buy(shop, customer_id, units=2, **more):
    token = make_cart(shop, {"A-1": units})
    Cart.objects.filter(token=token).update(customer_id=customer_id)
    for kind, count in more.items():
        checkout.use_own(token, kind, customer_id=customer_id, units=count, actor=GUEST, at=AT)
    order_id = place(token).order_id
    earning.earn(order_id, at=AT)
    return order_id


def paid_and_sent(order_id):
    payments.capture_order(order_id, key="cap", **ACT)
    Order.objects.filter(pk=order_id).update(fulfillment_status="fulfilled")


def sums(customer_id):
    row = Account.objects.get(customer_id=customer_id, kind="points")
    return row.balance, row.pending


def test_mkt_22_points_wait_until_goods_cannot_come_back(shop, me):
    order_id = buy(shop, me)
    assert sums(me) == (0, 20)
    later = AT + timedelta(days=31)
    assert earning.confirm_due(later) == 0, "it was neither paid nor sent"
    paid_and_sent(order_id)
    assert earning.confirm_due(later) == 0, "the window began anew"
    assert earning.confirm_due(later + timedelta(days=30)) == 1
    assert earning.confirm_due(later + timedelta(days=60)) == 0
    assert sums(me) == (20, 0)
    entry = Entry.objects.get(kind="confirm")
    assert entry.expires_at == later + timedelta(days=30 + 730)
    assert_ledgers_balance()


def test_mkt_22_points_of_a_late_parcel_wait_until_its_own_window_is_over(shop, me):
    order_id = buy(shop, me)
    payments.capture_order(order_id, key="cap", **ACT)
    fulfillment.ship(order_id, lines=None, key="s", actor=ACTOR, at=AT + timedelta(days=20))
    Shipment.objects.update(delivered_at=AT + timedelta(days=25))
    due = AT + timedelta(days=31)
    assert earning.confirm_due(due) == 0
    ends = Earning.objects.get().due_at
    assert aftersales.return_offer(order_id, at=ends - timedelta(seconds=1)).lines
    assert aftersales.return_offer(order_id, at=ends).why == "too_late"
    assert (earning.confirm_due(ends - timedelta(seconds=1)), sums(me)) == (0, (0, 20))
    assert (earning.confirm_due(ends), sums(me)) == (1, (20, 0))


def test_con_21_an_event_told_five_times_earns_once(shop, me):
    order_id = buy(shop, me)
    for _time in range(5):
        assert not earning.earn(order_id, at=AT)
    assert sums(me) == (0, 20)


def test_mon_10_points_earn_no_points(shop, me):
    make_points(me, 200)
    buy(shop, me, points=200)
    row = Earning.objects.get()
    assert row.base == 2000 * (2490 - 1000) // 2490
    assert row.units == row.base // 100


def test_nobody_earns_without_joining(shop, me):
    other = make_customer()
    buy(shop, other)
    assert not Earning.objects.exists()
    with pytest.raises(UnknownMember):
        loyalty.leave(other, **ACT)
    loyalty.leave(me, **ACT)
    buy(shop, me, units=1)
    assert not Earning.objects.exists()


def test_mon_10_a_return_takes_back_in_proportion_before_and_after_it_counts(shop, me):
    order_id = buy(shop, me)
    paid_and_sent(order_id)
    refund(order_id, 1245)
    assert sums(me) == (0, 10)
    assert earning.confirm_due(AT + timedelta(days=31)) == 1
    assert sums(me) == (10, 0)
    refund(order_id, 623)
    refund(order_id, 622)
    assert sums(me) == (0, 0)
    assert Earning.objects.get().state == "canceled"
    assert_ledgers_balance()


def refund(order_id, amount):
    key = f"r{amount}"
    aftersales.refund(order_id, amount=Money(amount, "EUR"), reason="Broken", key=key, **ACT)
    earning.take_back(order_id, cause="refunded", at=AT)
    assert not earning.take_back(order_id, cause="told again", at=AT)


def test_points_that_were_spent_are_owed_after_a_return(shop, me):
    order_id = buy(shop, me)
    paid_and_sent(order_id)
    earning.confirm_due(AT + timedelta(days=31))
    loyalty.adjust_points(me, -15, reason="A test", key="k", **ACT)
    refund(order_id, 2490)
    assert sums(me) == (-15, 0)
    assert loyalty.purse(me, currency="EUR", at=AT).points == 0
    assert loyalty.member(me, at=AT).balance == -15
    assert_ledgers_balance()


def test_a_canceled_order_earns_nothing(shop, me):
    order_id = buy(shop, me)
    aftersales.cancel_order(order_id, reason="Changed mind", **ACT)
    assert earning.take_back(order_id, cause="canceled", everything=True, at=AT)
    assert sums(me) == (0, 0)
    assert earning.confirm_due(AT + timedelta(days=99)) == 0


def test_mkt_21_tiers_follow_the_spend_of_the_last_year(shop, me):
    for code, amount, bonus in (("basic", 0, 10_000), ("gold", 2000, 20_000)):
        loyalty.save_tier(
            code=code, names={"en": code.title(), "ko": "등급"}, benefits={}, bonus_bp=bonus,
            thresholds={"EUR": amount} if amount else {}, **ACT,
        )  # fmt: skip
    assert loyalty.member(me, at=AT, currency="EUR").to_next == Money(2000, "EUR")
    order_id = buy(shop, me)
    paid_and_sent(order_id)
    earning.confirm_due(AT + timedelta(days=31))
    assert loyalty.member(me, at=AT).tier == "gold"
    assert loyalty.member(me, at=AT, locale="ko").tier_name == "등급"
    assert loyalty.groups_of(me) == {"member", "tier:gold"}
    buy(shop, me, units=1)
    assert Earning.objects.latest("pk").units == 20
    assert tiers.review_all(AT + timedelta(days=400)) == 1
    assert loyalty.member(me, at=AT).tier == "basic"
    assert loyalty.would_earn(me, Money(500, "EUR")) == 5


def test_points_by_hand_need_a_reason_and_happen_once(shop, me):
    with pytest.raises(ReasonNeeded):
        loyalty.adjust_points(me, 5, reason=" ", key="k", **ACT)
    for units in (0, 10**9, -1):
        with pytest.raises(InvalidUnits):
            loyalty.adjust_points(me, units, reason="Because", key="k", **ACT)
    with pytest.raises(UnknownMember):
        loyalty.adjust_points(make_customer(), 5, reason="Because", key="k", **ACT)
    assert loyalty.adjust_points(me, 5, reason="Because", key="k", **ACT)
    assert not loyalty.adjust_points(me, 5, reason="Because", key="k", **ACT)
    assert sums(me) == (5, 0)


def test_joining_again_and_again_changes_nothing(db):
    me = make_customer()
    with pytest.raises(NoProgram):
        loyalty.join(me, **ACT)
    with pytest.raises(NoProgram):
        loyalty.save_tier(code="a", names={"en": "A"}, benefits={}, thresholds={}, bonus_bp=10_000, **ACT)
    make_program()
    assert loyalty.join(me, **ACT) == loyalty.join(me, **ACT)
    loyalty.leave(me, **ACT)
    assert loyalty.member(me, at=AT) is None
    assert loyalty.groups_of(me) == frozenset()
    loyalty.join(me, **ACT)
    assert Membership.objects.get().left_at is None


def test_a_program_that_gives_more_than_it_takes_is_refused(db):
    rules = {"is_open": True, "return_days": 30, "expiry_days": 730, "least_units": 1, "rolling_days": 365}
    for wrong in ({"name": " "}, {"earn_per": {"EUR": 0}}, {"worth": {"EUR": 101}}):
        values = {"name": "Club", "earn_per": {"EUR": 100}, "worth": {"EUR": 5}} | wrong
        with pytest.raises(InvalidProgram):
            loyalty.save_program(**values, **rules, **ACT)
    loyalty.save_program(name="Club", earn_per={"EUR": 100}, worth={"EUR": 5}, **rules, **ACT)
    loyalty.save_program(name="Club 2", earn_per={"EUR": 100}, worth={"EUR": 5}, **rules, **ACT)
    assert loyalty.program().version == 3
    with pytest.raises(InvalidProgram):
        loyalty.save_tier(code="a", names={}, benefits={}, thresholds={}, bonus_bp=10_000, **ACT)


def test_an_order_of_before_still_stands_in_the_account(shop, me):
    order_id = buy(shop, me)
    assert orders.order(order_id).customer_id == me
    assert [line.kind for line in loyalty.history(Account.objects.get(kind="points").pk)] == ["earn"]


def test_mkt_21_a_tier_has_prices_and_promotions_of_its_own(shop, me):
    other = make_customer()
    loyalty.save_tier(code="gold", names={"en": "Gold"}, benefits={}, thresholds={}, bonus_bp=10_000, **ACT)
    tiers.review(Membership.objects.get().pk, at=AT)
    put(make_list("gold", kind="segment", segment="tier:gold"), {shop.variants["A-1"]: 800})
    make_promotion("shipping", benefit={"percent_bp": 10_000}, needs={"groups": ["tier:gold"]})
    totals = {}
    for customer_id in (me, other, None):
        token = make_cart(shop, {"A-1": 1, "B-1": 1})
        Cart.objects.filter(token=token).update(customer_id=customer_id)
        totals[customer_id] = checkout.cart(token, at=AT).total.amount
    assert totals == {me: 1800, other: 2490, None: 2490}
    assert promotions.group_names()["tier:gold"] == "Gold"


def test_mkt_21_a_higher_tier_keeps_the_prices_of_lower_ones_and_guests_hear_of_members(shop, me):
    for code, least in (("friend", {}), ("silver", {"EUR": 1}), ("gold", {"EUR": 2})):
        loyalty.save_tier(
            code=code, names={"en": code.title()}, benefits={}, thresholds=least, bonus_bp=10_000, **ACT
        )
    row = Membership.objects.get()
    Membership.objects.update(tier=None)
    assert customers.segments_of(me) == ("member",)
    Membership.objects.update(tier=row.program.tiers.get(code="silver"))
    assert customers.segments_of(me) == ("tier:silver", "tier:friend", "member")
    put(make_list("friends", kind="segment", segment="tier:friend"), {shop.variants["A-1"]: 900})
    asked = {"channel": shop.channel, "at": AT}
    variant = shop.variants["A-1"]
    assert pricing.prices_for([variant], **asked)[variant].members is None

    Program.objects.update(shows_prices=True)
    loyalty.save_tier(
        code="gold", names={"en": "Gold"}, benefits={}, thresholds={"EUR": 3}, bonus_bp=10_000, **ACT
    )
    assert customers.announced_segments() == ("member", "tier:friend")
    answer = pricing.prices_for([variant], **asked)[variant]
    assert (answer.price.amount, answer.members.amount) == (1000, 900)
    mine = pricing.prices_for([variant], segments=customers.segments_of(me), **asked)[variant]
    assert (mine.price.amount, mine.public.amount, mine.members) == (900, 1000, None)
    token = make_cart(shop, {"A-1": 1})
    Cart.objects.filter(token=token).update(customer_id=me)
    line = checkout.cart(token, at=AT).lines[0]
    assert (line.unit_price.amount, line.segment, line.public.amount) == (900, "tier:friend", 1000)
    loyalty.leave(me, **ACT)
    assert customers.segments_of(me) == ()
    assert checkout.cart(token, at=AT).lines[0].unit_price.amount == 1000
