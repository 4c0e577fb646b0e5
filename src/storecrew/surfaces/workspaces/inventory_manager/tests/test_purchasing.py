"""Pages of purchasing: proposals, orders and suppliers, with the rights, words and query counts they need."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from storecrew.contexts.people.models import User
from storecrew.contexts.purchasing import public as purchasing
from storecrew.contexts.purchasing.models import Proposal, PurchaseOrder, Supplier, SupplierInvoice
from storecrew.contexts.purchasing.tests.factories import ACTOR, arrive, draft, make_shop, sent
from storecrew.contexts.purchasing.tests.test_replenishing import sell
from storecrew.kernel import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop():
    return make_shop()


def signed_in(email: str) -> Client:
    client = Client()
    user = User.objects.get(email=email)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def buyer(shop):
    return signed_in("ines@storecrew.example")


@pytest.fixture
def head(shop):
    return signed_in("head@storecrew.example")


def text(client: Client, name: str, *args: object, query: str = "") -> str:
    answer = client.get(reverse(name, args=args) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def proposed(shop, quantity=18, sku="A-1", supplier="clay") -> Proposal:
    from storecrew.contexts.inventory import public as inventory

    return Proposal.objects.create(
        variant_id=shop.variants[sku], location_id=inventory.location("main").id,
        supplier=Supplier.objects.get(code=supplier), quantity=quantity, unit_amount=500, currency="EUR",
        available=3, inbound=0, reorder_point=15, order_up_to=25, safety_stock=2, demand_thousandths=1400,
        cover_tenths=21, lead_days=10, made_at=clock.now(),
        why={"kind": "smooth", "methods": ["tsb 0.2 0.02", "ses 0.1"], "mase": 0.8, "service_level_bp": 9500,
             "review_days": 7},
    )  # fmt: skip


def test_a_proposal_explains_itself_and_becomes_an_order(shop, buyer):
    row = proposed(shop)
    page = text(buyer, "purchasing_proposal", row.pk)
    for words in ("sells steadily", "exponential smoothing", "95%", "Order 18 units."):
        assert words in page
    buyer.post(reverse("purchasing_proposal_order", args=[row.pk]))
    assert PurchaseOrder.objects.get().lines.get().quantity == 18
    assert "A-1" not in text(buyer, "purchasing_proposals")


def test_inv_1_a_proposal_shows_what_sold_week_by_week(shop, buyer):
    row = proposed(shop)
    assert "Nothing was sold from here in twelve weeks." in text(buyer, "purchasing_proposal", row.pk)
    for days, units in ((1, 2), (3, 5), (9, 11), (100, 40)):
        sell(row.variant_id, units, clock.now() - dt.timedelta(days=days))
    [table] = buyer.get(reverse("purchasing_proposal", args=[row.pk])).context["record"].tables
    assert [units for _begin, units in table.rows] == [7, 11, *[0] * 10]


def test_proposals_are_changed_and_put_aside_with_a_reason(shop, buyer):
    row = proposed(shop)
    change = reverse("purchasing_proposal_change", args=[row.pk])
    assert buyer.post(change, {"quantity": 24, "reason": ""}).status_code == 422
    buyer.post(change, {"quantity": 24, "reason": "fair"})
    later = clock.now().date() + dt.timedelta(days=9)
    buyer.post(reverse("purchasing_proposal_snooze", args=[row.pk]), {"until": later, "reason": "holiday"})
    row.refresh_from_db()
    assert (row.to_order, row.snoozed_until) == (24, later)
    assert "A-1" not in text(buyer, "purchasing_proposals", query="?f.snoozed=0")
    assert "A-1" in text(buyer, "purchasing_proposals")


def test_many_proposals_become_orders_at_once(shop, buyer):
    rows = [proposed(shop), proposed(shop, sku="B-1")]
    data = {"bulk": "order", "ids": [row.pk for row in rows]}
    preview = buyer.post(reverse("purchasing_proposals"), {**data, "preview": "1"}).content.decode()
    assert "18 · Clay &amp; Co" in preview
    assert not PurchaseOrder.objects.exists()
    buyer.post(reverse("purchasing_proposals"), {**data, "confirm": "1", "expected": "2"})
    assert PurchaseOrder.objects.get().lines.count() == 2


def test_an_order_is_written_line_by_line_and_says_which_row_is_wrong(shop, buyer):
    from storecrew.contexts.inventory import public as inventory

    data = {"supplier": "clay", "location": inventory.location("main").id, "lines": "A-1 12\nB-1 5 4.80"}
    answer = buyer.post(reverse("purchasing_order_add"), {**data, "lines": "A-1 12\nX-9 5"})
    assert answer.status_code == 422
    assert "Row 2" in answer.content.decode()
    buyer.post(reverse("purchasing_order_add"), data)
    order = PurchaseOrder.objects.get()
    assert [line.unit_amount for line in order.lines.all()] == [500, 480]
    edit = {"lines": "A-1 18", "expected_on": "2026-05-01", "note": "soon", "version": order.version}
    buyer.post(reverse("purchasing_order_edit", args=[order.pk]), edit)
    order.refresh_from_db()
    assert (order.total_amount, order.note) == (9_000, "soon")


def test_hod_8_the_buyer_hands_in_and_the_head_approves(shop, buyer, head):
    order = draft(shop, B_1=1000)
    buyer.post(reverse("purchasing_order_submit", args=[order.pk]))
    assert "Waiting for approval" in text(buyer, "purchasing_order", order.pk)
    assert reverse("purchasing_order_approve", args=[order.pk]) not in text(
        buyer, "purchasing_order", order.pk
    )
    assert buyer.post(reverse("purchasing_order_approve", args=[order.pk])).status_code == 403
    assert order.number in head.get("/admin/head-of-digital/").content.decode()
    head.post(reverse("purchasing_order_approve", args=[order.pk]))
    buyer.post(reverse("purchasing_order_send", args=[order.pk]))
    order.refresh_from_db()
    assert order.state == "sent"
    pdf = buyer.get(reverse("purchasing_order_pdf", args=[order.pk]))
    assert pdf.content.startswith(b"%PDF")


def test_goods_costs_and_an_invoice_on_one_page(shop, buyer, head):
    order = sent(shop, A_1=12)
    line = order.lines.get()
    receive = {"posting": "p-1", f"accepted_{line.pk}": 9, f"damaged_{line.pk}": 1}
    for _ in range(2):
        buyer.post(reverse("purchasing_order_receive", args=[order.pk]), receive)
    line.refresh_from_db()
    assert (line.accepted, line.damaged) == (9, 1)
    buyer.post(
        reverse("purchasing_order_cost", args=[order.pk]),
        {"kind": "freight", "amount": "9.00", "basis": "value"},
    )
    invoice = {
        "number": "R-7", "invoiced_on": "2026-03-05", "total": "60.00", f"quantity_{line.pk}": 12,
        f"price_{line.pk}": "5.00",
    }  # fmt: skip
    buyer.post(reverse("purchasing_order_invoice", args=[order.pk]), invoice)
    page = text(head, "purchasing_order", order.pk)
    for words in ("Partly received", "€6.00", "Blocked", "quantity: 12 instead of 9", "To be decided"):
        assert words in page
    blocked = SupplierInvoice.objects.get()
    head.post(reverse("purchasing_invoice_release", args=[blocked.pk]), {"reason": "rest is on its way"})
    blocked.refresh_from_db()
    assert blocked.state == "released"
    difference = line.discrepancies.get()
    buyer.post(
        reverse("purchasing_discrepancy", args=[difference.pk]), {"next_step": "credit", "reason": "agreed"}
    )
    buyer.post(reverse("purchasing_order_close", args=[order.pk]), {"reason": "no more"})
    order.refresh_from_db()
    assert order.state == "closed"


def test_a_refusal_shows_its_words(shop, buyer):
    order = sent(shop, A_1=12)
    arrive(order, A_1=5)
    answer = buyer.post(reverse("purchasing_order_close", args=[order.pk]), {"reason": ""})
    assert answer.status_code == 422
    assert "This needs a reason." in answer.content.decode()


def test_suppliers_are_added_with_articles_and_prices(shop, buyer):
    data = {"name": "Oak", "code": "oak", "currency": "eur", "locale": "en", "active": "on"}
    data |= {"lead_days": 20, "payment_days": 14}
    buyer.post(reverse("purchasing_supplier_add"), data)
    article = {"sku": "A-1", "amount": "4.20", "moq": 10, "pack_size": 5, "preferred": "on"}
    buyer.post(reverse("purchasing_article", args=["oak"]), article)
    page = text(buyer, "purchasing_supplier", "oak")
    for words in ("Oak", "€4.20 (1+)", "20 days", "preferred"):
        assert words in page
    version = Supplier.objects.get(code="oak").version
    edit = reverse("purchasing_supplier_edit", args=["oak"])
    buyer.post(edit, {**data, "name": "Oak & Ash", "version": version})
    assert buyer.post(edit, {**data, "version": version}).status_code == 422
    assert "Oak &amp; Ash" in text(buyer, "purchasing_suppliers")


@pytest.mark.parametrize("name", ["purchasing_orders", "purchasing_suppliers", "purchasing_proposals"])
def test_lists_ask_the_same_number_of_questions_however_long_they_are(shop, buyer, name):
    def grow(times):
        for number in range(times):
            code = f"s{Supplier.objects.count()}-{number}"
            purchasing.save_supplier(code, name=code, currency="EUR", actor=ACTOR, at=clock.now())
            arrive(sent(shop, A_1=12), A_1=5)
        for sku in list(shop.variants)[: times // 3 + 1]:
            if not Proposal.objects.filter(variant_id=shop.variants[sku]).exists():
                proposed(shop, sku=sku)

    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    grow(1)
    text(buyer, name)
    with CaptureQueriesContext(
        connection,
    ) as few:
        text(buyer, name)
    grow(6)
    with CaptureQueriesContext(connection) as many:
        text(buyer, name)
    assert len(many) <= len(few) + 1


def test_inv_1_a_person_decides_and_the_proposal_says_so(shop, buyer):
    row = proposed(shop)
    rule = reverse("purchasing_article_rule", args=["A-1", row.location.code])
    assert "Own rule" in text(buyer, "purchasing_proposal", row.pk)
    assert "stays as the forecast computes it" in buyer.get(rule).content.decode()
    assert buyer.post(rule, {"least": 5, "reason": ""}).status_code == 422
    wrong = buyer.post(rule, {"least": 9, "most": 3, "reason": "fair"})
    assert wrong.status_code == 422
    assert buyer.post(rule, {"least": 5, "most": 30, "reason": "fair"}).status_code == 302
    listed = text(buyer, "purchasing_article_rules")
    assert "A-1" in listed
    assert "fair" in listed
    assert 'value="30"' in buyer.get(rule).content.decode()
    buyer.post(rule, {"second": "1", "reason": "over"})
    assert "Every article is computed" in text(buyer, "purchasing_article_rules")
