"""Gift vouchers, credit and points at the payment step; no script is needed."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from storecrew.contexts.customers import public as customers
from storecrew.contexts.loyalty.models import Account, Voucher
from storecrew.contexts.loyalty.tests.factories import make_credit, make_points, make_program, make_voucher
from storecrew.contexts.orders.models import Order
from storecrew.contexts.payments import public as payments
from storecrew.contexts.people.models import User
from storecrew.kernel import clock
from storecrew.surfaces.storefront.account.access import join_customer
from storecrew.surfaces.storefront.tests.buying import go_to_payment, pay, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def buyer() -> Client:
    return Client(headers={"Origin": "http://testserver"})


def use(client: Client, **form):
    return client.post("/en/checkout/tender/", form)


def gave() -> list[tuple[str, int]]:
    (order,) = Order.objects.all()
    return [(one.gateway, one.amount.amount) for one in payments.payments_of_order(order.pk)]


def test_mkt_23_a_voucher_pays_first_and_the_rest_is_shown(shop, buyer):
    voucher = make_voucher(1000, at=clock.now())
    go_to_payment(buyer)
    answer = use(buyer, kind="voucher", voucher=voucher.code.lower().replace("-", " "))
    assert answer.headers["Location"] == "/en/checkout/payment/#tenders"
    page = text(buyer.get("/en/checkout/payment/"))
    assert f"Gift voucher …{voucher.code[-4:]}" in page
    assert "Left to pay" in page
    assert voucher.code not in page
    assert pay(buyer, page).status_code == 302
    assert gave()[0] == ("voucher", 1000)


def test_mkt_23_nothing_else_is_asked_when_a_voucher_pays_all(shop, buyer):
    voucher = make_voucher(100_000, at=clock.now())
    go_to_payment(buyer)
    use(buyer, kind="voucher", voucher=voucher.code)
    page = text(buyer.get("/en/checkout/payment/"))
    assert "Everything is paid for" in page
    assert 'name="gateway"' not in page
    assert "/en/order/" in pay(buyer, page, gateway="").headers["Location"]
    assert [gateway for gateway, _amount in gave()] == ["voucher"]


def test_mkt_23_the_voucher_can_be_taken_out_again(shop, buyer):
    voucher = make_voucher(1000, at=clock.now())
    go_to_payment(buyer)
    use(buyer, kind="voucher", voucher=voucher.code)
    account = Voucher.objects.get().account_id
    use(buyer, kind="voucher", action="drop", account=str(account))
    assert "Left to pay" not in text(buyer.get("/en/checkout/payment/"))
    assert use(buyer, kind="voucher", action="drop", account="x").status_code == 302


def test_abu_02_unknown_and_used_codes_read_alike_and_guessing_ends(shop, buyer):
    used = make_voucher(1000, at=clock.now())
    Account.objects.update(balance=0)
    go_to_payment(buyer)
    pages = []
    for code in ("ABCD", used.code):
        answer = use(buyer, kind="voucher", voucher=code)
        pages.append((answer.status_code, text(answer).partition("note bad")[2][:400]))
    assert pages[0] == pages[1]
    assert pages[0][0] == 422
    statuses = [use(buyer, kind="voucher", voucher=f"GUESS-{place}").status_code for place in range(12)]
    assert statuses[-1] == 429


def test_mkt_22_the_signed_in_customer_sees_credit_and_points(shop, buyer):
    make_program()
    user = User.objects.create_user(email="mina@example.com", password="long enough for tests", name="Mina")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    join_customer(user)
    buyer.force_login(user)
    me = customers.customer_for_user(user.pk)
    make_credit(me.id, 500)
    make_points(me.id, 200)
    page = go_to_payment(buyer)
    assert "€5.00 store credit" in page
    assert "200 points are worth €10.00" in page
    use(buyer, kind="credit")
    use(buyer, kind="points")
    page = text(buyer.get("/en/checkout/payment/"))
    assert pay(buyer, page).status_code == 302
    assert gave()[:2] == [("credit", 500), ("points", 1000)]


def test_mkt_22_thousands_of_points_are_written_as_people_do(shop, buyer):
    make_program()
    user = User.objects.create_user(email="mina@example.com", password="long enough for tests", name="Mina")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    join_customer(user)
    buyer.force_login(user)
    assert buyer.post("/en/account/points/").status_code in (200, 302)
    make_points(customers.customer_for_user(user.pk).id, 12_345)
    assert ">12,345<" in buyer.get("/en/account/points/").content.decode()
    assert "Your 12,345 points are worth" in go_to_payment(buyer)


def test_credit_is_not_offered_to_guests(shop, buyer):
    go_to_payment(buyer)
    assert use(buyer, kind="credit").status_code == 422
    assert use(Client(headers={"Origin": "http://testserver"}), kind="credit").status_code == 302


def test_u011_a_code_that_cannot_be_used_stays_in_its_field(shop, buyer):
    go_to_payment(buyer)
    answer = buyer.post("/en/checkout/tender/", {"kind": "voucher", "voucher": "AAAA-BBBB-CCCC-DDDD"})
    assert answer.status_code == 422
    assert 'value="AAAA-BBBB-CCCC-DDDD"' in text(answer)
