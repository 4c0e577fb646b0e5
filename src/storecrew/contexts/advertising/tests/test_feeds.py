"""Feeds with the product page's own prices and stock: what is held out, released, and held back."""

from __future__ import annotations

import datetime as dt
from xml.etree import ElementTree as ET

import pytest

from storecrew.contexts.advertising import public as advertising
from storecrew.contexts.advertising.models import Feed, FeedEntry
from storecrew.contexts.advertising.rules.dialects import G
from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.catalog.models import Product
from storecrew.contexts.catalog.tests.test_images import picture
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.pricing import public as pricing
from storecrew.kernel import clock, shown
from storecrew.kernel.actor import guest_actor, system_actor
from storecrew.kernel.errors import Denied
from storecrew.surfaces.storefront.reading import show
from storecrew.surfaces.storefront.tests.factories import TestShop, make_shop, set_price, settle

pytestmark = pytest.mark.django_db
ACTOR = system_actor("tests")


@pytest.fixture
def shop() -> TestShop:
    made = make_shop()
    picture_all(made)
    return made


def picture_all(shop: TestShop) -> None:
    """Give every product a picture and a text that is long enough."""
    for product in Product.objects.all():
        catalog.attach_image(product_id=product.pk, content=picture(), alt="x", actor=ACTOR, at=clock.now())
    Product.objects.update(description="<p>A good thing for every day of the year.</p>", brand="Werkhof")


def make_feed(kind: str = "google", channel: str = "eu", locale: str = "en", **limits) -> Feed:
    return advertising.create_feed(
        kind=kind, channel_code=channel, locale=locale, actor=ACTOR, at=clock.now(), **limits
    )


def count(shop: TestShop, sku: str, on_hand: int, before: int) -> None:
    """Correct what lies on the shelf."""
    inventory.adjust(
        shop.variants[sku],
        on_hand=on_hand,
        expected_on_hand=before,
        reason="counted",
        actor=ACTOR,
        at=clock.now(),
    )


def release(feed: Feed):
    return advertising.check_feed(feed.pk, release=True, actor=ACTOR, at=clock.now())


def handed_out(code: str) -> dict[str, dict[str, str]]:
    body = advertising.document(code, at=clock.now()).body
    found = {}
    for entry in ET.fromstring(body).iter("item"):
        fields = {child.tag.replace(f"{{{G}}}", ""): child.text or "" for child in entry}
        found[fields["id"]] = fields
    return found


def held(feed: Feed) -> dict[str, str]:
    rows = FeedEntry.objects.filter(feed=feed, state="held")
    return dict(rows.values_list("variant__sku", "reason"))


def test_mkt_15_a_feed_lists_what_can_be_sold_and_says_why_the_rest_is_not(shop: TestShop):
    feed = make_feed()
    assert held(feed) == {"MUG-BLUE": "low_stock", "LAMP-RED-L": "sold_out"}
    with pytest.raises(advertising.UnknownFeed):
        advertising.document(feed.code, at=clock.now())
    check = release(feed)
    assert (check.passed, check.sampled, check.differences) == (True, 4, [])
    found = handed_out(feed.code)
    assert set(found) == {"MUG-RED", "LAMP-BLUE-S", "LAMP-RED-S", "STOOL"}
    assert found["MUG-RED"]["price"] == "39.00 EUR"
    assert found["MUG-RED"]["link"].endswith("/en/p/enamel-mug/?variant=MUG-RED")


@pytest.mark.parametrize("kind", Feed.Kind.values)
def test_mkt_11_every_network_has_its_feed(shop: TestShop, kind: str):
    feed = make_feed(kind)
    assert release(feed).passed
    body = advertising.document(feed.code, at=clock.now()).body
    assert b"MUG-RED" in body


def test_mkt_15_a_feed_in_another_channel_leads_to_pages_in_its_currency(shop: TestShop):
    feed = make_feed(channel="kr", locale="ko", campaign="bom-26")
    assert release(feed).passed
    found = handed_out(feed.code)["MUG-RED"]
    assert found["price"] == "39000 KRW"
    assert "channel=kr" in found["link"]
    assert "utm_source=google" in found["link"]
    assert "utm_campaign=bom-26" in found["link"]
    body = advertising.document(feed.code, as_json=True, at=clock.now()).body.decode()
    assert '"feedLabel": "KR"' in body


def test_mkt_15_what_ran_low_since_the_last_look_is_left_out_when_it_is_handed_out(shop: TestShop):
    feed = make_feed()
    release(feed)
    count(shop, "STOOL", 1, 20)
    assert "STOOL" not in held(feed), "the events have not been handled yet"
    assert "STOOL" not in handed_out(feed.code)
    settle()
    assert held(feed)["STOOL"] == "low_stock"
    count(shop, "STOOL", 30, 1)
    settle()
    assert "STOOL" not in held(feed)
    assert "STOOL" in handed_out(feed.code)


def test_mkt_15_a_sale_price_stands_only_while_the_reduction_lives(shop: TestShop):
    feed = make_feed()
    release(feed)
    now = clock.now()
    pricing.save_price_list(
        code="spring",
        name="Spring",
        kind="sale",
        currency="EUR",
        channel_code="eu",
        starts_at=now,
        ends_at=now + dt.timedelta(days=2),
        actor=ACTOR,
        at=now,
    )
    pricing.set_prices(
        rows=[pricing.PriceRow(shop.variants["MUG-RED"], 2000)],
        price_list_code="spring",
        actor=ACTOR,
        at=now,
    )
    settle()
    found = handed_out(feed.code)["MUG-RED"]
    assert (found["price"], found["sale_price"]) == ("39.00 EUR", "20.00 EUR")
    with clock.frozen(now + dt.timedelta(days=3)):
        found = handed_out(feed.code)["MUG-RED"]
    assert found["price"] == "39.00 EUR"
    assert "sale_price" not in found


