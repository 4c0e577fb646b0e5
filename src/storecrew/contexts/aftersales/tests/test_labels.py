"""CS-6: the label of a return is bought once by the rules of the channel and given back with its return."""

from __future__ import annotations

import datetime as dt

import pytest

from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.aftersales.models import Return
from storecrew.contexts.aftersales.operations.labels import keep_label
from storecrew.contexts.aftersales.papers import return_pdf
from storecrew.contexts.aftersales.rules.returns import weight_of
from storecrew.contexts.checkout.tests.factories import make_cart, make_shop, place
from storecrew.contexts.customers.tests.factories import make_customer
from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.fulfillment.tests.factories import give_address
from storecrew.contexts.loyalty import public as loyalty
from storecrew.contexts.loyalty.models import Goodwill
from storecrew.contexts.orders import public as orders
from storecrew.contexts.orders.models import Order
from storecrew.contexts.orders.tests.factories import ACTOR, AT
from storecrew.contexts.shipping import public as shipping
from storecrew.contexts.shipping.models import Label
from storecrew.contexts.shipping.tests.factories import make_simulator
from storecrew.kernel.actor import Actor, guest_actor
from storecrew.kernel.errors import Denied
from storecrew.kernel.money import Money

pytestmark = pytest.mark.django_db(transaction=True)
GUEST = guest_actor(ip="203.0.113.7")


def rules(**changed):
    known = {"is_open": True, "days": 14, "transit_days": 7, "most_open": 5, **changed}
    aftersales.save_return_rules("eu", **known, actor=ACTOR, at=AT)


@pytest.fixture
def made():
    order = orders.order(place(make_cart(make_shop(), {"A-1": 3})).order_id)
    give_address()
    make_simulator()
    fulfillment.ship(order.id, lines=None, key="s", actor=ACTOR, at=AT)
    wanted = [aftersales.Wanted(order.lines[0].id, 2, "late", "opened")]
    return aftersales.ask_return(order.id, lines=wanted, actor=GUEST, at=AT)


def take(made, actor=GUEST):
    return aftersales.take_label(made.order_id, made.number, actor=actor, at=AT)


def test_cs_6_a_label_is_bought_once_and_its_file_is_there(made):
    rules(label_service="sim-1")
    done = take(made)
    assert take(made).label_id == done.label_id
    [label] = Label.objects.all()
    assert (label.pk, label.order_ref, label.weight_g) == (done.label_id, made.number, weight_of([(200, 2)]))
    assert shipping.label_file(label.pk, "pdf").startswith(b"%PDF")
    assert label.from_address["name"] == orders.order(made.order_id).shipping_address["name"]
    assert return_pdf(str(made.id)).content.startswith(b"%PDF-")


def test_cs_6_a_canceled_return_gives_its_label_back(made):
    rules(label_service="sim-1")
    label_id = take(made).label_id
    aftersales.withdraw_return(made.order_id, made.number, actor=GUEST, at=AT)
    assert shipping.label(label_id).state == "voided"
    with pytest.raises(aftersales.ReturnClosed):
        keep_label(made.id, label_id + 1, actor=ACTOR, at=AT)


def test_cs_6_what_the_carrier_has_is_not_canceled_by_the_customer(made):
    rules(label_service="sim-1")
    label_id = take(made).label_id
    Label.objects.filter(pk=label_id).update(picked_up_at=AT)
    with pytest.raises(aftersales.ReturnUnderWay):
        aftersales.withdraw_return(made.order_id, made.number, actor=GUEST, at=AT)
    assert Return.objects.get().state == "announced"


def test_cs_6_without_a_rule_or_a_right_there_is_none(made):
    with pytest.raises(aftersales.ReturnNotOffered):
        take(made)
    with pytest.raises(aftersales.UnknownReturn):
        aftersales.take_label(made.order_id + 1, made.number, actor=GUEST, at=AT)
    with pytest.raises(Denied):
        take(made, Actor(kind="staff", id="1", label="Nobody"))
    with pytest.raises(aftersales.InvalidReturnRules):
        rules(label_service="nope")
    assert not Label.objects.exists()


def free(made, most=2_000):
    return aftersales.give_free_return(
        made.id, service="sim-1", most=Money(most, "EUR"), reason="late twice", actor=ACTOR, at=AT
    )


def with_an_account(made, cap=5_000) -> None:
    Order.objects.filter(pk=made.order_id).update(customer=make_customer(email="ann@example.com").id)
    with_budget(cap)


def with_budget(cap=5_000) -> None:
    day = dt.timedelta(days=1)
    loyalty.save_budget(
        name="Goodwill", cap=Money(cap, "EUR"), starts_on=(AT - day).date(), ends_on=(AT + day).date(),
        actor=ACTOR, at=AT,
    )  # fmt: skip


def test_mkt_20_a_free_return_is_a_label_booked_to_the_goodwill_budget(made):
    with_an_account(made)
    done = free(made)
    label = shipping.label(done.label_id)
    row = Goodwill.objects.get()
    assert (row.form, row.cost, row.order_id) == ("return", label.cost.amount, made.order_id)
    assert row.budget.spent == row.cost and row.account_id is None
    with pytest.raises(aftersales.ReturnNotOffered):
        free(made)


def test_mkt_20_a_free_return_that_may_not_be_given_leaves_no_label(made):
    with pytest.raises(loyalty.NoBudget):
        free(made)
    with_an_account(made, cap=1)
    with pytest.raises(loyalty.BudgetExhausted):
        free(made)
    assert [each.state for each in Label.objects.all()] == ["voided"]
    assert Return.objects.get().label_id is None and not Goodwill.objects.exists()


def test_mkt_20_a_guest_sends_back_for_free_too(made):
    with_budget()
    assert free(made).label_id
    assert Goodwill.objects.get().customer is None


def test_mkt_20_where_labels_are_free_anyway_none_is_goodwill(made):
    rules(label_service="sim-1")
    with_an_account(made)
    with pytest.raises(aftersales.ReturnNotOffered):
        free(made)
