"""Requests for quotation: asked once, answers side by side, one of them becomes an order (HOD-8)."""

import datetime as dt
from decimal import Decimal

import pytest

from storecrew.contexts.pricing import public as pricing
from storecrew.contexts.purchasing import public as purchasing
from storecrew.contexts.purchasing.models import Quotation, QuotationRequest
from storecrew.contexts.purchasing.tests.factories import ACTOR, AT, DAY, make_shop
from storecrew.kernel import audit, mail
from storecrew.kernel.actor import Denied, guest_actor
from storecrew.kernel.mail.models import Mail

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop():
    made = make_shop()
    for code, currency, locale in (("paju", "USD", "ko"), ("minho", "EUR", "en")):
        purchasing.save_supplier(
            code, name=code.title(), currency=currency, locale=locale,
            order_email=f"orders@{code}.example", lead_days=20, actor=ACTOR, at=AT,
        )  # fmt: skip
    return made


def request_of(shop, **changes):
    values = {
        "location_code": "main",
        "supplier_codes": ["clay", "paju", "minho"],
        "lines": [
            purchasing.WantedLine(shop.variants["A-1"], 24),
            purchasing.WantedLine(shop.variants["B-1"], 10),
        ],
        "answer_by": DAY + dt.timedelta(days=10),
        "actor": shop.buyer,
        "at": AT,
    }
    return purchasing.ask_for_quotations(**(values | changes))


def sent(shop):
    return purchasing.send_request(request_of(shop).pk, actor=shop.buyer, at=AT)


def answered(shop, request, code, *amounts, moq=1, valid=30, **more):
    quotation = request.quotations.get(supplier__code=code)
    prices = [
        purchasing.QuotedPrice(line.pk, amount, moq)
        for line, amount in zip(request.lines.all(), amounts, strict=False)
    ]
    values = {"lead_days": 14, "valid_until": DAY + dt.timedelta(days=valid), "reference": "Q-7"}
    return purchasing.record_quotation(
        quotation.pk, prices=prices, actor=shop.buyer, at=AT, **(values | more)
    )


def compared(request):
    return {row.quotation.supplier.code: row for row in purchasing.compare(request, day=DAY)}


def test_hod_8_each_supplier_is_asked_once_in_its_language(shop, mailoutbox):
    request = request_of(shop)
    assert (request.number, request.state, Mail.objects.count()) == ("RFQ-101", "draft", 0)
    purchasing.send_request(request.pk, actor=shop.buyer, at=AT)
    with pytest.raises(purchasing.QuotationState):
        purchasing.send_request(request.pk, actor=shop.buyer, at=AT)
    mail.deliver_due()
    told = {letter.to[0]: letter for letter in mailoutbox}
    assert set(told) == {"orders@clay.example", "orders@paju.example", "orders@minho.example"}
    assert "RFQ-101" in told["orders@clay.example"].subject and "A-1" in told["orders@clay.example"].body
    assert "USD" in told["orders@paju.example"].body
    assert told["orders@paju.example"].subject != told["orders@clay.example"].subject


def test_hod_8_answers_are_compared_in_one_currency_and_only_complete_ones_win(shop):
    pricing.save_rate("USD", DAY, Decimal("1.25"), actor=ACTOR, at=AT)
    request = sent(shop)
    answered(shop, request, "clay", 500, 300)
    answered(shop, request, "paju", 500, 300)
    answered(shop, request, "minho", 100)
    found = compared(request)
    assert (found["clay"].total.amount, found["clay"].own.amount) == (15_000, 15_000)
    assert (found["paju"].total.currency, found["paju"].own.amount) == ("USD", 12_000)
    assert [row.best for row in purchasing.compare(request, day=DAY)] == [True, False, False]
    assert found["paju"].best and not found["minho"].complete


def test_hod_8_without_a_rate_nothing_is_called_the_best(shop):
    request = sent(shop)
    answered(shop, request, "paju", 1, 1)
    assert compared(request)["paju"].own is None
    assert not any(row.best for row in purchasing.compare(request, day=DAY))


