"""LOG-5: what customs want to know; what is missing stops the label and is named with where it is typed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from storecrew.contexts.catalog.facts import VariantRow
from storecrew.contexts.catalog.tests.factories import make_product
from storecrew.contexts.shipping import public as shipping
from storecrew.contexts.shipping.models import GoodsProfile, Label
from storecrew.contexts.shipping.rules import customs
from storecrew.contexts.shipping.tests.factories import ACTOR, AT, PARCEL, RECIPIENT, buy, make_simulator
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import Denied
from storecrew.kernel.money import Money

ZURICH = replace(
    RECIPIENT, city="Zürich", postal_code="8001", country="CH", street="Bahnhofstrasse 1", phone="+41 44 1"
)
US = {"country": "DE", "eori": "DE123456789012345", "signer": "Ann", "incoterm": "DAP"}
CUP = customs.Line("CUP", "porcelain cup", 2, 900, "691110", "DE")


@pytest.mark.parametrize(
    ("way", "papers"),
    [
        (("DE", "10115", "FR", "75001"), False), (("DE", "10115", "CH", "8001"), True),
        (("DE", "10115", "GB", "SW1A 1AA"), True), (("DE", "10115", "ES", "35001"), True),
        (("ES", "35001", "ES", "28001"), True), (("KR", "06236", "KR", "63122"), False),
        (("DE", "10115", "DE", "27498"), True), (("US", "94103", "US", "10001"), False),
    ],
)  # fmt: skip
def test_log_5_papers_are_needed_where_goods_leave_a_customs_territory(way, papers):
    assert customs.needs_papers(*way) is papers


def test_log_5_everything_that_is_missing_is_named_at_once():
    assert customs.missing([CUP], US, phone="1") == []
    line = CUP._replace(hs_code="12", origin="", description=" ", value=0)
    found = customs.missing([line], {"country": "DE"}, phone="")
    assert [(each.sku, each.field) for each in found] == [
        ("CUP", "description"), ("CUP", "hs_code"), ("CUP", "origin"), ("CUP", "value"),
        ("", "eori"), ("", "signer"), ("", "incoterm"), ("", "phone"),
    ]  # fmt: skip
    assert customs.missing([], {**US, "country": "KR", "eori": ""}, phone="1") == [("", "contents")]


pytestmark = pytest.mark.django_db


@pytest.fixture
def cup():
    make_simulator()
    return make_product("cup", variants=(VariantRow(sku="CUP"),))


def goods(**changes) -> shipping.GoodsFacts:
    return shipping.GoodsFacts("CUP", **({"hs_code": "691110", "origin": "DE"} | changes))


def save(*rows: shipping.GoodsFacts, actor=ACTOR) -> int:
    return shipping.save_goods(rows, actor=actor, at=AT)


def send(**changes) -> shipping.LabelFacts:
    item = shipping.CustomsItem("Cup", 2, Money(900, "EUR"), 300, sku="CUP")
    return buy(to_address=ZURICH, parcels=[replace(PARCEL, items=(item,))], **changes)


def identify(**changes) -> None:
    facts = shipping.CustomsIdentityFacts("DE", "DE123456789012345", "DE1", "Ann", "DDP")
    shipping.save_customs_identity(replace(facts, **changes), actor=ACTOR, at=AT)


def test_log_5_missing_customs_data_stop_the_label_and_say_where_to_type_them(cup):
    with pytest.raises(shipping.CustomsIncomplete) as caught:
        send()
    assert "HS code of CUP (Goods for carriers)" in str(caught.value)
    assert {"CUP.hs_code", "CUP.origin", "eori", "signer"} <= set(caught.value.details["missing"])
    assert Label.objects.count() == 0
    save(goods())
    identify()
    assert send().state == "bought"


def test_log_5_the_commercial_invoice_is_drawn_and_kept_with_the_label(cup):
    save(goods(customs_description="porcelain cups"))
    identify()
    label = send()
    assert shipping.label_file(label.id, "customs").startswith(b"%PDF-")
    row = Label.objects.get()
    [item] = row.parcels[0]["items"]
    assert (item["hs_code"], item["origin"], item["description"]) == ("691110", "DE", "porcelain cups")
    assert (row.options["customs"]["incoterm"], row.options["customs"]["invoice"]) == ("DDP", "SC-1001")
    save(goods(hs_code="691190"))
    assert send().id == label.id


def test_log_5_within_one_territory_nothing_is_asked(cup):
    label = buy()
    assert shipping.label_file(label.id, "customs") == b""


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"hs_code": "69"}, "6, 8 or 10"), ({"origin": "Germany"}, "two capital"),
        ({"un_number": "1"}, "four"),
        ({"un_number": "1263"}, "a class"), ({"un_number": "1263", "hazard_class": "12"}, "1 to 9"),
        ({"limited_quantity": True}, "dangerous"), ({"temperature": "warm"}, "chilled"),
    ],
)  # fmt: skip
def test_log_2_wrong_data_of_goods_are_refused_with_a_sentence(cup, changes, words):
    with pytest.raises(shipping.InvalidCustoms) as caught:
        save(goods(**changes))
    assert words in caught.value.details["rows"]
    assert GoodsProfile.objects.count() == 0


def test_log_2_goods_are_saved_once_and_unknown_articles_are_named(cup):
    assert save(goods()) == 1
    assert save(goods()) == 0
    assert save(goods(fragile=True)) == 1
    with pytest.raises(shipping.InvalidCustoms, match="be saved"):
        save(shipping.GoodsFacts("NOWHERE"))
    with pytest.raises(Denied):
        save(goods(), actor=Actor("staff", "1", "Bob"))
    entries = audit.entries_for("catalog.variant", GoodsProfile.objects.get().variant_id)
    assert [entry.action for entry in entries] == ["shipping.goods_saved"] * 2


@pytest.mark.parametrize(
    ("facts", "kinds"),
    [
        (shipping.GoodsFacts("A"), set()),
        (shipping.GoodsFacts("A", fragile=True, temperature="chilled"), {"fragile", "chilled"}),
        (shipping.GoodsFacts("A", un_number="1263", hazard_class="3"), {"dangerous"}),
        (shipping.GoodsFacts("A", un_number="1263", limited_quantity=True), {"limited_quantity"}),
    ],
)  # fmt: skip
def test_log_2_what_is_special_about_goods_speaks_the_language_of_the_rules(facts, kinds):
    assert facts.kinds == kinds <= set(shipping.GOODS)


@pytest.mark.parametrize(
    "changes", [{"country": "Germany"}, {"eori": "1"}, {"signer": " "}, {"incoterm": "EXW"}]
)
def test_log_5_a_wrong_customs_identity_names_its_field(changes):
    with pytest.raises(shipping.InvalidCustoms) as caught:
        identify(**changes)
    assert set(changes) <= set(caught.value.details)
