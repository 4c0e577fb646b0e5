"""Nothing else is sent without consent: the question, the answers, the money and the stock (INV-2)."""

import datetime as dt
import re

import pytest

from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.checkout.tests.factories import ACTOR, AT, make_shop
from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.fulfillment import tasks
from storecrew.contexts.fulfillment.models import Substitution
from storecrew.contexts.fulfillment.rules.substitution import difference
from storecrew.contexts.fulfillment.tests.factories import (
    ANN,
    given,
    make_replacement,
    picked,
    states_of,
    walk,
)
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.inventory.tests.factories import assert_proved
from storecrew.contexts.orders import public as orders
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor, Denied, guest_actor
from storecrew.kernel.mail.models import Mail
from storecrew.kernel.money import Money

pytestmark = pytest.mark.django_db
GUEST = guest_actor("x")
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def shop():
    """A shop whose tee may be replaced by a cheaper shirt, of which five are there."""
    made = make_shop({"A-1": 3, "B-1": 9})
    make_replacement("S-1", of=made.variants["A-1"], channel=made.channel)
    return made


def missing(shop, lines=None, found=1):
    """An order of which units of A-1 were not found on the shelf; its work and its line."""
    work = given(shop, lines or {"A-1": 3, "B-1": 1})
    for stop in walk(work).stops:
        take = found if stop.sku == "A-1" else stop.left
        if take:
            fulfillment.confirm_pick(
                stop.id, place=stop.bin_code, item=stop.sku, quantity=take, actor=ANN, at=AT
            )
        if stop.sku == "A-1":
            fulfillment.report_short(stop.id, actor=ANN, at=AT)
    line = next(row for row in orders.order(work.order_id).lines if row.sku == "A-1")
    return work.order_id, line


def offered(shop, **how):
    order_id, line = missing(shop, **how)
    return fulfillment.offer_replacement(order_id, line.id, sku="S-1", actor=ANN, at=AT)


def token() -> str:
    mail = Mail.objects.get(dedupe_key__startswith="fulfillment.offer:")
    return re.search(r"/replacement/([\w-]+)/", mail.text)[1]


def answer(what, at=AT + HOUR):
    return fulfillment.answer_by_link(token(), what, actor=GUEST, at=at)


def free(sku):
    variant = catalog.variant_by_sku(sku).id
    return inventory.available_to_promise([variant], channel_id=orders_channel())[variant].available


def sell_out():
    """Only one replacement is left on the shelf."""
    inventory.adjust(
        catalog.variant_by_sku("S-1").id, on_hand=1, expected_on_hand=5, reason="x", actor=ACTOR, at=AT
    )


def orders_channel():
    from storecrew.contexts.channels import public as channels

    return channels.facts("eu").id


def lines(order_id):
    return [
        (row.sku, row.quantity, row.canceled_quantity, row.total.amount)
        for row in orders.order(order_id).lines
    ]


def ship_all(order_id):
    fulfillment.ship(order_id, actor=ANN, at=AT + 2 * HOUR)
    tasks.give_back_what_is_owed(AT + 3 * HOUR)


@pytest.mark.parametrize(
    ("paid", "price", "back"), [(3000, 1600, 400), (3000, 2000, 0), (3000, 9000, 0), (1000, 600, 67)]
)
def test_nobody_pays_more_and_what_costs_less_is_given_back(paid, price, back):
    assert difference(paid=paid, quantity=3, units=2, price=price) == back


def test_inv_2_the_question_is_asked_by_mail_with_a_token_that_is_not_kept(shop):
    offer = offered(shop)
    assert (offer.units, offer.state, offer.refund) == (2, "asked", Money(400, "EUR"))
    mail = Mail.objects.get(dedupe_key=f"fulfillment.offer:{offer.id}")
    assert "you get €4.00 back" in mail.text
    assert len(token()) >= 22
    assert not Substitution.objects.filter(token_hash=token()).exists()
    assert states_of(offer.order_id)[-1] == "short"
    with pytest.raises(fulfillment.OfferEnded):
        fulfillment.offer_replacement(offer.order_id, offer.order_line_id, sku="S-1", actor=ANN, at=AT)


def test_inv_2_accepted_it_is_picked_shipped_and_the_difference_goes_back_when_the_money_came(shop):
    offer = offered(shop)
    done = answer("accept")
    assert (done.state, done.answered_by, done.way) == ("accepted", "guest", "link")
    assert lines(offer.order_id) == [("A-1", 3, 2, 3000), ("B-1", 1, 0, 1000), ("S-1", 2, 0, 0)]
    assert free("S-1") == 3
    work = fulfillment.work_of_order(offer.order_id)[0]
    assert {line.sku: line.quantity for line in work.lines} == {"A-1": 1, "B-1": 1, "S-1": 2}
    steps = [step.state for step in fulfillment.timeline(offer.order_id)[0].steps]
    assert "substituted" in steps
    tasks.give_back_what_is_owed(AT + HOUR)
    assert not aftersales.refunds_of_order(offer.order_id)
    ship_all(offer.order_id)
    tasks.give_back_what_is_owed(AT + 4 * HOUR)
    order = orders.order(offer.order_id)
    assert (order.fulfillment_status, order.refunded) == ("fulfilled", Money(400, "EUR"))
    assert not Substitution.objects.get().refund_due
    assert_proved()


