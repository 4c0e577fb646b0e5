"""Holds of the payment step: limited, short, given back once."""

import datetime as dt

import pytest

from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.inventory import rules
from storecrew.contexts.inventory.models import Reservation
from storecrew.contexts.inventory.tests.factories import ACTOR, AT, assert_proved, stock
from storecrew.contexts.inventory.tests.orders import make_order, wanted

SOON = AT + dt.timedelta(minutes=10)
LATER = AT + dt.timedelta(minutes=11)


@pytest.fixture
def a(variants):
    stock(variants["A-1"], 5)
    return variants["A-1"]


def reserve(holder, variant, quantity, channel, **more):
    return inventory.reserve(
        holder, [(variant, quantity)], channel_id=channel.id, **({"until": SOON, "at": AT} | more)
    )


def available(variant, channel):
    return inventory.available_to_promise([variant], channel_id=channel.id)[variant].available


def test_a_hold_keeps_units_from_others_until_it_ends(a, channel):
    assert reserve("ann", a, 3, channel) == SOON
    assert available(a, channel) == 2
    with pytest.raises(inventory.InsufficientStock):
        reserve("bob", a, 3, channel)
    assert inventory.expire_reservations(AT) == 0
    assert inventory.expire_reservations(SOON) == 3
    assert inventory.expire_reservations(SOON) == 0
    assert available(a, channel) == 5
    assert_proved()


def test_a_new_hold_replaces_the_old_one(a, channel):
    reserve("ann", a, 5, channel)
    reserve("ann", a, 4, channel)
    assert Reservation.objects.get().quantity == 4
    assert inventory.level(a).reserved == 4
    with pytest.raises(inventory.InsufficientStock):
        reserve("ann", a, 6, channel)
    assert inventory.level(a).reserved == 4
    assert_proved()


def test_several_lines_on_one_article_are_one_hold(a, channel):
    inventory.reserve("ann", [(a, 2), (a, 3)], channel_id=channel.id, until=SOON, at=AT)
    assert Reservation.objects.get().quantity == 5


def test_an_order_uses_up_its_own_hold(a, channel):
    reserve("ann", a, 5, channel)
    order = make_order(channel.id, [(a, 5)])
    with pytest.raises(inventory.InsufficientStock):
        inventory.allocate(order.id, wanted(order), channel_id=channel.id, actor=ACTOR, at=AT)
    inventory.allocate(order.id, wanted(order), channel_id=channel.id, holder="ann", actor=ACTOR, at=AT)
    level = inventory.level(a)
    assert (level.reserved, level.allocated, level.available) == (0, 5, 0)
    assert_proved()


def test_a_hold_that_has_ended_costs_no_sale_before_it_is_swept(a, channel):
    reserve("ann", a, 5, channel)
    order = make_order(channel.id, [(a, 5)])
    inventory.allocate(order.id, wanted(order), channel_id=channel.id, actor=ACTOR, at=LATER)
    assert not Reservation.objects.exists()
    assert reserve_again_fails(a, channel)
    assert_proved()


def reserve_again_fails(variant, channel):
    with pytest.raises(inventory.InsufficientStock):
        reserve("bob", variant, 1, channel, at=LATER, until=LATER + dt.timedelta(minutes=1))
    return True


def test_con_10_a_hold_is_given_back_once(a, channel):
    reserve("ann", a, 5, channel)
    assert inventory.release_reservation("ann", at=AT) == 5
    assert inventory.release_reservation("ann", at=AT) == 0
    assert inventory.expire_reservations(LATER) == 0
    assert inventory.level(a).reserved == 0
    assert_proved()


def test_abu_06_a_hold_is_short_and_cannot_be_renewed_for_ever(a, channel):
    end = reserve("ann", a, 1, channel, until=AT + dt.timedelta(days=9))
    assert end == AT + rules.LONGEST_HOLD
    for _ in range(20):
        end = inventory.renew("ann", until=end + dt.timedelta(days=1), at=end - dt.timedelta(seconds=1))
    assert end == AT + rules.LONGEST_HOLD_WITH_RENEWALS
    assert inventory.renew("ann", until=end + dt.timedelta(days=1), at=end) is None
    assert inventory.renew("bob", until=SOON, at=AT) is None


def test_abu_06_one_shopper_cannot_hold_everything(variants, channel):
    stock(variants["A-1"], 10_000)
    with pytest.raises(inventory.TooManyReservations):
        reserve("ann", variants["A-1"], rules.MOST_UNITS_PER_HOLDER + 1, channel)
    held = 0
    for number in range(1_000):
        try:
            reserve(f"cart-{number}", variants["A-1"], 10, channel, session="203.0.113.7")
            held += 10
        except inventory.TooManyReservations as refusal:
            assert refusal.status == 429
            break
    assert held == 10 * rules.MOST_HOLDERS_PER_SESSION
    assert available(variants["A-1"], channel) == 10_000 - held
    # Whoever holds already may change their hold.
    reserve("cart-0", variants["A-1"], 11, channel, session="203.0.113.7")
    reserve("other", variants["A-1"], 10, channel, session="203.0.113.8")
    assert_proved()
