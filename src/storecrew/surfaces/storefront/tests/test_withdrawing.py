"""HOD-12: the withdrawal function of directive (EU) 2023/2673, in two steps, for guests too."""

from __future__ import annotations

import pytest

from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.checkout.tests.factories import make_cart, make_shop, place
from storecrew.contexts.orders import public as orders
from storecrew.kernel import clock
from storecrew.kernel.mail.models import Mail
from storecrew.surfaces.storefront.tests.buying import hidden, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def order():
    return orders.order(place(make_cart(make_shop(), {"A-1": 2, "B-1": 1}), at=clock.now()).order_id)


def page_of(order) -> str:
    return f"/en/order/{order.token}/withdraw/"


def typed(order, **more):
    return {"name": "Ann", **{f"units-{line.id}": str(line.quantity) for line in order.lines}, **more}


def test_hod_12_the_button_leads_through_two_steps_to_a_confirmation(client, order):
    assert "Withdraw from contract here" in text(client.get(f"/en/order/{order.token}/"))
    assert "Your name" in text(client.get(page_of(order)))
    review = client.post(page_of(order), typed(order, step="review"))
    assert "Confirm the withdrawal" in text(review)
    assert not aftersales.withdrawals_of_order(order.id), "nothing is declared before it is confirmed"
    data = typed(order, step="confirm", nonce=hidden(text(review), "nonce"))
    answer = client.post(page_of(order), data)
    assert answer.headers["Location"] == f"/en/order/{order.token}/?withdrawn=1#withdrawals"
    assert client.post(page_of(order), data).status_code == 302
    [made] = aftersales.withdrawals_of_order(order.id)
    shown = text(client.get(f"/en/order/{order.token}/?withdrawn=1"))
    assert made.number in shown
    assert "Withdraw from contract here</a></p>" not in shown
    assert "This order is canceled" in text(client.get(page_of(order)))


def test_hod_12_what_is_missing_is_said_at_its_field(client, order):
    first = order.lines[0].id
    bare = client.post(page_of(order), typed(order, name=" ", step="review"))
    assert bare.status_code == 422
    assert "Please give your name" in text(bare)
    many = client.post(page_of(order), typed(order, **{f"units-{first}": "7"}))
    assert "At most 2" in text(many)
    none = client.post(page_of(order), {"name": "Ann", **{f"units-{line.id}": "0" for line in order.lines}})
    assert "Choose at least one article" in text(none)
    change = client.post(page_of(order), typed(order, step="change"))
    assert "Step 1 of 2" in text(change)


def test_aut_03_the_number_of_an_order_opens_nothing(client, order):
    assert client.get(f"/en/order/{order.number}/withdraw/").status_code == 404


def test_abu_03_a_guest_gets_the_link_by_mail_and_every_answer_is_the_same(client, order):
    assert "/en/withdraw/" in text(client.get("/en/"))
    assert client.post("/en/withdraw/", {"number": "", "email": ""}).status_code == 422
    for email in ("stranger@example.com", order.email):
        answer = client.post("/en/withdraw/", {"number": order.number, "email": email})
        assert answer.headers["Location"] == "/en/withdraw/?sent=1"
    [mail] = Mail.objects.filter(dedupe_key__startswith="aftersales.withdrawal_link")
    assert mail.to == order.email
    assert "is on its way" in text(client.get("/en/withdraw/?sent=1"))
