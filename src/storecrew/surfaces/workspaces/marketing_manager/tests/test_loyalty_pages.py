"""The pages of loyalty: program, tiers, members, vouchers, batches, budgets, goodwill."""

from __future__ import annotations

import base64
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from storecrew.contexts.channels.tests.factories import make_channel
from storecrew.contexts.checkout.tests.factories import make_cart, make_shop, place
from storecrew.contexts.loyalty import public as loyalty
from storecrew.contexts.loyalty.models import Account, Budget, Goodwill, Program, Tier, Voucher
from storecrew.contexts.loyalty.tests.factories import ACTOR, make_customer, make_program
from storecrew.contexts.orders import public as orders
from storecrew.contexts.people.tests.factories import make_staff
from storecrew.kernel import clock
from storecrew.kernel.money import Money

pytestmark = pytest.mark.django_db
RULES = {
    "name": "Club", "open": "on", "return_days": 30, "expiry_days": 730, "least_units": 1, "rolling_days":
    365, "per_EUR": "1.00", "worth_EUR": "0.05",
}  # fmt: skip


@pytest.fixture
def client(db):
    make_channel("eu")
    client = Client()
    client.force_login(make_staff("head_of_digital"), backend="django.contrib.auth.backends.ModelBackend")
    return client


def page(client, path, status=200):
    answer = client.get(path)
    assert answer.status_code == status
    return answer.content.decode()


def test_mkt_21_a_program_is_set_up_and_says_what_is_owed(client):
    assert "Not set up" in page(client, "/admin/loyalty/")
    assert client.post("/admin/loyalty/edit/", RULES).status_code == 302
    row = Program.objects.get()
    assert (row.earn_per, row.worth, row.open) == ({"EUR": 100}, {"EUR": 5}, True)
    assert client.post("/admin/loyalty/edit/", RULES | {"worth_EUR": "2"}).status_code == 422
    tier = {"code": "gold", "name_en": "Gold", "name_ko": "골드", "percent": 150, "from_EUR": "500"}
    assert client.post("/admin/loyalty/tiers/add/", tier).status_code == 302
    row = Tier.objects.get()
    assert (row.thresholds, row.bonus_bp) == ({"EUR": 50_000}, 15_000)
    assert 'value="500' in page(client, f"/admin/loyalty/tiers/{row.pk}/")
    text = page(client, "/admin/loyalty/")
    assert "€1.00" in text
    assert "Gold" in text


def test_mkt_22_points_are_adjusted_with_a_reason(client):
    make_program()
    me = make_customer()
    loyalty.join(me, actor=ACTOR, at=clock.now())
    assert "Club" in page(client, f"/admin/loyalty/members/{me}/")
    form = {"units": "25", "reason": "A review", "key": "k"}
    for _time in range(2):
        assert client.post(f"/admin/loyalty/members/{me}/adjust/", form).status_code == 302
    assert (
        client.post(f"/admin/loyalty/members/{me}/adjust/", form | {"units": "-26", "key": "l"}).status_code
        == 422
    )
    assert loyalty.member(me, at=clock.now()).balance == 25
    text = page(client, f"/admin/loyalty/members/{me}/")
    assert "A review" in text
    assert "member" in page(client, "/admin/loyalty/members/")
    page(client, f"/admin/loyalty/members/{make_customer()}/", 404)


def test_mkt_23_a_voucher_is_made_replaced_blocked_and_opened(client):
    form = {"amount": "25", "currency": "EUR", "reason": "At the counter", "key": "k1"}
    answer = client.post("/admin/loyalty/vouchers/add/", form)
    row = Voucher.objects.select_related("account").get()
    shown = answer.content.decode()
    assert row.hint in shown
    assert "€25.00 · good until" in shown
    printed = base64.b64decode(re.search(r"data:application/pdf;base64,([\w+/=]+)", shown)[1])
    assert printed[:4] == b"%PDF"
    assert answer["Cache-Control"] == "no-store"
    assert row.account.balance == 2500
    assert client.post("/admin/loyalty/vouchers/add/", form | {"amount": "0", "key": "k2"}).status_code == 422
    old = row.digest
    assert client.post(f"/admin/loyalty/vouchers/{row.pk}/code/", {"reason": "Lost"}).status_code == 200
    assert Voucher.objects.get().digest != old
    for step, blocked in (("block", True), ("open", False)):
        assert (
            client.post(f"/admin/loyalty/vouchers/{row.pk}/{step}/", {"reason": "Found"}).status_code == 302
        )
        assert Account.objects.get().blocked is blocked
        assert Voucher.objects.get().hint in page(client, f"/admin/loyalty/vouchers/{row.pk}/")
    assert client.post(f"/admin/loyalty/vouchers/{row.pk}/nonsense/", {"reason": "x"}).status_code == 404
    text = page(client, "/admin/loyalty/vouchers/")
    assert f"…{Voucher.objects.get().hint}" in text


