"""Suppliers, their articles and prices; and how they did, from facts."""

import datetime as dt

import pytest

from storecrew.contexts.purchasing import public as purchasing
from storecrew.contexts.purchasing.models import Supplier, SupplierArticle, SupplierContact
from storecrew.contexts.purchasing.tests.factories import ACTOR, AT, DAY, arrive, sent
from storecrew.kernel.money import UnknownCurrency

LONG_AGO = AT - dt.timedelta(days=365)


def test_the_second_of_two_who_save_a_supplier_is_told(shop):
    version = Supplier.objects.get(code="clay").version
    save = {"name": "Clay", "currency": "EUR", "version": version, "actor": ACTOR, "at": AT}
    purchasing.save_supplier("clay", **save)
    with pytest.raises(purchasing.SupplierChanged):
        purchasing.save_supplier("clay", **save)


def test_a_supplier_has_a_name_and_a_currency_that_exists(shop):
    with pytest.raises(UnknownCurrency):
        purchasing.save_supplier("x", name="X", currency="XXX", actor=ACTOR, at=AT)
    with pytest.raises(purchasing.UnknownSupplier):
        purchasing.save_contact("nobody", name="Ann", actor=ACTOR, at=AT)


def test_people_at_a_supplier_come_and_go(shop):
    row = purchasing.save_contact("clay", name="Alice", duty="Sales", phone="1", actor=ACTOR, at=AT)
    purchasing.save_contact("clay", name="Alice", duty="Sales", phone="2", actor=ACTOR, at=AT)
    assert SupplierContact.objects.get().phone == "2"
    purchasing.remove_contact("clay", row.pk, actor=ACTOR, at=AT)
    assert not SupplierContact.objects.exists()


def test_one_supplier_of_a_variant_is_preferred(shop):
    variant = shop.variants["A-1"]
    purchasing.save_supplier("oak", name="Oak", currency="EUR", actor=ACTOR, at=AT)
    steps = [purchasing.Step(1, 400, DAY)]
    purchasing.save_article("oak", variant, steps=steps, actor=ACTOR, at=AT)
    assert [offer.supplier_code for offer in purchasing.offers({variant: 1}, day=DAY)] == ["clay", "oak"]
    purchasing.save_article("oak", variant, steps=steps, preferred=True, actor=ACTOR, at=AT)
    assert [offer.supplier_code for offer in purchasing.offers({variant: 1}, day=DAY)] == ["oak", "clay"]
    assert SupplierArticle.objects.filter(variant_id=variant, preferred=True).count() == 1


def test_offers_price_the_quantity_in_whole_packs(shop, django_assert_num_queries):
    quantities = {shop.variants["A-1"]: 98, shop.variants["B-1"]: 98}
    with django_assert_num_queries(2):
        found = {offer.variant_id: offer.amount for offer in purchasing.offers(quantities, day=DAY)}
    # 98 units of A-1 are 102 in packs of 6, which reaches the step of 100
    assert found == {shop.variants["A-1"]: 450, shop.variants["B-1"]: 500}


@pytest.mark.parametrize(
    "step",
    [
        purchasing.Step(0, 1, DAY), purchasing.Step(1, -1, DAY),
        purchasing.Step(1, 1, DAY, DAY - dt.timedelta(days=1)),
    ],
)  # fmt: skip
def test_prices_that_make_no_sense_are_refused(shop, step):
    with pytest.raises(purchasing.InvalidSupplier):
        purchasing.save_article("clay", shop.variants["A-1"], steps=[step], actor=ACTOR, at=AT)


def test_a_scorecard_is_made_of_facts(shop, django_assert_num_queries):
    clay = Supplier.objects.get(code="clay")
    assert purchasing.scorecard(clay.pk, since=LONG_AGO).orders == 0
    early, late = sent(shop, A_1=12), sent(shop, B_1=10)
    arrive(early, at=AT + dt.timedelta(days=8), A_1=12)
    arrive(late, at=AT + dt.timedelta(days=12), B_1=(8, 2, 0))
    line = late.lines.get()
    purchasing.record_invoice(
        late.pk, number="R", invoiced_on=DAY, total=8 * 520,
        lines=[purchasing.InvoicedLine(line.pk, 8, 520)], actor=ACTOR, at=AT,
    )  # fmt: skip
    purchasing.close_order(late.pk, reason="rest is gone", actor=ACTOR, at=AT)
    with django_assert_num_queries(5):
        card = purchasing.scorecard(clay.pk, since=LONG_AGO)
    assert (card.orders, card.on_time, card.in_full, card.price_right) == (2, 0.5, 0.5, 0.0)
    assert card.damaged == pytest.approx(2 / 22)
    assert (card.lead_days, card.lead_spread) == (10, 2)