def test_hod_8_the_chosen_answer_becomes_one_order_at_its_prices(shop):
    request = sent(shop)
    quotation = answered(shop, request, "minho", 410, 280, moq=12)
    order = purchasing.choose_quotation(quotation.pk, reason="Cheapest", actor=shop.buyer, at=AT)
    lines = {line.sku: (line.quantity, line.unit_amount) for line in order.lines.all()}
    assert lines == {"A-1": (24, 410), "B-1": (12, 280)}
    assert (order.state, order.currency, order.total_amount) == ("draft", "EUR", 24 * 410 + 12 * 280)
    assert order.expected_on == DAY + dt.timedelta(days=14)
    assert order.note == "RFQ-101 Q-7"
    request.refresh_from_db()
    assert request.state == "ordered"
    assert Quotation.objects.get(state="chosen").order_id == order.pk
    for other in request.quotations.all():
        with pytest.raises(purchasing.QuotationState):
            purchasing.choose_quotation(other.pk, reason="Again", actor=shop.buyer, at=AT)
    with pytest.raises(purchasing.QuotationState):
        answered(shop, request, "clay", 1, 1)
    actions = [entry.action for entry in audit.entries_for("purchasing.quotation_request", request.pk)]
    assert sorted(actions) == [
        "purchasing.quotation_chosen", "purchasing.quotation_recorded", "purchasing.quotations_asked",
        "purchasing.quotations_drafted",
    ]  # fmt: skip


def test_hod_8_an_answer_that_is_over_or_missing_is_not_ordered(shop):
    request = sent(shop)
    quotation = answered(shop, request, "clay", 500, 300, valid=-1)
    with pytest.raises(purchasing.QuotationExpired):
        purchasing.choose_quotation(quotation.pk, reason="x", actor=shop.buyer, at=AT)
    silent = request.quotations.get(supplier__code="paju")
    with pytest.raises(purchasing.QuotationState):
        purchasing.choose_quotation(silent.pk, reason="x", actor=shop.buyer, at=AT)
    request.refresh_from_db()
    assert (request.state, QuotationRequest.objects.count()) == ("sent", 1)
    again = answered(shop, request, "clay", 490, 300)
    with pytest.raises(purchasing.ReasonNeeded):
        purchasing.choose_quotation(again.pk, reason=" ", actor=shop.buyer, at=AT)


def test_hod_8_no_for_an_answer_and_an_end_without_an_order(shop):
    request = sent(shop)
    quotation = request.quotations.get(supplier__code="clay")
    purchasing.decline_quotation(quotation.pk, reason="Kiln is down", actor=shop.buyer, at=AT)
    assert compared(request)["clay"].quotation.state == "declined"
    purchasing.close_request(request.pk, reason="Range is dropped", actor=shop.buyer, at=AT)
    with pytest.raises(purchasing.QuotationState):
        answered(shop, request, "paju", 1, 1)


@pytest.mark.parametrize(
    "changes", [{"lines": []}, {"supplier_codes": []}, {"answer_by": DAY - dt.timedelta(days=1)}]
)
def test_hod_8_a_request_without_sense_is_refused(shop, changes):
    with pytest.raises(purchasing.InvalidPurchase):
        request_of(shop, **changes)
    with pytest.raises(purchasing.UnknownSupplier):
        request_of(shop, supplier_codes=["nobody"])
    with pytest.raises(Denied):
        request_of(shop, actor=guest_actor("x"))
    assert not QuotationRequest.objects.exists()


@pytest.mark.parametrize("wrong", [(-1, 1), (5, 0)])
def test_hod_8_prices_that_make_no_sense_are_refused(shop, wrong):
    request = sent(shop)
    amount, moq = wrong
    with pytest.raises(purchasing.InvalidPurchase):
        answered(shop, request, "clay", amount, moq=moq)