def test_mkt_15_what_loses_money_or_comes_back_is_held_out(shop: TestShop):
    feed = make_feed()
    pricing.set_costs(costs={shop.variants["STOOL"]: 5000}, currency="EUR", actor=ACTOR, at=clock.now())
    advertising.refresh(feed.pk, at=clock.now())
    assert held(feed)["STOOL"] == "loses_money"
    set_price(shop, "STOOL", 9000)
    assert "STOOL" not in held(feed)


def test_mkt_15_a_page_that_says_something_else_is_held_out_and_too_many_hold_the_feed_back(
    shop: TestShop, monkeypatch
):
    feed = make_feed()
    assert release(feed).passed

    def other(url: str) -> shown.Shown:
        answer = show(url)
        text = answer.text.replace('"39.00"', '"99.00"') if "MUG-RED" in url else answer.text
        return shown.Shown(answer.status, answer.location, answer.headers, text)

    shown.register(other)
    try:
        check = release(feed)
        assert (check.passed, feed.__class__.objects.get().state) == (False, "withheld")
        assert held(feed)["MUG-RED"] == "page_differs"
        assert check.differences == [["MUG-RED", "price", "39.00", "99.00"]]
        with pytest.raises(advertising.FeedWithheld):
            advertising.document(feed.code, at=clock.now())
    finally:
        shown.register(show)
    assert release(feed).passed
    assert "MUG-RED" in handed_out(feed.code), "what says the same again is let in"


def test_mkt_15_somebody_holds_an_article_out_of_all_feeds_with_a_reason(shop: TestShop):
    feed = make_feed()
    with pytest.raises(advertising.InvalidFeed):
        advertising.hold_article("MUG-RED", reason=" ", actor=ACTOR, at=clock.now())
    advertising.hold_article("MUG-RED", reason="Recall of the handle", actor=ACTOR, at=clock.now())
    assert held(feed)["MUG-RED"] == "by_hand"
    advertising.let_article_in("MUG-RED", actor=ACTOR, at=clock.now())
    assert "MUG-RED" not in held(feed)


def test_mkt_15_limits_are_changed_against_a_version_and_count_at_once(shop: TestShop):
    feed = make_feed()
    changed = advertising.change_feed(feed.pk, version=1, low_stock=0, actor=ACTOR, at=clock.now())
    assert "MUG-BLUE" not in held(feed)
    assert changed.version == 2
    with pytest.raises(advertising.FeedChanged):
        advertising.change_feed(feed.pk, version=1, low_stock=5, actor=ACTOR, at=clock.now())
    with pytest.raises(advertising.InvalidFeed):
        advertising.change_feed(feed.pk, version=2, max_return_bp=20_000, actor=ACTOR, at=clock.now())
    with pytest.raises(advertising.InvalidFeed):
        make_feed()
    with pytest.raises(advertising.InvalidFeed):
        make_feed("nowhere", locale="xx")
    with pytest.raises(Denied):
        advertising.withdraw_feed(feed.pk, actor=guest_actor("x"), at=clock.now())


def test_mkt_15_a_narrow_look_and_a_whole_one_find_the_same(shop: TestShop):
    feed = make_feed()
    before = list(FeedEntry.objects.order_by("variant_id").values_list("variant_id", "state", "reasons"))
    advertising.refresh(feed.pk, variant_ids=list(shop.variants.values()), at=clock.now())
    advertising.refresh_all(at=clock.now())
    assert before == list(
        FeedEntry.objects.order_by("variant_id").values_list("variant_id", "state", "reasons")
    )
    catalog.set_listing(
        product_ids=[catalog.product_id_by_slug("oak-stool")],
        channel_id=shop.channel.id,
        published=False,
        actor=ACTOR,
        at=clock.now(),
    )
    settle()
    assert not FeedEntry.objects.filter(variant__sku="STOOL").exists()


def test_mkt_15_the_address_answers_with_an_etag(shop: TestShop, client):
    feed = make_feed()
    assert client.get(f"/feeds/{feed.code}.xml").status_code == 410
    release(feed)
    answer = client.get(f"/feeds/{feed.code}.xml")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/xml; charset=utf-8"
    again = client.get(f"/feeds/{feed.code}.xml", headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(f"/feeds/{feed.code}.json").json()["productInputs"]
    Feed.objects.update(state="withheld")
    answer = client.get(f"/feeds/{feed.code}.xml")
    assert (answer.status_code, answer["Retry-After"]) == (503, "3600")
    advertising.withdraw_feed(feed.pk, actor=ACTOR, at=clock.now())
    assert client.get(f"/feeds/{feed.code}.xml").status_code == 410


def test_mkt_15_an_address_with_a_channel_shows_its_price_and_keeps_the_visitor_there(shop: TestShop, client):
    page = client.get("/en/p/enamel-mug/?variant=MUG-RED&channel=kr")
    assert "39,000" in page.content.decode()
    assert client.cookies["channel"].value == "kr"
    assert "39,000" in client.get("/en/p/enamel-mug/?variant=MUG-RED").content.decode()
    assert "channel" not in client.get("/en/?channel=nowhere").cookies
