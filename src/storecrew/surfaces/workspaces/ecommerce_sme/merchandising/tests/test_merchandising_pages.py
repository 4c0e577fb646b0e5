"""Sort rules, synonyms and searches without a result: what a merchandiser does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.catalog.tests.factories import make_product
from storecrew.contexts.channels.tests.factories import make_channel
from storecrew.contexts.discovery import public as discovery
from storecrew.contexts.discovery.models import MissedSearch, SortRule, Synonym
from storecrew.contexts.discovery.tests.factories import AT, Shop
from storecrew.contexts.inventory.tests.factories import make_location
from storecrew.contexts.people.tests.factories import make_staff
from storecrew.kernel import clock

pytestmark = pytest.mark.django_db
RULES = "/admin/sort-rules/"


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def signed_in(role: str) -> Client:
    client = Client()
    client.force_login(make_staff(role))
    return client


@pytest.fixture
def seller(db: None) -> Client:
    return signed_in("ecommerce_sme")


@pytest.fixture
def shop(db: None, tmp_path: Any, settings: Any) -> Iterator[Shop]:
    """A sold-out shirt and two in stock, all in Clothes, in an index of their own."""
    settings.STORECREW_DATA = tmp_path
    with clock.frozen(AT):
        channel = make_channel("eu", is_default=True)
        make_location("main", channels=[channel.id])
        shop = Shop(channel)
        for slug, units in (("cotton", 5), ("linen", 5), ("wool", 0)):
            made = make_product(slug, channels=("eu",), categories=(("Clothes",),), brand=slug.title())
            shop.add(made, dict.fromkeys(made.variant_ids, (2_000, units)))
        discovery.reindex()
        yield shop


def order(answer: Any) -> list[str]:
    return [item["title"] for item in answer.context["preview"]]


def values(**changes: Any) -> dict[str, Any]:
    return {"name": "Spring", "category": "", "sold_out_last": "on", "active": "on", **changes}


def test_aut_01_readers_see_lists_and_only_merchandisers_write(shop: Shop) -> None:
    reader = signed_in("tester")
    for address in (RULES, "/admin/synonyms/", "/admin/missed-searches/"):
        assert reader.get(address).status_code == 200
    for address in (f"{RULES}add/", "/admin/synonyms/add/"):
        assert reader.get(address).status_code == 403
    for address in (f"{RULES}1/remove/", "/admin/synonyms/1/remove/"):
        assert reader.post(address).status_code == 403


def test_a_rule_is_seen_before_it_is_saved(seller: Client, shop: Shop) -> None:
    category = catalog.category_by_path("clothes").id
    page = seller.get(f"{RULES}add/?category={category}")
    assert f'value="{category}" selected' in text_of(page)
    assert order(page)[-1] == "Wool"
    assert "Sold out: stands behind" in text_of(page)
    pinned = seller.post(f"{RULES}add/", values(name="", do=f"add:{shop.ids['linen']}"))
    assert (pinned.status_code, order(pinned)[0]) == (200, "Linen")
    assert "Pinned at place 1" in text_of(pinned)
    assert not SortRule.objects.exists()
    found = seller.post(f"{RULES}add/", values(do="find", q="cot"))
    assert [item["title"] for item in found.context["found"]] == ["Cotton"]


def test_pins_move_and_go(seller: Client, shop: Shop) -> None:
    pins = [shop.ids["linen"], shop.ids["cotton"]]
    up = seller.post(f"{RULES}add/", values(pin=pins, do=f"up:{pins[1]}"))
    assert order(up)[:2] == ["Cotton", "Linen"]
    gone = seller.post(f"{RULES}add/", values(pin=pins, do=f"remove:{pins[0]}"))
    assert [item["id"] for item in gone.context["pins"]] == [pins[1]]


def test_a_rule_is_saved_changed_and_removed(seller: Client, shop: Shop) -> None:
    rows = {
        "boost-field": ["brand", "product", "attribute"], "boost-code": ["", "", "color"],
        "boost-values": ["Linen", "COTTON-RED", "Red, Blue"], "boost-by": ["50", "-20%", "+5"],
    }  # fmt: skip
    data = values(**rows, **{"weight-margin": "40", "do": "save", "starts_at": "2026-01-01T00:00"})
    assert seller.post(f"{RULES}add/", data)["Location"] == RULES
    row = SortRule.objects.get()
    assert row.boosts == [
        {"field": "brand", "values": ["Linen"], "by": 50},
        {"field": "product", "values": [shop.ids["cotton"]], "by": -20},
        {"field": "attribute", "values": ["Red", "Blue"], "by": 5, "code": "color"},
    ]
    assert row.weights == {"margin": 40}
    page = seller.get(f"{RULES}{row.pk}/")
    assert 'value="COTTON-RED"' in text_of(page) or 'value="COTTON-BLUE"' in text_of(page)
    assert order(page)[0] == "Linen"
    assert "in force" in text_of(seller.get(RULES))
    seller.post(f"{RULES}{row.pk}/", values(name="Summer", do="save", version="1"))
    assert SortRule.objects.get().name == "Summer"
    stale = seller.post(f"{RULES}{row.pk}/", values(name="Autumn", do="save", version="1"))
    assert stale.status_code == 409
    assert "Summer" in text_of(stale)
    again = seller.post(f"{RULES}{row.pk}/", values(name="Autumn", do="save", version="2"))
    assert again.status_code == 302
    assert seller.get(f"{RULES}{row.pk}/remove/").status_code == 405
    before = SortRule.objects.values(*(kept := ("name", "pins", "boosts", "weights", "starts_at"))).get()
    seller.post(f"{RULES}{row.pk}/remove/")
    assert not SortRule.objects.exists()
    offer = re.findall(r'name="offer" value="(\d+)"', text_of(seller.get(RULES)))[-1]
    assert seller.get(f"{RULES}{row.pk}/").status_code == 404
    seller.post("/admin/undo/", {"offer": offer})
    assert SortRule.objects.values(*kept).get() == before
    seller.post("/admin/undo/", {"offer": offer})
    assert SortRule.objects.count() == 1


def test_u071_two_editors_of_a_rule_lose_nothing(seller: Client, shop: Shop) -> None:
    seller.post(f"{RULES}add/", values(do="save"))
    row = SortRule.objects.get()
    address = f"{RULES}{row.pk}/"
    seen = {"sc-seen": re.search(r'name="sc-seen" value="([^"]+)"', text_of(seller.get(address)))[1]}
    typed = values(do="save", version="1", **{"weight-margin": "0"})
    assert seller.post(address, typed | {"weight-margin": "40"} | seen).status_code == 302
    page = seller.post(address, typed | {"name": "Autumn"} | seen)
    assert (page.status_code, "Somebody else saved this" in text_of(page)) == (422, True)
    form = page.context["form"]
    merged = {name: form[name].value() for name in form.fields if form[name].value()}
    again = typed | merged | {"version": page.context["version"], "sc-seen": form.opened_as}
    assert seller.post(address, again).status_code == 302
    row.refresh_from_db()
    assert (row.name, row.weights) == ("Autumn", {"margin": 40})


def test_a_change_of_a_rule_is_taken_back_but_not_over_a_colleagues(seller: Client, shop: Shop) -> None:
    def change(name: str, version: str) -> str:
        data = values(name=name, do="save", version=version, starts_at="2026-01-01T00:00")
        seller.post(f"{RULES}{row.pk}/", data)
        return re.findall(r'name="offer" value="(\d+)"', text_of(seller.get(RULES)))[-1]

    seller.post(f"{RULES}add/", values(do="save"))
    row = SortRule.objects.get()
    offer = change("Summer", "1")
    seller.post("/admin/undo/", {"offer": offer})
    assert SortRule.objects.values("name", "starts_at").get() == {"name": "Spring", "starts_at": None}
    offer = change("Summer", "3")
    change("Autumn", "4")
    answer = seller.post("/admin/undo/", {"offer": offer})
    assert answer.status_code == 409 or "changed" in text_of(seller.get(RULES))
    assert SortRule.objects.get().name == "Autumn"


def boost(field: str, values: str, by: str) -> dict[str, str]:
    return {"boost-field": field, "boost-code": "", "boost-values": values, "boost-by": by}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": ""}, "This field is required"),
        ({"weight-margin": "101"}, "less than or equal to 100"),
        ({"ends_at": "2026-01-01T00:00", "starts_at": "2026-02-01T00:00"}, "The end must be after the start"),
        (
            {"boost-field": "product", "boost-code": "", "boost-values": "NO-1", "boost-by": "5"},
            "Not found: NO-1",
        ),
        (
            {"boost-field": "collection", "boost-code": "", "boost-values": "x", "boost-by": "5"},
            "Not found: x",
        ),
        (
            {"boost-field": "brand", "boost-code": "", "boost-values": "A", "boost-by": "much"},
            "how many percent",
        ),
        ({"boost-field": "brand", "boost-code": "", "boost-values": "A", "boost-by": "0"}, "not 0"),
    ],
)
def test_what_is_wrong_with_a_rule_is_said(
    seller: Client, shop: Shop, changes: dict[str, str], words: str
) -> None:
    answer = seller.post(f"{RULES}add/", values(do="save", **changes))
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert not SortRule.objects.exists()


def test_synonyms(seller: Client, shop: Shop) -> None:
    assert 'value="jumper"' in text_of(seller.get("/admin/synonyms/add/?word=jumper&locale=en"))
    seller.post("/admin/synonyms/add/", {"words": "jumper, sweater", "locale": "en"})
    row = Synonym.objects.get()
    assert (row.words, row.locale, row.one_way) == (["jumper", "sweater"], "en", False)
    address = f"/admin/synonyms/{row.pk}/"
    assert 'value="jumper, sweater"' in text_of(seller.get(address))
    seller.post(address, {"words": "jumper, pullover", "one_way": "on"})
    row.refresh_from_db()
    assert str(row) == "jumper → pullover"
    wrong = seller.post(address, {"words": "jumper"})
    assert wrong.status_code == 422
    assert "at least two words" in text_of(wrong)
    assert "jumper" in text_of(seller.get("/admin/synonyms/?q=jumper"))
    seller.post(f"{address}remove/")
    offer = re.search(r'name="offer" value="(\d+)"', text_of(seller.get("/admin/synonyms/")))[1]
    assert seller.get(address).status_code == 404
    seller.post("/admin/undo/", {"offer": offer})
    again = Synonym.objects.get()
    assert (again.words, again.one_way) == (["jumper", "pullover"], True)


def test_what_was_sought_in_vain_leads_to_a_synonym(seller: Client, shop: Shop) -> None:
    MissedSearch.objects.create(
        query="jumper", locale="en", channel_id=shop.channel.id, day=AT.date(), count=7
    )
    page = text_of(seller.get("/admin/missed-searches/"))
    assert "jumper" in page
    assert "/admin/synonyms/add/?word=jumper&amp;locale=en" in page
