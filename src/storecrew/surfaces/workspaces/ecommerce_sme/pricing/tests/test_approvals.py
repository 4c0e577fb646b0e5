"""From the grid to the second person and back: price drops on screen (AUT-10, U075)."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client

from storecrew.contexts.approvals import public as approvals
from storecrew.contexts.approvals.models import Approval, HouseRule, Limit
from storecrew.contexts.people.tests.factories import make_staff
from storecrew.contexts.pricing import public as pricing
from storecrew.contexts.pricing.models import Price
from storecrew.contexts.pricing.tests.factories import ACTOR
from storecrew.kernel import clock
from storecrew.kernel.money import MINUS
from storecrew.surfaces.ui.backoffice.approval_limits import value_words

pytestmark = pytest.mark.django_db
GRID = "/admin/prices/lists/eu-eur/grid/"
BULK = "/admin/prices/lists/eu-eur/bulk/"


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


@pytest.fixture
def chief(db) -> Client:
    client = Client()
    client.force_login(make_staff("head_of_digital", name="Noah"))
    return client


def typed(shop, price: str, **more: str) -> dict[str, str]:
    key = shop[0]
    return {
        f"amount-{key}": price,
        f"was-{key}": "10.00",
        f"strike-{key}": "",
        f"was-strike-{key}": "",
    } | more


def ask(shop, seller) -> Approval:
    seller.post(GRID, typed(shop, "5.00", reason="Season ends"))
    return Approval.objects.get()


def test_aut_10_the_grid_asks_for_a_reason_then_the_price_waits(shop, seller):
    page = text_of(seller.post(GRID, typed(shop, "5.00")))
    assert "Why should they fall so far?" in page and 'value="5.00"' in page
    assert "Falls further than one person may lower it." in page
    page = text_of(seller.post(GRID, typed(shop, "5.00", reason="Season ends"), follow=True))
    assert "1 price waits until a colleague approves." in page
    assert Price.objects.get(variant_id=shop[0]).amount == 1000
    assert "You asked for" in text_of(seller.get("/admin/"))


def test_aut_10_the_approver_sees_old_new_margin_and_reason_and_decides(shop, seller, chief):
    pricing.set_costs(costs={shop[0]: 600}, currency="EUR", actor=ACTOR, at=clock.now())
    request = ask(shop, seller)
    home = text_of(chief.get("/admin/"))
    assert "Waiting for your approval" in home and "Season ends" in home
    address = f"/admin/approvals/{request.pk}/"
    page = text_of(chief.get(address))
    for words in ("Season ends", "€10.00", "€5.00", f"{MINUS}50%", "falls far", "margin too low", "Approve"):
        assert words in page, words
    answer = text_of(chief.post(f"{address}decide/", {"decision": "approve", "note": "ok"}, follow=True))
    assert "Approved and done." in answer and "Noah" in answer
    assert Price.objects.get(variant_id=shop[0]).amount == 500
    late = text_of(chief.post(f"{address}decide/", {"decision": "refuse", "note": "no"}, follow=True))
    assert "no longer open" in late


def test_aut_10_the_one_who_asked_has_no_button_and_gets_a_refusal(shop, seller, chief):
    request = ask(shop, seller)
    address = f"/admin/approvals/{request.pk}/"
    page = text_of(seller.get(address))
    assert 'value="approve"' not in page and "Withdraw my request" in page
    assert seller.post(f"{address}decide/", {"decision": "approve"}).status_code in (302, 403)
    assert Price.objects.get(variant_id=shop[0]).amount == 1000
    chief.post(f"{address}decide/", {"decision": "refuse", "note": "Too low"})
    assert "Too low" in text_of(seller.get(address))


def test_aut_10_a_request_can_be_withdrawn(shop, seller):
    request = ask(shop, seller)
    assert "Nothing was changed" in text_of(
        seller.post(f"/admin/approvals/{request.pk}/withdraw/", follow=True)
    )


def test_aut_05_people_without_the_right_do_not_see_requests_or_costs(shop, seller, tester):
    request = ask(shop, seller)
    assert tester.get(f"/admin/approvals/{request.pk}/").status_code == 404
    assert not tester.get("/admin/approvals/").context["rows"]
    assert tester.post(f"/admin/approvals/{request.pk}/decide/", {}).status_code == 403


def test_u075_the_list_filters_sorts_and_asks_constantly(shop, seller, chief, django_assert_num_queries):
    ask(shop, seller)
    assert len(chief.get("/admin/approvals/?f.state=pending").context["rows"]) == 1
    assert len(seller.get("/admin/approvals/?f.mine=1").context["rows"]) == 1
    assert not chief.get("/admin/approvals/?f.mine=1").context["rows"]
    with django_assert_num_queries(16):
        chief.get("/admin/approvals/")
    key = shop[1]
    shown = {f"was-{key}": "20.00", f"strike-{key}": "", f"was-strike-{key}": ""}
    seller.post(GRID, {f"amount-{key}": "1", "reason": "Second"} | shown)
    with django_assert_num_queries(16):
        assert len(chief.get("/admin/approvals/").context["rows"]) == 2


def test_aut_10_a_bulk_change_waits_as_a_whole(shop, seller, chief):
    form = {"mode": "percent", "value": "-50", "rounding": "none", "preview": "1"}
    page = text_of(seller.post(BULK, form))
    print_of = re.search(r'name="fingerprint" value="(\w+)"', page)[1]
    confirm = form | {"confirm": "1", "fingerprint": print_of}
    assert "Why should they fall so far?" in text_of(seller.post(BULK, confirm))
    page = text_of(seller.post(BULK, confirm | {"reason": "Season ends"}, follow=True))
    assert "the whole change waits" in page and "2 lower prices" in page
    request = Approval.objects.get()
    chief.post(f"/admin/approvals/{request.pk}/decide/", {"decision": "approve"})
    assert Price.objects.get(variant_id=shop[0]).amount == 500


def test_aut_10_one_price_asks_for_a_reason_too(shop, seller):
    address = f"/admin/prices/variants/{shop[0]}/"
    form = {"price_list": "eu-eur", "min_quantity": "1", "amount": "5"}
    assert "Why should they fall so far?" in text_of(seller.post(address, form))
    page = text_of(seller.post(address, form | {"reason": "Season ends"}, follow=True))
    assert "1 price waits" in page


def test_gen_4_limits_and_single_person_mode_are_set_on_screen(shop, seller, chief):
    address = "/admin/approvals/limits/"
    assert "30%" in text_of(chief.get(address)) and "Set a limit" not in text_of(seller.get(address))
    chief.post(address, {"name": "pricing.price_drop", "role": "ecommerce_sme", "value": "60"})
    assert "60%" in text_of(chief.get(address))
    seller.post(GRID, typed(shop, "5.00"))
    assert Price.objects.get(variant_id=shop[0]).amount == 500
    assert "not an amount" in text_of(chief.post(address, {"name": "pricing.price_drop", "value": "x"}))
    assert "in which currency" in text_of(chief.post(address, {"name": "aftersales.refund", "value": "5"}))
    assert chief.post(address, {}).status_code == 422
    nothing = chief.post(address, {"name": "pricing.price_drop", "value": ""})
    assert nothing.status_code == 422
    assert "Write a value, or tick below that there is no limit." in text_of(nothing)
    assert "60%" in text_of(chief.get(address)), "nothing was saved"
    both = {"name": "pricing.price_drop", "value": "5", "unlimited": "on"}
    assert "not both" in text_of(chief.post(address, both))
    free = {"name": "pricing.price_drop", "role": "content_team", "unlimited": "on"}
    assert "no limit any more; no second person is asked" in text_of(chief.post(address, free, follow=True))
    gone = {"remove": str(Limit.objects.get(role="content_team").pk)}
    assert "The limit is removed." in text_of(chief.post(address, gone, follow=True))
    chief.post(address, {"name": "aftersales.refund", "value": "500", "currency": "krw"})
    assert "₩500" in text_of(chief.get(address))
    chief.post(address, {"single_person": "1"})
    assert HouseRule.objects.get().single_person
    assert seller.post(address, {"single_person": "0"}).status_code in (302, 403)
    assert HouseRule.objects.get().single_person


def test_gen_4_what_holds_without_a_limit_is_written_for_each_kind(chief):
    page = chief.get("/admin/approvals/limits/")
    assert page.status_code == 200
    for kind in approvals.limit_kinds():
        assert str(kind.label) in unescape(text_of(page))
    assert "€20.00, $20.00, ₩30,000" in text_of(page), "what agents may give has a limit as delivered"
    assert "five times what they may give at once" in text_of(page)
    assert value_words("money", 0, "") == "nothing"
    assert value_words("money", 500, "EUR") == "€5.00"
