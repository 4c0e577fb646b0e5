"""Photos with a return: drawn anew, kept once, seen by both sides, erased with the person."""

from __future__ import annotations

import pytest

from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.aftersales.models import Return, ReturnPhoto
from storecrew.contexts.aftersales.operations.photos import keep_photos
from storecrew.contexts.catalog.tests.test_images import picture
from storecrew.contexts.checkout.tests.factories import make_cart, make_shop, place
from storecrew.contexts.customers import public as customers
from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.orders import public as orders
from storecrew.contexts.orders.tests.factories import ACTOR, AT
from storecrew.kernel.actor import guest_actor
from storecrew.kernel.audit.models import AuditEntry

pytestmark = pytest.mark.django_db
GUEST = guest_actor(ip="203.0.113.7")
Wanted, Found = aftersales.Wanted, aftersales.Found


@pytest.fixture
def sent():
    order = orders.order(place(make_cart(make_shop(), {"A-1": 3})).order_id)
    fulfillment.ship(order.id, lines=None, key="s", actor=ACTOR, at=AT)
    return orders.order(order.id)


def ask(order, *photos):
    wanted = [Wanted(order.lines[0].id, 1, "damaged", "broken")]
    return aftersales.ask_return(order.id, lines=wanted, photos=photos, actor=GUEST, at=AT)


def test_cs_6_photos_of_both_sides_stand_with_the_return(sent):
    made = ask(sent, picture())
    aftersales.receive_return(
        made.id, found=[Found(made.lines[0].id, "scrap", 1)], location_code="main",
        photos=[picture((41, 31))], actor=ACTOR, at=AT,
    )  # fmt: skip
    found = aftersales.photos_of_returns([made.id])[made.id]
    assert [each.by_customer for each in found] == [True, False]
    content, kind = aftersales.return_photo(made.id, found[0].id)
    assert kind.startswith("image/")
    keep_photos(made.id, [content], by_customer=True, at=AT)
    assert ReturnPhoto.objects.count() == 2
    assert aftersales.return_photo(made.id + 1, found[0].id)[0] == b""


@pytest.mark.parametrize("files", [(b"<svg onload=alert(1)>",), (b"x" * ((12 << 20) + 1),), (b"x",) * 9])
def test_bad_12_what_is_no_picture_is_refused_and_nothing_is_announced(sent, files):
    with pytest.raises(aftersales.InvalidReturnPhoto):
        ask(sent, *files)
    assert not Return.objects.exists()


def test_prv_01_what_the_customer_took_a_photo_of_is_erased_and_the_goods_stay(sent):
    made = ask(sent, picture())
    keep_photos(made.id, [b"\x89PNG of the dock"], by_customer=False, at=AT)
    person = customers.ensure_customer(email=sent.email, name="Ann", actor=ACTOR, at=AT)
    assert customers.export_data(person.id, actor=ACTOR, at=AT)["returns"][0]["photos"] == 1
    customers.erase(customer_id=person.id, actor=ACTOR, at=AT, reason="asked for")
    assert list(ReturnPhoto.objects.values_list("by_customer", flat=True)) == [False]


def add(made, order, *photos):
    return aftersales.add_return_photos(order.id, made.number, photos=photos, actor=GUEST, at=AT)


def test_cs_6_photos_are_added_after_the_request_each_once(sent):
    made = ask(sent, picture())
    assert add(made, sent, picture((41, 31)), picture((42, 31))) == 2
    assert add(made, sent, picture((41, 31))) == 0
    assert [each.by_customer for each in aftersales.photos_of_returns([made.id])[made.id]] == [True] * 3
    trail = AuditEntry.objects.filter(action="aftersales.photos_added", record_id=str(made.id))
    assert [row.after for row in trail] == [{"photos": 2}]


def test_photos_are_added_until_the_return_is_settled_and_no_more_than_eight(sent):
    made = ask(sent, *(picture((40 + n, 31)) for n in range(7)))
    with pytest.raises(aftersales.InvalidReturnPhoto):
        add(made, sent, picture((60, 31)), picture((61, 31)))
    assert ReturnPhoto.objects.count() == 7
    for wrong in ([], [b"no picture"]):
        with pytest.raises(aftersales.InvalidReturnPhoto):
            add(made, sent, *wrong)
    with pytest.raises(aftersales.UnknownReturn):
        aftersales.add_return_photos(
            sent.id, "RT-9", photos=[picture()], actor=guest_actor(ip="203.0.113.8"), at=AT
        )
    aftersales.receive_return(
        made.id, found=[Found(made.lines[0].id, "shelf", 1)], location_code="main", actor=ACTOR, at=AT
    )
    assert add(made, sent, picture((60, 31))) == 1
    aftersales.refuse_return(made.id, reason="worn", actor=ACTOR, at=AT)
    with pytest.raises(aftersales.ReturnClosed):
        add(made, sent, picture((62, 31)))
