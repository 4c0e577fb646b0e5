"""Pages of partners: agreement, link, decision, payout, file; and what the shop does with a link."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from storecrew.contexts.affiliates import public as affiliates
from storecrew.contexts.affiliates.models import Commission, Partner, Payout, Referral
from storecrew.contexts.affiliates.tests.factories import ACTOR, DAY, booked, make_partner
from storecrew.contexts.checkout.tests.factories import AT
from storecrew.contexts.checkout.tests.factories import make_shop as make_small_shop
from storecrew.contexts.people.tests.factories import make_staff
from storecrew.contexts.promotions.models import Promotion
from storecrew.contexts.promotions.tests.factories import make_promotion
from storecrew.kernel import clock
from storecrew.surfaces.storefront.tests.factories import make_shop

pytestmark = pytest.mark.django_db


@pytest.fixture
def marketing() -> Client:
    return signed_in("marketing_manager")


def signed_in(role: str) -> Client:
    client = Client()
    user = make_staff(role)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def text(client: Client, name: str, *args: object, query: str = "") -> str:
    answer = client.get(reverse(name, args=args) + query)
    assert answer.status_code == 200, answer.content.decode()[-3000:]
    return re.sub(r"\s+", " ", answer.content.decode())


FIELDS = {
    "name": "Mina Writes",
    "email": "mina@partner.example",
    "kind": "creator",
    "code": "Mina-5",
    "rate": "7.5",
    "starts_on": "2026-01-01",
    "hold_days": "30",
    "active": "on",
    "iban": "DE89 3704 0044 0532 0130 00",
}


def test_mkt_12_a_partner_is_made_changed_and_looked_at(marketing: Client):
    assert "No partners yet" in text(marketing, "partners")
    marketing.post(reverse("partner_add"), FIELDS)
    row = Partner.objects.get()
    assert (row.code, row.rate_bp, row.iban) == ("MINA5", 750, "DE89370400440532013000")
    page = text(marketing, "partner", row.pk)
    assert "7.5%" in page
    assert "/r/mina5/" in page
    marketing.post(reverse("partner_edit", args=[row.pk]), FIELDS | {"rate": "8", "version": "1"})
    late = marketing.post(reverse("partner_edit", args=[row.pk]), FIELDS | {"version": "1"})
    assert late.status_code == 422
    marketing.post(reverse("partner_disclosure", args=[row.pk]), {"note": "#ad in the first line"})
    assert "#ad in the first line" in text(marketing, "partner", row.pk)
    marketing.post(reverse("partner_edit", args=[row.pk]), FIELDS | {"rate": "8", "version": "2"})
    page = text(marketing, "partner", row.pk)
    assert "<dd>#ad in the first line" in page.replace("> ", ">"), "what was seen stays when terms change"
    assert "not looked at yet" not in page
    marketing.post(reverse("partner_link", args=[row.pk]))
    row.refresh_from_db()
    assert (row.rate_bp, row.link_number) == (800, 2)
    assert "Mina Writes" in text(marketing, "partners")


def test_abu_08_a_flagged_commission_is_decided_on_its_partners_page(marketing: Client):
    make_partner(email="ann@example.com")
    row = booked(make_small_shop())
    page = text(marketing, "partner", row.partner_id)
    assert "Buyer and partner have the same mailbox." in page
    assert "same mailbox" in text(marketing, "commissions", query="?f.state=flagged")
    marketing.post(reverse("commission_decide", args=[row.pk]), {"verdict": "void", "reason": "own order"})
    row.refresh_from_db()
    assert row.state == "void"
    again = marketing.post(reverse("commission_decide", args=[row.pk]), {"verdict": "pay", "reason": "x"})
    assert again.status_code == 422


def test_mkt_12_what_is_due_is_paid_by_another_person_and_the_bank_gets_a_file(marketing: Client):
    head = signed_in("head_of_digital")
    make_partner()
    row = booked(make_small_shop())
    affiliates.release_due(AT + 60 * DAY)
    assert "Commissions are due." in text(marketing, "partner", row.partner_id)
    assert marketing.post(reverse("partner_pay", args=[row.partner_id])).status_code == 403
    head.post(reverse("partner_pay", args=[row.partner_id]), {"currency": "EUR"})
    head.post(reverse("partner_pay", args=[row.partner_id]), {"currency": "EUR"})
    assert Payout.objects.get().amount == row.amount
    wanted = {"payouts": "new", "form": "csv", "debtor": "Shop"}
    file = head.post(reverse("partner_payout_file"), wanted).content.decode()
    assert "DE89370400440532013000" in file
    again = head.post(reverse("partner_payout_file"), wanted)
    assert again.status_code == 422, "no payout is in two files of new ones"
    filed = Payout.objects.get().filed_at
    assert filed is not None
    wanted["payouts"] = filed.isoformat()
    assert head.post(reverse("partner_payout_file"), wanted | {"form": "sepa"}).status_code == 422
    sepa = wanted | {"form": "sepa", "debtor_iban": "DE02120300000000202051"}
    assert b"pain.001.001.03" in head.post(reverse("partner_payout_file"), sepa).content


def test_mkt_12_a_payout_without_an_iban_waits_for_it(marketing: Client):
    head = signed_in("head_of_digital")
    partner = make_partner(iban="")
    booked(make_small_shop())
    affiliates.release_due(AT + 60 * DAY)
    head.post(reverse("partner_pay", args=[partner.pk]), {"currency": "EUR"})
    address = reverse("partner_payout_file")
    wanted = {"payouts": "new", "form": "sepa", "debtor": "Müller & Söhne",
              "debtor_iban": "DE02120300000000202051"}  # fmt: skip
    assert f"P{partner.pk}-1 Mina Writes" in head.get(address).content.decode()
    assert head.post(address, wanted).status_code == 422
    assert Payout.objects.get().filed_at is None
    Partner.objects.update(iban="DE89370400440532013000")
    body = head.post(address, wanted).content.decode()
    assert "<Nm>Mueller + Soehne</Nm>" in body
    assert Payout.objects.get().filed_at is not None


def test_mkt_12_a_code_whose_promotion_rests_is_said_to_save_nothing(client: Client, marketing: Client):
    make_shop()
    promotion = make_promotion(code="OTHER")
    partner = make_partner("MINA5", promotion_id=promotion.pk)
    address = f"/en/partner/{affiliates.page_link(partner)}/"
    assert "Shoppers save nothing" not in client.get(address).content.decode()
    Promotion.objects.update(state="paused")
    assert "Shoppers save nothing" in client.get(address).content.decode()
    assert "shoppers save nothing now" in text(marketing, "partner", partner.pk)


OURS = {"Origin": "http://testserver"}
STOOL = {"sku": "STOOL", "quantity": "1"}


def test_mkt_12_a_link_leads_on_remembers_and_is_kept_with_the_cart(client: Client):
    make_shop()
    make_partner(at=clock.now())
    client.cookies["sc_measure"] = "yes"
    answer = client.get("/r/mina/?to=/en/p/oak-stool/")
    assert answer["Location"].startswith("/en/p/oak-stool/?utm_source=partner")
    assert answer.cookies["sc_by"]["httponly"]
    client.post("/en/cart/add/", STOOL, headers=OURS)
    assert Referral.objects.get().partner.code == "MINA"
    fresh = Client()
    assert fresh.get("/r/nobody/?to=https://evil.example/")["Location"] == "/en/"
    assert not fresh.cookies


def test_mkt_12_without_a_yes_a_link_keeps_nothing_in_the_browser_and_counts_where_it_led(client: Client):
    make_shop()
    make_partner(at=clock.now())
    landing = client.get("/r/mina/?to=/en/p/oak-stool/")["Location"]
    assert not client.cookies
    client.post("/en/cart/add/", STOOL, headers=OURS | {"Referer": f"http://testserver{landing}"})
    assert Referral.objects.get().partner.code == "MINA"
    elsewhere = Client()
    elsewhere.get("/r/mina/")
    elsewhere.post("/en/cart/add/", STOOL, headers=OURS | {"Referer": "http://testserver/en/p/oak-stool/"})
    away = f"https://evil.example{landing}"
    elsewhere.post("/en/cart/add/", STOOL, headers=OURS | {"Referer": away})
    assert Referral.objects.count() == 1


def test_mkt_12_a_link_counts_for_the_cart_that_was_there_before_it(client: Client):
    make_shop()
    make_partner(at=clock.now())
    client.post("/en/cart/add/", STOOL, headers=OURS)
    client.get("/r/mina/")
    assert Referral.objects.get().partner.code == "MINA"
    assert "sc_by" not in client.cookies


def test_prv_04_a_yes_on_the_page_remembers_the_link_and_a_no_forgets_it(client: Client):
    make_shop()
    make_partner(at=clock.now())
    landing = client.get("/r/mina/?to=/en/p/oak-stool/")["Location"]

    def report(**body):
        agent = {"User-Agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/604.1"}
        return client.post("/seen/", body, content_type="application/json", headers=OURS | agent)

    client.cookies["sc_measure"] = "yes"
    report(u=landing, a=True)
    assert client.cookies["sc_by"].value
    client.cookies["sc_measure"] = "no"
    client.post("/en/cart/add/", STOOL, headers=OURS)
    assert not Referral.objects.exists()
    report(forget=True)
    assert not client.cookies["sc_by"].value


def test_mkt_12_a_forged_memory_of_a_link_counts_nothing(client: Client):
    make_shop()
    make_partner(at=clock.now())
    client.cookies["sc_measure"] = "yes"
    client.cookies["sc_by"] = "MINA:forged"
    client.post("/en/cart/add/", {"sku": "STOOL", "quantity": "1"}, headers={"Origin": "http://testserver"})
    assert not Referral.objects.exists()


def test_mkt_12_a_partner_sees_their_own_page_until_the_link_ends(client: Client):
    partner = make_partner()
    row = booked(make_small_shop())
    address = f"/en/partner/{affiliates.page_link(partner)}/"
    page = client.get(address)
    assert page.status_code == 200
    assert page["Cache-Control"] == "no-store"
    assert Commission.objects.get(pk=row.pk).order.number not in page.content.decode()
    affiliates.renew_link(partner.pk, actor=ACTOR, at=AT)
    assert client.get(address).status_code == 404
