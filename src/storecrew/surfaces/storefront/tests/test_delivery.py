"""The promise of delivery: dates and cost for a place, before there is an address."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.test import Client

from storecrew.contexts.checkout.models import Cart
from storecrew.contexts.promotions.models import Promotion
from storecrew.contexts.promotions.operations.activating import renew_active
from storecrew.contexts.promotions.tests.factories import make_promotion
from storecrew.contexts.shipping import public as shipping
from storecrew.kernel import clock
from storecrew.surfaces.storefront.tests.buying import ADDRESS
from storecrew.surfaces.storefront.tests.factories import ACTOR, TestShop

pytestmark = pytest.mark.django_db
PAGE = "/en/p/enamel-mug/"
PART = "/en/p/enamel-mug/delivery/"
FRENCH = {"variant": "MUG-RED", "country": "FR", "postal_code": "75 001"}
SCRIPT = {"HX-Request": "true"}


def text(response) -> str:
    return response.content.decode()


@pytest.fixture
def visitor() -> Client:
    return Client(headers={"Origin": "http://testserver"})


@pytest.fixture
def far(shop: TestShop) -> TestShop:
    """France costs more and takes a week."""
    shipping.save_method(
        code="standard-eu",
        name="Standard",
        channel_code="eu",
        min_days=5,
        max_days=7,
        rates=[
            shipping.RateRow(amount=1490, currency="EUR", countries=("FR",), excluded_postal=("20",)),
            shipping.RateRow(amount=490, currency="EUR", countries=("DE",)),
        ],
        actor=ACTOR,
        at=clock.now(),
    )
    shipping.set_method_active(code="express-eu", active=False, actor=ACTOR, at=clock.now())
    return shop


def test_the_page_promises_days_and_cost_to_the_shops_country(far, visitor):
    page = text(visitor.get(PAGE))
    option = shipping.options(far.channel, "DE", weight_g=400, at=clock.now(), locale="en")[0]
    assert f"With you {shipping.days_in_words(option.earliest, option.latest, 'en')}" in page
    assert "Delivery to Germany: €4.90." in page


def test_r17_the_page_is_the_same_for_everybody_whatever_place_a_browser_remembers(far, visitor):
    plain = visitor.get(PAGE)
    visitor.post(PART, FRENCH, headers=SCRIPT)
    assert visitor.cookies["sc_place"].value == "FR%3A75001"
    again = visitor.get(PAGE)
    assert plain.content == again.content
    assert again.cache_tags
    assert "Cookie" not in again.headers.get("Vary", "")


def test_script_asks_for_the_promise_to_the_remembered_place(far, visitor):
    answer = visitor.post(PART, FRENCH, headers=SCRIPT)
    assert "Delivery to 75001 France: €14.90." in text(answer)
    part = visitor.get(f"{PART}?variant=MUG-RED", headers=SCRIPT)
    assert "Delivery to 75001 France: €14.90." in text(part)
    assert part.headers["Cache-Control"] == "no-store"
    assert not hasattr(part, "cache_tags")
    assert "data-place" not in text(part), "the part would ask for itself again and again"


def test_without_script_the_place_stands_in_the_address(far, visitor):
    answer = visitor.post(PART, FRENCH)
    assert answer.status_code == 302
    address = answer.headers["Location"].partition("#")[0]
    assert address == f"{PAGE}?variant=MUG-RED&to=FR%3A75001"
    shown = visitor.get(address)
    assert "Delivery to 75001 France: €14.90." in text(shown)
    assert "variant=MUG-BLUE&amp;to=FR%3A75001" in text(shown)
    assert shown.headers["Cache-Control"] == "no-store"


def test_a_place_where_nothing_goes_says_so(far, visitor):
    page = text(visitor.post(PART, FRENCH | {"postal_code": "20000"}, headers=SCRIPT))
    assert "We cannot deliver this there" in page
    assert "20000 France" in page
    assert '"shippingDetails"' not in text(visitor.get(f"{PAGE}?variant=MUG-RED&to=FR:20000"))


def test_a_wrong_post_code_is_refused_with_an_example_and_nothing_is_remembered(far, visitor):
    answer = visitor.post(PART, FRENCH | {"postal_code": "75x"}, headers=SCRIPT)
    assert "does not look like a code of this country" in text(answer)
    assert 'value="75x"' in text(answer)
    assert "sc_place" not in visitor.cookies
    assert visitor.post(PART, FRENCH | {"postal_code": "75x"}).status_code == 422


@pytest.mark.parametrize("value", ["XX:1", "KR:06236", "FR:x", ":::", "%", "FR%3A" + "9" * 500, ""])
def test_a_foreign_or_broken_cookie_counts_as_none(far, visitor, value):
    visitor.cookies["sc_place"] = value
    assert "Delivery to Germany" in text(visitor.get(PART, headers=SCRIPT))


def test_aut_07_the_place_is_taken_only_from_our_own_pages(far):
    stranger = Client(enforce_csrf_checks=True, headers={"Origin": "https://evil.example"})
    assert stranger.post(PART, FRENCH).status_code == 403


def test_an_unknown_product_has_no_promise(far, visitor):
    assert visitor.get("/en/p/nothing/delivery/").status_code == 404


def test_the_cart_estimates_cost_days_and_total_for_the_place(far, visitor):
    visitor.post("/en/cart/add/", {"sku": "STOOL", "quantity": 1})
    before = text(visitor.get("/en/cart/"))
    assert "(to Germany)" in before
    answer = visitor.post("/en/cart/delivery/", FRENCH)
    assert answer.status_code == 302
    page = text(visitor.get("/en/cart/"))
    assert "(to France)" in page
    assert "€14.90" in page
    option = shipping.options(far.channel, "FR", postal_code="75001", weight_g=400, at=clock.now())[0]
    assert f"With you {shipping.days_in_words(option.earliest, option.latest, 'en')}" in page
    changed = visitor.post("/en/cart/delivery/", FRENCH | {"postal_code": "?"}, headers=SCRIPT)
    assert "does not look like a code" in text(changed)


def test_the_place_fills_the_address_form_and_the_address_counts_more(far, visitor):
    visitor.post("/en/cart/add/", {"sku": "STOOL", "quantity": 1})
    visitor.post("/en/cart/delivery/", FRENCH)
    form = text(visitor.get("/en/checkout/details/"))
    assert '<option value="FR" selected>' in form
    assert re.search(r'name="postal_code"[^>]*value="75001"', form)
    address = {"email": "a@example.com", "name": "Ann", "street": "Weg 1", "city": "Berlin"}
    visitor.post("/en/checkout/details/", address | {"country": "DE", "postal_code": "10115"})
    cart = text(visitor.get("/en/cart/"))
    assert "(to Germany)" in cart
    assert "€4.90" in cart
    assert 'name="postal_code"' not in cart, "nothing is asked twice"


@pytest.mark.parametrize(
    ("first", "last", "locale", "words"),
    [
        (dt.date(2026, 12, 1), dt.date(2026, 12, 3), "en", "Tue, Dec 1 – Thu, Dec 3"),
        (dt.date(2026, 12, 1), dt.date(2026, 12, 1), "en", "Tue, Dec 1"),
        (dt.date(2026, 12, 30), dt.date(2027, 1, 4), "ko", "12월 30일 (수) ~ 1월 4일 (월)"),
    ],
)
def test_days_are_written_as_the_language_does(first, last, locale, words):
    found = shipping.days_in_words(first, last, locale)
    assert " ".join(found.split()) == words


def test_product_page_cart_and_programs_say_one_truth_about_free_delivery(shop: TestShop, visitor):
    """The rate is free from 80; a promotion makes it 50: each place says so, then 80 again."""

    def said() -> tuple[bool, ...]:
        page = text(visitor.get(PAGE))
        cart = text(visitor.get("/en/cart/"))
        token = Cart.objects.get().token
        ways = Client().get(f"/api/v1/carts/{token}/shipping-methods").json()["items"]
        standard = next(one for one in ways if one["code"] == "standard-eu")
        assert standard["price"]["amount"] == 490
        worth = Client().get(f"/api/v1/carts/{token}").json()["subtotal"]["amount"]
        left = standard["free_from"]["amount"] - worth
        amount = f"€{standard['free_from']['amount'] / 100:.2f}"
        assert f"€{left / 100:.2f} more for free delivery." in cart
        step = text(visitor.get("/en/checkout/delivery/"))
        assert f"Free from {amount}: €{left / 100:.2f} more in your cart." in step
        assert f"Free from {amount}." in page
        return (standard["free_from"]["amount"] == 5000, standard["free_from"]["amount"] == 8000)

    visitor.post("/en/cart/add/", {"sku": "MUG-RED", "quantity": "1"})
    visitor.post("/en/checkout/details/", ADDRESS)
    assert said() == (False, True)
    row = make_promotion("shipping", benefit={"percent_bp": 10_000}, needs={"min_spend": {"EUR": 5000}})
    assert said() == (True, False)
    Promotion.objects.filter(pk=row.pk).update(state="ended")
    renew_active()
    assert said() == (False, True)


def test_the_delivery_step_stops_speaking_of_a_threshold_that_is_reached(shop: TestShop, visitor):
    visitor.post("/en/cart/add/", {"sku": "MUG-RED", "quantity": "7"})
    visitor.post("/en/checkout/details/", ADDRESS)
    step = text(visitor.get("/en/checkout/delivery/"))
    assert '<span class="amount">free</span>' in step
    assert "Free from" not in step