def test_inv_2_refunded_the_units_are_dropped_and_paid_back_once(shop):
    offer = offered(shop)
    answer("refund")
    assert lines(offer.order_id) == [("A-1", 3, 2, 3000), ("B-1", 1, 0, 1000)]
    assert free("S-1") == 5
    ship_all(offer.order_id)
    order = orders.order(offer.order_id)
    assert (order.fulfillment_status, order.refunded) == ("fulfilled", Money(2000, "EUR"))
    assert_proved()


def test_refunded_an_order_of_which_nothing_is_left_is_canceled(shop):
    offer = offered(shop, lines={"A-1": 2}, found=0)
    answer("refund")
    order = orders.order(offer.order_id)
    assert (order.status, order.payment_status) == ("canceled", "voided")
    assert_proved()


def test_inv_2_refused_everything_waits_as_before(shop):
    offer = offered(shop)
    assert answer("wait").state == "refused"
    assert lines(offer.order_id)[0] == ("A-1", 3, 0, 3000)
    assert states_of(offer.order_id)[-1] == "short"
    assert free("S-1") == 5


def test_inv_2_an_answer_counts_once_and_only_in_time(shop):
    offer = offered(shop)
    with pytest.raises(fulfillment.OfferEnded):
        answer("accept", at=AT + 49 * HOUR)
    assert Substitution.objects.get().state == "asked"
    answer("accept")
    for again in ("accept", "refund", "wait"):
        with pytest.raises(fulfillment.OfferEnded):
            answer(again)
    for wrong in ("x", offer.sku):
        with pytest.raises(fulfillment.NoSuchOffer):
            fulfillment.answer_by_link(wrong, "accept", actor=GUEST, at=AT)
    with pytest.raises(fulfillment.NoSuchOffer):
        answer("nonsense")


def test_a_question_whose_time_is_over_makes_room_for_a_new_one(shop):
    offer = offered(shop)
    late = AT + 50 * HOUR
    fresh = fulfillment.offer_replacement(offer.order_id, offer.order_line_id, sku="S-1", actor=ANN, at=late)
    assert fulfillment.offer(offer.id).state == "expired"
    assert fresh.state == "asked"


def test_inv_2_an_agent_writes_down_what_was_said_by_phone(shop):
    offer = offered(shop)
    how = {"actor": ANN, "at": AT + 60 * HOUR}
    with pytest.raises(fulfillment.ReasonMissing):
        fulfillment.answer_by_phone(offer.id, "accept", note=" ", **how)
    with pytest.raises(Denied):
        fulfillment.answer_by_phone(offer.id, "accept", note="x", actor=Actor("staff", "1", "Eve"), at=AT)
    done = fulfillment.answer_by_phone(offer.id, "accept", note="Ms. Example, 9:40", **how)
    assert (done.way, done.answered_by, done.note) == ("phone", "Ann", "Ms. Example, 9:40")
    written = [row.action for row in audit.entries_for("orders.order", offer.order_id)]
    assert {"fulfillment.replacement_offered", "fulfillment.replacement_answered", "orders.replaced"} <= {
        *written
    }


def test_what_is_sold_out_meanwhile_is_not_promised_and_the_question_stays(shop):
    offer = offered(shop)
    sell_out()
    with pytest.raises(fulfillment.ReplacementGone):
        answer("accept")
    assert fulfillment.offer(offer.id).state == "asked"
    assert lines(offer.order_id)[0] == ("A-1", 3, 0, 3000)
    assert answer("refund").state == "refunded"
    assert_proved()


def test_only_what_the_catalog_names_and_only_what_is_missing(shop):
    order_id, line = missing(shop)
    ask = {"actor": ANN, "at": AT}
    for sku in ("B-1", "X"):
        with pytest.raises(fulfillment.NotAReplacement):
            fulfillment.offer_replacement(order_id, line.id, sku=sku, **ask)
    other = orders.order(order_id).lines[1].id
    with pytest.raises(fulfillment.NothingMissing):
        fulfillment.offer_replacement(order_id, other, sku="S-1", **ask)
    with pytest.raises(Denied):
        fulfillment.offer_replacement(order_id, line.id, sku="S-1", actor=Actor("staff", "1", "Eve"), at=AT)
    sell_out()
    with pytest.raises(fulfillment.ReplacementGone):
        fulfillment.offer_replacement(order_id, line.id, sku="S-1", **ask)


def test_goods_that_came_back_are_not_replaced(shop):
    offer = offered(shop)
    fulfillment.goods_are_back(inventory.location().id, [shop.variants["A-1"]], actor=ANN, at=AT)
    with pytest.raises(fulfillment.NothingMissing):
        answer("accept")
    assert fulfillment.offer(offer.id).state == "asked"


def test_inv_2_a_picker_cannot_take_the_replacement_without_consent(shop):
    offer = offered(shop)
    fulfillment.goods_are_back(inventory.location().id, [shop.variants["A-1"]], actor=ANN, at=AT)
    work = next(row for row in fulfillment.work_of_order(offer.order_id) if row.state == "waiting")
    stop = next(stop for stop in walk(work).stops if stop.sku == "A-1" and stop.left)
    with pytest.raises(fulfillment.CustomerHasNotAgreed):
        fulfillment.confirm_pick(stop.id, place=stop.bin_code, item="S-1", quantity=1, actor=ANN, at=AT)


def test_a_whole_order_that_was_picked_has_nothing_to_offer(shop):
    work = picked(shop)
    line = orders.order(work.order_id).lines[0]
    with pytest.raises(fulfillment.NothingMissing):
        fulfillment.offer_replacement(work.order_id, line.id, sku="S-1", actor=ANN, at=AT)
