"""Lists and searches of a small shop, from the index and without it."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.catalog.models import Product
from storecrew.contexts.catalog.tests.factories import make_product, make_products, row
from storecrew.contexts.discovery import public as discovery
from storecrew.contexts.discovery.models import MissedSearch
from storecrew.contexts.discovery.rules import words
from storecrew.contexts.discovery.tests.factories import ACTOR, AT, Shop
from storecrew.contexts.inventory.tests.factories import stock
from storecrew.contexts.pricing.tests.factories import make_prices
from storecrew.kernel import outbox

pytestmark = pytest.mark.django_db


@pytest.fixture
def indexed(shop: Shop) -> Shop:
    discovery.reindex()
    return shop


def test_a_category_shows_its_products_and_those_below_it(indexed: Shop) -> None:
    assert set(indexed.slugs(category="clothes")) == {"cotton-shirt", "linen-shirt", "wool-sweater"}
    assert set(indexed.slugs(category="clothes/shirts")) == {"cotton-shirt", "linen-shirt"}
    with pytest.raises(catalog.CategoryNotFound):
        indexed.search(category="nowhere")


def test_cards_have_live_prices_and_stock_words(indexed: Shop) -> None:
    card = next(c for c in indexed.search(category="clothes/shirts").items if c.slug == "linen-shirt")
    assert (card.price.amount, card.price_from, card.availability) == (3_000, True, "in_stock")
    assert card.url == "/en/p/linen-shirt/"
    assert [swatch.label for swatch in card.swatches] == ["Red", "Green"]
    make_prices(indexed.channel, {indexed.variants["LI-GREEN-S"]: 2_900})
    card = next(c for c in indexed.search(category="clothes/shirts").items if c.slug == "linen-shirt")
    assert card.price.amount == 2_900, "the price on a card never waits for the index"


def test_a_sold_out_cheaper_variant_does_not_set_the_price(indexed: Shop) -> None:
    make_prices(indexed.channel, {indexed.variants["SH-BLUE-M"]: 1_000})
    card = indexed.search(category="clothes/shirts", q="cotton").items[0]
    assert (card.price.amount, card.price_from) == (2_000, False)


def test_facets_are_or_within_and_and_across_on_the_same_variant(indexed: Shop) -> None:
    assert set(indexed.slugs(facets={"color": ("Red", "Green")})) == {"cotton-shirt", "linen-shirt"}
    # There is a red one and one in M of the cotton shirt, but no red one in M.
    assert indexed.slugs(facets={"color": ("Red",), "size": ("M",)}) == ["linen-shirt"]
    assert indexed.slugs(facets={"color": ("Blue",), "material": ("linen",)}) == []


def test_counts_say_what_choosing_the_value_would_show(indexed: Shop) -> None:
    assert indexed.counts("color", category="clothes") == {"Blue": 1, "Gray": 1, "Green": 1, "Red": 2}
    filtered = {"category": "clothes", "facets": {"size": ("M",)}}
    assert indexed.counts("color", **filtered) == {"Blue": 1, "Gray": 0, "Green": 0, "Red": 1}
    assert indexed.counts("size", **filtered) == {"M": 2, "S": 2}
    facet = next(f for f in indexed.search(**filtered).facets if f.code == "size")
    assert [value.value for value in facet.values if value.selected] == ["M"]


def test_a_chosen_value_that_nothing_has_can_still_be_taken_back(indexed: Shop) -> None:
    assert indexed.counts("color", facets={"color": ("Pink",)})["Pink"] == 0


def test_price_range_histogram_and_filter(indexed: Shop) -> None:
    found = indexed.search(category="clothes", price_min=2_500, price_max=3_500)
    assert {card.slug for card in found.items} == {"cotton-shirt", "linen-shirt"}
    assert (found.price_range.lowest, found.price_range.highest) == (2_000, 7_000)
    assert sum(found.price_range.histogram) == 3


def test_availability_filter(indexed: Shop) -> None:
    found = indexed.search(category="clothes")
    assert (found.total, found.in_stock_count) == (3, 2)
    assert set(indexed.slugs(category="clothes", in_stock=True)) == {"cotton-shirt", "linen-shirt"}
    assert indexed.slugs(in_stock=True, facets={"color": ("Blue",)}) == []


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("price_asc", ["cotton-shirt", "linen-shirt", "wool-sweater", "running-shoes"]),
        ("price_desc", ["running-shoes", "wool-sweater", "linen-shirt", "cotton-shirt"]),
    ],
)
def test_sorting_by_price(indexed: Shop, sort: Any, expected: list[str]) -> None:
    assert indexed.slugs(sort=sort) == expected


def test_newest_and_best_sellers(indexed: Shop) -> None:
    later = AT + dt.timedelta(days=3)
    catalog.upsert_products([row("new-cap", channels=("eu",))], actor=ACTOR, at=later)
    discovery.count_sale([(indexed.variants["SW-1"], 5), (indexed.variants["RUN 42"], 2)], at=later)
    with discovery_clock(later):
        discovery.reindex()
    assert indexed.slugs(sort="newest", at=later)[0] == "new-cap"
    assert indexed.slugs(sort="best_sellers", at=later)[:2] == ["wool-sweater", "running-shoes"]


def discovery_clock(at: Any) -> Any:
    from storecrew.kernel import clock

    return clock.frozen(at)


def test_pages_by_cursor_meet_every_product_once(indexed: Shop) -> None:
    for sort in discovery.SORTS:
        seen: list[str] = []
        cursor = ""
        for _ in range(10):
            found = indexed.search(sort=sort, page_size=1, cursor=cursor)
            seen += [card.slug for card in found.items]
            cursor = found.next_cursor
            if not cursor:
                break
        assert seen == indexed.slugs(sort=sort), sort
        assert len(seen) == 4
    by_page = [indexed.slugs(sort="price_asc", page=page, page_size=3) for page in (1, 2, 3)]
    assert [len(slugs) for slugs in by_page] == [3, 1, 0]


@pytest.mark.parametrize("sort", ["price_asc", "price_desc", "newest"])
def test_u099_products_that_come_and_go_between_pages_move_no_other(indexed: Shop, sort: str) -> None:
    before = indexed.slugs(sort=sort)
    first = indexed.search(sort=sort, page_size=2)
    cheap, dear = (make_product(name, channels=("eu",)) for name in ("penny", "palace"))
    indexed.add(cheap, dict.fromkeys(cheap.variant_ids, (1, 5)))
    indexed.add(dear, dict.fromkeys(dear.variant_ids, (990000, 5)))
    Product.objects.filter(slug=first.items[0].slug).update(status="end_of_life")
    discovery.reindex()
    rest = indexed.search(sort=sort, page_size=9, cursor=first.next_cursor)
    seen = [card.slug for card in (*first.items, *rest.items)]
    assert [slug for slug in seen if slug in before] == before
    assert len(set(seen)) == len(seen)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"page_size": 0}, "page_size"),
        ({"page_size": 101}, "page_size"),
        ({"page": 0}, "page"),
        ({"sort": "cheapest"}, "sort"),
        ({"cursor": "%%%"}, "cursor"),
        ({"cursor": "W10"}, "cursor"),
        ({"facets": {str(n): ("x",) for n in range(21)}}, "facets"),
        ({"price_min": -1}, "price_min"),
        ({"price_max": 2**63}, "price_max"),
    ],
)
def test_bad_parameters_are_named(indexed: Shop, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(discovery.InvalidQuery) as refusal:
        indexed.search(**changes)
    assert field in refusal.value.details["fields"]
    with translation.override("ko"), pytest.raises(discovery.InvalidQuery):
        indexed.search(**changes)


def test_a_cursor_of_another_order_is_refused(indexed: Shop) -> None:
    cursor = indexed.search(sort="price_asc", page_size=1).next_cursor
    with pytest.raises(discovery.InvalidQuery):
        indexed.search(sort="newest", cursor=cursor)


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("shirt", {"cotton-shirt", "linen-shirt"}),
        ("shirts", {"cotton-shirt", "linen-shirt"}),
        ("SHIRT", {"cotton-shirt", "linen-shirt"}),
        ("shrit", {"cotton-shirt", "linen-shirt"}),
        ("sweter", {"wool-sweater"}),
        ("acme shirt", {"cotton-shirt"}),
        ("red linen", {"linen-shirt"}),
        ("sh-red-s", {"cotton-shirt"}),
        ("run42", {"running-shoes"}),
        ("LI-G", {"linen-shirt"}),
        ("runn", {"running-shoes"}),
        ("셔츠", {"cotton-shirt"}),
        ("운동화를", {"running-shoes"}),
        ("남성 운동화", {"running-shoes"}),
        ("스웨터", {"wool-sweater"}),
        ("쿠쿠", set()),
        ("샤츠", {"cotton-shirt"}),
        ("스훼터", {"wool-sweater"}),
        ("울 수웨터", {"wool-sweater"}),
        ("ㅅㅊ", {"cotton-shirt"}),
        ("ㅇㄷㅎ", {"running-shoes"}),
        ("ㅅㅇㅌ", {"wool-sweater"}),
        ("ㅋㅋ", set()),
        ("\U0001f381", set()),
        ("?!", set()),
    ],
)
def test_search_in_english_and_korean(indexed: Shop, q: str, expected: set[str]) -> None:
    for locale in ("en", "ko"):
        assert set(indexed.slugs(q=q, locale=locale)) == expected


def test_cards_and_facets_speak_korean(indexed: Shop) -> None:
    found = indexed.search(q="셔츠", locale="ko")
    assert [(card.title, card.url) for card in found.items] == [("면 셔츠", "/ko/p/cotton-shirt/")]


def test_a_typo_is_named(indexed: Shop) -> None:
    assert indexed.search(q="sweter").did_you_mean == "sweater"
    assert indexed.search(q="cotton").did_you_mean == ""
    assert indexed.search(q="샤츠", locale="ko").did_you_mean == "셔츠"
    assert indexed.search(q="셔츠", locale="ko").did_you_mean == ""


def test_when_not_all_words_are_found_some_are_better_than_none(indexed: Shop) -> None:
    assert set(indexed.slugs(q="wool shoes")) == {"wool-sweater", "running-shoes"}


@pytest.mark.parametrize(
    ("word", "one"),
    [
        ("cups", ("cup",)),
        ("dishes", ("dish", "dishe")),
        ("berries", ("berry",)),
        ("glass", ()),
        ("bus", ()),
        ("머그s", ()),
    ],
)
def test_several_may_be_asked_for_of_what_a_title_names_one(word, one):
    assert words.singulars(word) == one


def test_synonyms_find_both_ways_or_one(indexed: Shop) -> None:
    discovery.save_synonym(words=["pullover", "sweater"], actor=ACTOR, at=AT)
    discovery.save_synonym(words=["상의", "셔츠"], locale="ko", one_way=True, actor=ACTOR, at=AT)
    assert indexed.slugs(q="pullover") == ["wool-sweater"]
    assert indexed.slugs(q="상의", locale="ko") == ["cotton-shirt"]
    assert indexed.slugs(q="상의", locale="en") == []
    with pytest.raises(discovery.InvalidSynonym):
        discovery.save_synonym(words=["alone", " "], actor=ACTOR, at=AT)
    with pytest.raises(discovery.SynonymNotFound):
        discovery.delete_synonym(synonym_id=99, actor=ACTOR, at=AT)


def test_aut_07_nothing_found_helps_on_and_writes_nothing(indexed: Shop) -> None:
    found = indexed.search(q="  Bicycle!! ")
    assert (found.items, found.total) == ((), 0)
    assert [s.url for s in found.suggestions] == ["/en/c/clothes/", "/en/c/shoes/"]
    assert not MissedSearch.objects.exists()


def test_what_was_sought_in_vain_is_noted_when_it_is_reported(indexed: Shop) -> None:
    def report(q: str, **more: Any) -> bool:
        query = discovery.ProductQuery(channel=indexed.channel, locale="en", q=q, **more)
        return discovery.note_missed_search(query, actor=ACTOR, at=AT)

    assert report("  Bicycle!! ")
    assert report("bicycle")
    assert list(MissedSearch.objects.values_list("query", "locale", "count")) == [("bicycle", "en", 2)]
    assert not report("bicycle", in_stock=True), "a filter that leaves nothing is not a missing product"
    assert not report("cotton"), "who reports is not believed"
    assert not report(" - ")
    assert MissedSearch.objects.get().count == 2


def test_suggestions_while_typing(indexed: Shop) -> None:
    found = discovery.suggest("shi", locale="en", channel=indexed.channel)
    assert next((s.kind, s.text) for s in found) == ("category", "Shirts")
    assert {s.text for s in found if s.kind == "product"} == {"Cotton Shirt", "Linen Shirt"}
    assert discovery.suggest(" - ", locale="en", channel=indexed.channel) == ()
    korean = discovery.suggest("운동", locale="ko", channel=indexed.channel)
    assert [s.text for s in korean] == ["남성용 운동화"]
    typo = discovery.suggest("샤츠", locale="ko", channel=indexed.channel)
    assert [s.text for s in typo] == ["면 셔츠"]


def test_flt_10_without_the_index_lists_come_from_the_database(indexed: Shop, index_folder: Path) -> None:
    shutil.rmtree(index_folder)
    found = indexed.search(category="clothes/shirts")
    assert found.degraded and found.total == 2 and found.facets == ()
    assert {card.price.amount for card in found.items} == {2_000, 3_000}
    assert set(indexed.slugs(q="shirt")) == {"cotton-shirt", "linen-shirt"}
    assert indexed.slugs(q="SW-1") == ["wool-sweater"]
    assert indexed.slugs(q="운동화", locale="ko") == ["running-shoes"]
    assert [s.text for s in discovery.suggest("wool", locale="en", channel=indexed.channel)] == [
        "Wool Sweater"
    ]
    explained = discovery.explain_position(1, category="", channel=indexed.channel, at=AT)
    assert explained.position == 0
    assert discovery.ensure_index() and not discovery.ensure_index()
    assert not indexed.search().degraded


def test_flt_10_a_broken_index_is_as_good_as_none(indexed: Shop, index_folder: Path) -> None:
    for head in index_folder.glob("g-*/columns/head.json"):
        head.write_text("{", encoding="utf-8")
    from storecrew.contexts.discovery.index import store

    store._stores.clear()
    assert indexed.search(category="clothes").degraded


def test_changes_reach_the_index_and_end_where_a_rebuild_does(
    indexed: Shop, django_capture_on_commit_callbacks: Any
) -> None:
    outbox.drain(limit=1_000)
    assert indexed.slugs(in_stock=True, q="sweater") == []
    with django_capture_on_commit_callbacks(execute=True):
        stock(indexed.variants["SW-1"], 3)
        make_prices(indexed.channel, {indexed.variants["RUN 42"]: 500})
        make_products([row("linen-shirt", title="Hemp Shirt", status="draft", variants=())])
        make_products([row("blue-hat", channels=("eu",))])
        outbox.drain(limit=1_000)
    discovery.catch_up()
    assert indexed.slugs(in_stock=True, q="sweater") == ["wool-sweater"]
    assert indexed.slugs(sort="price_asc")[0] == "running-shoes"
    assert indexed.slugs(q="hat") == ["blue-hat"]
    assert indexed.slugs(q="linen") == []
    assert discovery.check_index().differences == ()


def test_removed_products_leave_the_index(indexed: Shop, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        result = make_products([row("blue-hat", channels=("eu",))])[0]
        outbox.drain(limit=1_000)
    assert indexed.slugs(q="hat") == ["blue-hat"]
    with django_capture_on_commit_callbacks(execute=True):
        catalog.delete_products(product_ids=[result.product_id or 0], actor=ACTOR, at=AT)
        outbox.drain(limit=1_000)
    assert indexed.slugs(q="hat") == []
    assert discovery.check_index().differences == ()


def test_collections_follow_their_rules(indexed: Shop, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        catalog.save_collection(
            name="Acme things",
            rules={"rules": [{"field": "brand", "op": "is", "value": "acme"}]},
            actor=ACTOR,
            at=AT,
        )
        outbox.drain(limit=1_000)
    discovery.catch_up()
    assert set(indexed.slugs(collection="acme-things")) == {"cotton-shirt", "wool-sweater"}
    with pytest.raises(catalog.CollectionNotFound):
        indexed.search(collection="no-such")


def test_an_index_far_behind_is_rebuilt(indexed: Shop) -> None:
    from storecrew.contexts.discovery.models import Change

    make_products([row("blue-hat", channels=("eu",))])
    Change.objects.all().delete()
    Change.objects.create(product_id=indexed.ids["wool-sweater"], at=AT)
    assert discovery.catch_up() >= 5
    assert indexed.slugs(q="hat") == ["blue-hat"]


def test_the_number_of_queries_does_not_grow(indexed: Shop, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(QUERIES):
        indexed.search(category="clothes/shirts")
    more = make_products(
        [row(f"shirt-{n}", channels=("eu",), categories=(("Clothes", "Shirts"),)) for n in range(30)]
    )
    make_prices(indexed.channel, {id_: 1_500 for result in more for id_ in result.variant_ids.values()})
    discovery.reindex()
    with django_assert_num_queries(QUERIES):
        assert len(indexed.search(category="clothes/shirts").items) == 24


QUERIES = 13
