"""HOD-12: the pages behind an order's link on which its goods are sent back."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.catalog.tests.test_images import picture
from storecrew.contexts.checkout.tests.factories import ACTOR, make_cart, make_shop, place
from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.fulfillment.tests.factories import give_address
from storecrew.contexts.orders import public as orders
from storecrew.contexts.shipping.tests.factories import make_simulator
from storecrew.kernel import clock
from storecrew.surfaces.storefront.tests.buying import hidden, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def order():
    placed = place(make_cart(make_shop(), {"A-1": 2, "B-1": 1}), at=clock.now())
    fulfillment.ship(placed.order_id, key="s", actor=ACTOR, at=clock.now())
    return orders.order(placed.order_id)


def page_of(order) -> str:
    return f"/en/order/{order.token}/return/"


def typed(client, order, **more):
    line = order.lines[0].id
    values = {
        f"units-{line}": "1",
        f"reason-{line}": "damaged",
        f"condition-{line}": "broken",
        "note": "torn",
    }
    return {"nonce": hidden(text(client.get(page_of(order))), "nonce"), **values, **more}


def test_hod_12_the_customer_chooses_and_sees_what_comes_of_it(client, order):
    assert page_of(order) in text(client.get(f"/en/order/{order.token}/"))
    data = typed(client, order)
    answer = client.post(page_of(order), data)
    assert answer.headers["Location"] == f"/en/order/{order.token}/?returned=1#returns"
    assert client.post(page_of(order), data).status_code == 302
    [made] = aftersales.returns_of_order(order.id)
    assert (made.lines[0].quantity, made.lines[0].reason, made.note) == (1, "damaged", "torn")
    shown = text(client.get(f"/en/order/{order.token}/?returned=1"))
    assert "We expect your parcel" in shown
    paper = f"/en/order/{order.token}/return/{made.number}/"
    assert paper in shown
    answer = client.get(paper)
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.content.startswith(b"%PDF-")


def test_aut_03_the_paper_of_a_return_opens_by_its_own_order_only(client, order):
    client.post(page_of(order), typed(client, order))
    [made] = aftersales.returns_of_order(order.id)
    other = orders.order(place(make_cart(make_shop(), {"A-1": 1}), at=clock.now()).order_id)
    assert client.get(f"/en/order/{other.token}/return/{made.number}/").status_code == 404
    assert client.get(f"/en/order/{order.number}/return/").status_code == 404
    assert client.get(f"/en/order/{order.token}/return/RT-9999/").status_code == 404


def test_hod_12_what_is_missing_is_said_at_its_field(client, order):
    line = order.lines[0].id
    nothing = client.post(page_of(order), typed(client, order, **{f"units-{line}": "0"}))
    assert nothing.status_code == 422
    assert "Choose at least one article" in text(nothing)
    bare = client.post(
        page_of(order), typed(client, order, **{f"reason-{line}": "", f"condition-{line}": "x"})
    )
    assert "Please say why it comes back" in text(bare)
    assert "Please say in which condition it is" in text(bare)
    assert "torn" in text(bare)
    many = client.post(page_of(order), typed(client, order, **{f"units-{line}": "7"}))
    assert "At most 2" in text(many)
    assert not aftersales.returns_of_order(order.id)


def test_hod_12_an_order_that_has_not_left_says_so(client):
    order = orders.order(place(make_cart(make_shop(), {"A-1": 1}), at=clock.now()).order_id)
    assert page_of(order) not in text(client.get(f"/en/order/{order.token}/"))
    assert "Nothing of this order has left yet" in text(client.get(page_of(order)))


def test_cs_6_photos_stand_with_the_return_for_whoever_holds_the_link(client, order):
    line = order.lines[0].id
    bad = SimpleUploadedFile("evil.svg", b"<svg/>", "image/svg+xml")
    refused = client.post(page_of(order), typed(client, order, photos=bad))
    assert refused.status_code == 422
    assert "This is not a photo" in text(refused)
    good = SimpleUploadedFile("a.jpg", picture(), "image/jpeg")
    assert client.post(page_of(order), typed(client, order, photos=good)).status_code == 302
    [made] = aftersales.returns_of_order(order.id)
    assert made.lines[0].order_line_id == line
    [shot] = aftersales.photos_of_returns([made.id])[made.id]
    address = f"/en/order/{order.token}/return/{made.number}/photos/{shot.id}/"
    assert address in text(client.get(f"/en/order/{order.token}/"))
    answer = client.get(address)
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["Cache-Control"] == "private, no-store"
    other = orders.order(place(make_cart(make_shop(), {"A-1": 1}), at=clock.now()).order_id)
    assert client.get(address.replace(order.token, other.token)).status_code == 404


def test_cs_6_photos_are_added_to_a_return_that_was_announced_before(client, order):
    client.post(page_of(order), typed(client, order))
    [made] = aftersales.returns_of_order(order.id)
    here = f"/en/order/{order.token}/"
    address = f"{here}return/{made.number}/photos/"
    assert f'action="{address}"' in text(client.get(here))
    assert client.get(address).status_code == 405
    refused = client.post(address, {"photos": SimpleUploadedFile("evil.svg", b"<svg/>", "image/svg+xml")})
    assert refused.status_code == 422
    assert "This is not a photo" in text(refused)
    sent = client.post(address, {"photos": SimpleUploadedFile("a.jpg", picture(), "image/jpeg")}, follow=True)
    assert "Your photos stand with the return" in text(sent)
    assert len(aftersales.photos_of_returns([made.id])[made.id]) == 1
    nothing = address.replace(made.number, "RT-9")
    again = SimpleUploadedFile("a.jpg", picture(), "image/jpeg")
    assert client.post(nothing, {"photos": again}).status_code == 404
    aftersales.cancel_return(made.id, reason="x", actor=ACTOR, at=clock.now())
    assert f'action="{address}"' not in text(client.get(here))


def test_cs_6_the_customer_chooses_one_wish_for_all_articles(client, order):
    first, second = (line.id for line in order.lines)
    data = typed(client, order, **{f"wish-{first}": "credit", f"units-{second}": "1"})
    data |= {f"reason-{second}": "late", f"condition-{second}": "opened", f"wish-{second}": "money"}
    refused = client.post(page_of(order), data)
    assert "Choose the same for all articles" in text(refused)
    assert client.post(page_of(order), data | {f"wish-{second}": "credit"}).status_code == 302
    [made] = aftersales.returns_of_order(order.id)
    assert (made.wish, len(made.lines)) == ("credit", 2)


def test_cs_6_the_return_is_canceled_by_its_customer_once(client, order):
    client.post(page_of(order), typed(client, order))
    [made] = aftersales.returns_of_order(order.id)
    address = f"/en/order/{order.token}/return/{made.number}/cancel/"
    assert client.get(address).status_code == 405
    assert "return=canceled" in client.post(address)["Location"]
    assert "return=closed" in client.post(address)["Location"]
    assert client.post(address.replace(made.number, "RT-9")).status_code == 404
    assert aftersales.a_return(made.id).state == "canceled"


@pytest.mark.django_db(transaction=True)
def test_cs_6_the_label_is_taken_from_the_order_page(client, order):
    give_address()
    make_simulator()
    client.post(page_of(order), typed(client, order))
    [made] = aftersales.returns_of_order(order.id)
    address = f"/en/order/{order.token}/return/{made.number}/label/"
    assert client.get(address).status_code == 404
    assert address not in text(client.get(f"/en/order/{order.token}/"))
    aftersales.save_return_rules(
        "eu", is_open=True, days=14, transit_days=7, most_open=5, label_service="sim-1", actor=ACTOR,
        at=clock.now(),
    )  # fmt: skip
    assert "Make the label for the parcel" in text(client.get(f"/en/order/{order.token}/"))
    assert "return=label" in client.post(address)["Location"]
    assert "Label of the carrier" in text(client.get(f"/en/order/{order.token}/?return=label"))
    assert client.get(address).content.startswith(b"%PDF")
    code = client.get(f"{address}?qr")
    assert code.headers["Content-Type"] == "image/svg+xml"
    assert b"<svg" in code.content