def test_mkt_23_a_company_gets_many_by_mail_and_by_file(client):
    file = SimpleUploadedFile("team.csv", b"email,name,day\nmira@example.com,Mira,2030-12-24\n,Desk,\n")
    form = {"name": "Team", "amount": "40", "currency": "EUR", "locale": "en", "key": "k", "file": file}
    answer = client.post("/admin/loyalty/vouchers/batch/", form)
    assert answer["Cache-Control"] == "no-store"
    text = answer.content.decode()
    assert "2 gift vouchers are made." in text
    file = base64.b64decode(re.search(r'href="data:text/csv;base64,([^"]+)"', text)[1]).decode("utf-8-sig")
    name, code = file.strip().split(",")
    assert (name, len(code)) == ("Desk", 19)
    assert code in text
    mailed, filed = Voucher.objects.order_by("pk")
    assert (mailed.digest, mailed.deliver_at.year, filed.hint) == (None, 2030, code[-4:])
    wrong = SimpleUploadedFile("team.csv", b"nonsense,Mira,tomorrow\n")
    assert client.post("/admin/loyalty/vouchers/batch/", form | {"file": wrong}).status_code == 422


def test_mkt_23_a_form_that_is_sent_twice_makes_one_batch(client):
    form = {"name": "Team", "amount": "40", "currency": "EUR", "locale": "en", "key": "k"}
    for status in (200, 422):
        # As Excel writes it in Korea.
        file = SimpleUploadedFile("team.csv", ",김민수,\n,박서연,\n".encode("cp949"))
        answer = client.post("/admin/loyalty/vouchers/batch/", form | {"file": file})
        assert answer.status_code == status
    assert "made already" in answer.content.decode()
    assert [row.recipient_name for row in Voucher.objects.order_by("pk")] == ["김민수", "박서연"]


def test_mkt_20_goodwill_is_given_from_a_budget(client):
    me = make_customer()
    today = clock.now().date()
    budget = {"name": "Goodwill", "cap": "100", "currency": "EUR", "starts_on": today, "ends_on": today}
    assert client.post("/admin/loyalty/budgets/add/", budget).status_code == 302
    row = Budget.objects.get()
    assert client.post(f"/admin/loyalty/budgets/{row.pk}/", budget | {"cap": "120"}).status_code == 302
    form = {"form": "credit", "amount": "15.00", "reason": "It came broken", "key": "k"}
    path = f"/admin/customers/{me}/goodwill/"
    assert "left in the budget" in page(client, path)
    assert client.post(path, form).status_code == 302
    assert loyalty.purse(me, currency="EUR", at=clock.now()).credit == Money(1500, "EUR")
    assert client.post(path, form | {"amount": "30", "key": "l"}).status_code == 422
    assert client.post(path, form | {"amount": "30", "key": "l", "ask": "on"}).status_code == 302
    assert client.post(path, form | {"form": "points", "amount": "x", "key": "m"}).status_code == 422
    assert "It came broken" in page(client, f"/admin/customers/{me}/")


def test_mkt_20_only_budgets_that_fit_the_currency_are_offered(client):
    make_channel("seoul", currency="KRW")
    me = make_customer()
    today = clock.now().date()
    days = {"cap": "1000", "starts_on": today, "ends_on": today}
    for name, currency in (("Care", "EUR"), ("Campaigns", "EUR"), ("Seoul", "KRW"), ("Busan", "KRW")):
        client.post("/admin/loyalty/budgets/add/", days | {"name": name, "currency": currency})
    path = f"/admin/customers/{me}/goodwill/"
    euros, won = page(client, path), page(client, path + "?currency=KRW")
    assert ("Care" in euros, "Seoul" in euros, "How much (EUR)" in euros) == (True, False, True)
    assert ("Care" in won, "Seoul" in won, "How much (KRW)" in won) == (False, True, True)
    assert 'href="?currency=KRW"' in euros and "Care" in page(client, path + "?currency=USD")
    form = {"form": "credit", "amount": "900", "reason": "It came late", "key": "k"}
    seoul = Budget.objects.get(name="Seoul").pk
    refused = client.post(path, form | {"budget": seoul})
    assert refused.status_code == 422 and not Goodwill.objects.exists()
    assert client.post(path + "?currency=KRW", form | {"budget": seoul}).status_code == 302
    assert Goodwill.objects.get().budget.name == "Seoul"


def test_mkt_20_a_guest_is_given_a_voucher_from_the_budget_that_is_chosen(client):
    placed = place(make_cart(make_shop(), {"A-1": 1}))
    number = orders.order(placed.order_id).number
    today = clock.now().date()
    budget = {"cap": "100", "currency": "EUR", "starts_on": today, "ends_on": today}
    path = f"/admin/orders/{number}/goodwill/"
    client.post("/admin/loyalty/budgets/add/", budget | {"name": "Care", "team": "customer-service"})
    assert "Paid by" not in page(client, path)
    client.post("/admin/loyalty/budgets/add/", budget | {"name": "Campaigns"})
    client.post("/admin/loyalty/budgets/add/", budget | {"name": "Korea", "currency": "KRW"})
    asked = page(client, path)
    assert "Campaigns (€100.00 left)" in asked and "Korea" not in asked
    assert path in page(client, f"/admin/orders/{number}/")
    chosen = Budget.objects.get(name="Campaigns")
    form = {"amount": "15.00", "reason": "It came late", "key": "k", "budget": chosen.pk}
    assert client.post(path, form).status_code == 302
    given = Goodwill.objects.get()
    assert (given.form, given.cost, given.budget_id, given.customer_id) == ("voucher", 1500, chosen.pk, None)
    assert "It came late" in page(client, f"/admin/loyalty/budgets/{chosen.pk}/")
    assert "Customer service" in page(client, "/admin/loyalty/")
