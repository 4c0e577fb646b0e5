"""Pages about prices, taxes and shipping rates: what people do there."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from storecrew.contexts.catalog.models import Variant
from storecrew.contexts.pricing import public as pricing
from storecrew.contexts.pricing.models import Price, PriceList, PriceOperation, TaxRate, TaxRegistration
from storecrew.contexts.pricing.tests.factories import ACTOR, make_prices
from storecrew.contexts.shipping.models import ShippingMethod
from storecrew.contexts.shipping.tests.factories import make_method
from storecrew.kernel import clock

pytestmark = pytest.mark.django_db
GRID = "/admin/prices/lists/eu-eur/grid/"
BULK = "/admin/prices/lists/eu-eur/bulk/"
READ = [
    "/admin/prices/", "/admin/prices/changes/", "/admin/prices/lists/eu-eur/", GRID,
    "/admin/taxes/", "/admin/taxes/classes/", "/admin/taxes/registrations/",
]  # fmt: skip
WRITE = [
    "/admin/prices/add/", "/admin/prices/lists/eu-eur/edit/", BULK, "/admin/taxes/add/",
    "/admin/taxes/classes/add/", "/admin/taxes/classes/books/",
    "/admin/taxes/registrations/add/", "/admin/shipping-methods/add/",
]  # fmt: skip


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def amounts() -> dict[int, tuple]:
    return {row.variant_id: (row.amount, row.compare_at_amount) for row in Price.objects.all()}


@pytest.mark.parametrize("address", READ)
def test_aut_01_pages_to_read_need_the_right_to_read(shop, seller, tester, stranger, address):
    assert seller.get(address).status_code == 200
    assert tester.get(address).status_code == 200
    assert stranger.get(address).status_code == 403


@pytest.mark.parametrize("address", WRITE)
def test_aut_01_pages_to_write_need_the_right_to_write(shop, seller, tester, address):
    assert seller.get(address).status_code == 200
    assert tester.get(address).status_code == 403


@pytest.mark.parametrize(
    "address",
    ["/admin/prices/lists/eu-eur/end/", "/admin/taxes/1/remove/", "/admin/shipping-methods/x/switch/"],
)
def test_aut_07_changes_need_a_post(shop, seller, address):
    assert seller.get(address).status_code == 405


def test_the_menu_leads_here(shop, seller):
    page = text_of(seller.get("/admin/"))
    for address in ("/admin/prices/", "/admin/taxes/", "/admin/shipping-methods/"):
        assert f'href="{address}"' in page or address in page


def test_a_list_is_made_and_changed(shop, seller):
    values = {
        "name": "Summer", "code": "summer", "kind": "sale", "currency": "eur", "channel_code": "eu",
        "priority": "2", "starts_at": "2030-06-01T00:00", "ends_at": "2030-07-01T00:00",
    }  # fmt: skip
    answer = seller.post("/admin/prices/add/", values)
    assert answer["Location"] == "/admin/prices/lists/summer/"
    row = PriceList.objects.get(code="summer")
    # Midnight in Berlin, not in London.
    assert row.starts_at == dt.datetime(2030, 5, 31, 22, tzinfo=dt.UTC)
    form = text_of(seller.get("/admin/prices/lists/summer/edit/"))
    assert 'value="2030-06-01T00:00"' in form
    seller.post("/admin/prices/lists/summer/edit/", values | {"name": "June", "version": "1"})
    assert PriceList.objects.get(code="summer").name == "June"
    again = seller.post("/admin/prices/lists/summer/edit/", values | {"name": "July", "version": "1"})
    assert "in the meantime" in text_of(again)
    assert "planned" in text_of(seller.get("/admin/prices/lists/summer/"))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"kind": "segment"}, "Say for whom the list is."),
        ({"currency": "XYZ"}, "not a currency"),
        ({"starts_at": "soon"}, "Choose a date and a time."),
        ({"code": "eu-eur"}, "Another list has this code"),
    ],
)
def test_a_list_that_cannot_be_saved_says_why(shop, seller, changes, words):
    values = {"name": "X", "code": "x", "kind": "sale", "currency": "EUR", "priority": "0"}
    answer = seller.post("/admin/prices/add/", values | changes)
    assert (answer.status_code, words in text_of(answer)) == (422, True)


def test_a_tax_class_is_made_renamed_and_chosen(shop, seller):
    add = "/admin/taxes/classes/add/"
    assert seller.post(add, {"name": "Toys", "code": "toys"})["Location"] == "/admin/taxes/classes/"
    taken = seller.post(add, {"name": "Games", "code": "toys"})
    assert (taken.status_code, "Another tax class has this code." in text_of(taken)) == (422, True)
    assert seller.post(add, {"name": "Games", "code": "No!"}).status_code == 422
    seller.post("/admin/taxes/classes/toys/", {"name": "Toys and games"})
    assert pricing.tax_classes()["toys"] == "Toys and games"
    assert "Toys and games" in text_of(seller.get("/admin/taxes/classes/?q=toys"))
    assert seller.get("/admin/taxes/classes/none/").status_code == 404
    product = Variant.objects.get(pk=shop[0]).product_id
    page = text_of(seller.get(f"/admin/products/{product}/variants/{shop[0]}/"))
    assert '<option value="toys">Toys and games</option>' in page


def test_a_list_is_ended(shop, seller):
    seller.post("/admin/prices/lists/eu-eur/end/")
    assert PriceList.objects.get().ends_at is not None
    assert "ended" in text_of(seller.get("/admin/prices/lists/eu-eur/"))


def test_an_unknown_list_is_not_found(shop, seller):
    assert seller.get("/admin/prices/lists/nowhere/", follow=True).status_code == 404


def fill(first, second="", strike="", was="10.00"):
    return lambda ids: {
        f"amount-{ids[0]}": first, f"was-{ids[0]}": was, f"strike-{ids[0]}": strike,
        f"was-strike-{ids[0]}": "",
        f"amount-{ids[1]}": second or "20.00", f"was-{ids[1]}": "20.00",
        f"strike-{ids[1]}": "", f"was-strike-{ids[1]}": "",
    }  # fmt: skip


def test_the_grid_saves_what_was_changed(shop, seller):
    answer = seller.post(GRID, fill("8,50", strike="10.00")(shop), follow=True)
    assert "1 price saved." in text_of(answer)
    assert amounts() == {shop[0]: (850, 1000), shop[1]: (2000, None)}


def test_an_empty_cell_takes_the_price_away(shop, seller):
    seller.post(GRID, fill("")(shop))
    assert list(amounts()) == [shop[1]]


def test_it_16_a_price_is_put_on_request_in_the_grid_and_taken_back(shop, seller):
    seller.post(GRID, fill("On request")(shop))
    assert Price.objects.get(variant_id=shop[0]).on_request
    page = text_of(seller.get(GRID))
    assert 'value="on request"' in page
    seller.post(GRID, fill("9", was="on request")(shop))
    assert amounts()[shop[0]] == (900, None)
    refused = seller.post(GRID, fill("on request", was="9.00", strike="12")(shop))
    assert "A strike price needs a price" in text_of(refused)


def test_it_16_a_price_is_put_on_request_on_the_page_of_a_variant(shop, seller):
    address = f"/admin/prices/variants/{shop[0]}/"
    form = {"price_list": "eu-eur", "min_quantity": "1", "amount": "", "on_request": "on"}
    assert "has no amount" in text_of(seller.post(address, form | {"amount": "5"}))
    page = text_of(seller.post(address, form, follow=True))
    assert "The shop shows no price; people ask for it." in page
    assert "No public price" in page


@pytest.mark.parametrize(
    ("filled", "words"),
    [
        (fill("abc"), "not an amount"),
        (fill("1.000"), "can be read in two ways"),
        (fill("", strike="9"), "A strike price needs a price"),
    ],
)
def test_a_wrong_cell_is_marked_and_nothing_is_saved(shop, seller, filled, words):
    answer = text_of(seller.post(GRID, filled(shop) | {f"amount-{shop[1]}": "19.00"}))
    assert words in answer
    assert 'value="19.00"' in answer
    assert amounts() == {shop[0]: (1000, None), shop[1]: (2000, None)}


def test_con_13_a_cell_that_somebody_else_changed_is_marked(shop, seller, eu):
    make_prices(eu, {shop[0]: 1100})
    answer = text_of(seller.post(GRID, fill("9.00")(shop)))
    assert "Somebody changed it to 11.00." in answer
    assert amounts()[shop[0]] == (1100, None)
    seller.post(GRID, fill("9.00", was="11.00")(shop))
    assert amounts()[shop[0]] == (900, None)


def test_the_grid_searches_and_shows_what_has_no_price(shop, seller):
    assert "MUG-RED" in text_of(seller.get(GRID, {"q": "mug red"}))
    assert "MUG-BLUE" not in text_of(seller.get(GRID, {"q": "mug red"}))
    seller.post(GRID, fill("")(shop))
    missing = text_of(seller.get(GRID, {"show": "missing"}))
    assert "MUG-RED" in missing and "MUG-BLUE" not in missing
    assert "MUG-RED" not in text_of(seller.get(GRID, {"show": "priced"}))
    assert "No product fits" in text_of(seller.get(GRID, {"q": "nothing"}))


def test_aut_05_costs_and_margins_are_shown_to_those_who_may_see_them(shop, seller, tester):
    pricing.set_costs(costs={shop[0]: 500}, currency="EUR", actor=ACTOR, at=clock.now())
    # 10.00 contains 19% tax: 8.40 net, of which 5.00 is cost.
    assert "40.5%" in text_of(seller.get(GRID))
    page = text_of(tester.get(GRID))
    assert "5.00" not in page and "Margin" not in page
    assert '<input name="amount' not in page
    assert tester.post(GRID, fill("9")(shop)).status_code == 403


def test_the_grid_costs_the_same_queries_for_any_number_of_rows(shop, seller, django_assert_max_num_queries):
    seller.get(GRID)
    with django_assert_max_num_queries(24):
        seller.get(GRID)


def change(**changes):
    return {"mode": "percent", "value": "-10", "rounding": "99"} | changes


def fingerprint(page: str) -> str:
    return re.search(r'name="fingerprint" value="(\w+)"', page)[1]


def test_a_bulk_change_is_previewed_applied_and_undone(shop, seller):
    page = text_of(seller.post(BULK, change(preview="1", strike_old="on")))
    assert "2 prices will change" in page and "€8.99" in page and "€17.99" in page
    assert amounts()[shop[0]] == (1000, None)
    form = change(confirm="1", strike_old="on", title="Spring", fingerprint=fingerprint(page))
    answer = seller.post(BULK, form, follow=True)
    assert "2 prices changed." in text_of(answer) and "Spring" in text_of(answer)
    assert amounts() == {shop[0]: (899, 1000), shop[1]: (1799, 2000)}
    operation = PriceOperation.objects.get()
    assert "Spring" in text_of(seller.get("/admin/prices/changes/"))
    undone = seller.post(f"/admin/prices/changes/{operation.pk}/undo/", follow=True)
    assert "2 prices put back." in text_of(undone)
    assert amounts() == {shop[0]: (1000, None), shop[1]: (2000, None)}


def test_undo_names_what_was_left_alone(shop, seller, eu):
    page = text_of(seller.post(BULK, change(preview="1")))
    seller.post(BULK, change(confirm="1", fingerprint=fingerprint(page)))
    make_prices(eu, {shop[0]: 777})
    operation = PriceOperation.objects.get()
    undone = text_of(seller.post(f"/admin/prices/changes/{operation.pk}/undo/", follow=True))
    assert "1 product was changed since and was left alone." in undone


def test_a_bulk_change_of_a_search(shop, seller):
    page = text_of(seller.post(f"{BULK}?q=red", change(preview="1")))
    assert "1 price will change" in page
    seller.post(f"{BULK}?q=red", change(confirm="1", fingerprint=fingerprint(page)))
    assert amounts()[shop[1]] == (2000, None)


def test_a_preview_that_became_old_is_shown_again(shop, seller, eu):
    page = text_of(seller.post(BULK, change(preview="1")))
    make_prices(eu, {shop[0]: 1500})
    again = text_of(seller.post(BULK, change(confirm="1", fingerprint=fingerprint(page))))
    assert "nothing was applied" in again and "€15.00" in again
    assert not PriceOperation.objects.exists()


@pytest.mark.parametrize(
    ("changes", "words"),
    [({"value": "-100"}, "above -100"), ({"value": "x"}, "not an amount"), ({"mode": "odd"}, "valid choice")],
)
def test_a_senseless_bulk_change_says_why(shop, seller, changes, words):
    assert words in text_of(seller.post(BULK, change(preview="1") | changes))


def test_prices_that_lose_money_are_named(shop, seller):
    pricing.set_costs(costs={shop[0]: 900}, currency="EUR", actor=ACTOR, at=clock.now())
    assert "1 price would not earn its cost." in text_of(seller.post(BULK, change(preview="1")))


def test_an_unknown_bulk_change_is_not_found(shop, seller):
    assert seller.get("/admin/prices/changes/99/", follow=True).status_code == 404


def test_the_page_of_a_variant_says_why_and_what_it_cost_before(shop, seller, tester):
    address = f"/admin/prices/variants/{shop[0]}/"
    page = text_of(seller.get(address))
    assert "The base price; no other list offers less." in page and "€10.00" in page
    answer = seller.post(
        address, {"price_list": "eu-eur", "min_quantity": "10", "amount": "8", "strike": ""}, follow=True
    )
    assert "The price is saved." in text_of(answer)
    assert "€8.00" in text_of(seller.get(address, {"quantity": "12", "channel": "eu"}))
    assert seller.get(address, {"quantity": "many"}).status_code == 200
    wrong = seller.post(address, {"price_list": "eu-eur", "min_quantity": "1", "amount": "x"})
    assert "not an amount" in text_of(wrong)
    assert "Set a price" not in text_of(tester.get(address))
    assert tester.post(address, {}).status_code == 403
    assert seller.get("/admin/prices/variants/999999/", follow=True).status_code == 404


def test_a_tax_rate_is_set_and_a_planned_one_removed(shop, seller):
    values = {
        "country": "DE", "tax_class": "standard", "rate": "20.5", "treatment": "standard",
        "valid_from": "2040-01-01",
    }  # fmt: skip
    assert seller.post("/admin/taxes/add/", values)["Location"] == "/admin/taxes/"
    row = TaxRate.objects.get(country="DE", valid_from=dt.date(2040, 1, 1))
    assert row.rate_ppm == 205_000
    assert "Remove this planned rate" in text_of(seller.get(f"/admin/taxes/{row.pk}/"))
    seller.post(f"/admin/taxes/{row.pk}/remove/")
    assert not TaxRate.objects.filter(pk=row.pk).exists()
    assert "Germany" in text_of(seller.get("/admin/taxes/", {"f.now": "1", "f.country": "DE"}))
    assert seller.get("/admin/taxes/99999/", follow=True).status_code == 404


@pytest.mark.parametrize(("changes", "words"), [({"rate": "x"}, "not an amount"), ({"rate": "101"}, "100%")])
def test_a_wrong_tax_rate_says_why(shop, seller, changes, words):
    values = {"country": "DE", "tax_class": "standard", "treatment": "standard", "valid_from": "2040-01-01"}
    assert words in text_of(seller.post("/admin/taxes/add/", values | changes))


def test_a_registration_is_added_and_changed(shop, seller):
    values = {"country": "DE", "scheme": "local", "is_home": "on", "valid_from": "2020-01-01"}
    seller.post("/admin/taxes/registrations/add/", values)
    row = TaxRegistration.objects.get()
    assert row.is_home
    seller.post(f"/admin/taxes/registrations/{row.pk}/", {"number": "DE1", "is_home": "on"})
    assert TaxRegistration.objects.get().number == "DE1"
    assert "One-stop" in text_of(seller.get("/admin/taxes/registrations/add/"))
    wrong = seller.post("/admin/taxes/registrations/add/", values | {"valid_to": "2019-01-01"})
    assert "must come after" in text_of(wrong)
    assert seller.get("/admin/taxes/registrations/99/", follow=True).status_code == 404


def rates(**changes):
    return {
        "rates-TOTAL_FORMS": "2", "rates-INITIAL_FORMS": "0", "rates-0-amount": "4.90",
        "rates-0-currency": "eur", "rates-0-countries": "de, fr", "rates-0-free_over": "50",
        "rates-0-max_weight_g": "30000", "rates-0-excluded_postal": "DE:27498",
    } | changes  # fmt: skip


METHOD = {
    "name": "Post", "code": "post", "way": "home", "keep_days": "7", "min_days": "1", "max_days": "3",
    "handling_days": "0",
    "cutoff": "14:00", "working_days": ["1", "2", "3", "4", "5"], "holidays": "2030-12-25", "position": "1",
}  # fmt: skip


def test_a_shipping_method_is_made_changed_and_switched_off(shop, seller):
    answer = seller.post("/admin/shipping-methods/add/", METHOD | rates())
    assert answer["Location"] == "/admin/shipping-methods/post/"
    method = ShippingMethod.objects.get()
    rate = method.rates.get()
    assert (rate.amount, rate.currency, rate.countries, rate.free_over_amount) == (
        490,
        "EUR",
        ["DE", "FR"],
        5000,
    )
    assert (method.cutoff, method.holidays, rate.excluded_postal) == (
        dt.time(14), ["2030-12-25"], ["DE:27498"],
    )  # fmt: skip
    page = text_of(seller.get("/admin/shipping-methods/post/"))
    assert "weight below 30 kg" in page and "not to DE:27498" in page
    form = text_of(seller.get("/admin/shipping-methods/post/edit/"))
    assert 'value="4.90"' in form and 'value="50.00"' in form
    changed = rates(**{"rates-0-DELETE": "on", "rates-1-amount": "5", "rates-1-currency": "EUR"})
    seller.post("/admin/shipping-methods/post/edit/", METHOD | changed | {"version": "1"})
    assert ShippingMethod.objects.get().rates.get().amount == 500
    stale = seller.post("/admin/shipping-methods/post/edit/", METHOD | rates() | {"version": "1"})
    assert "in the meantime" in text_of(stale)
    seller.post("/admin/shipping-methods/post/switch/", {"active": "0"})
    assert not ShippingMethod.objects.get().active
    assert "switched off" in text_of(seller.get("/admin/shipping-methods/"))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"holidays": "Christmas"}, "Christmas is not a date"),
        ({"min_days": "5"}, "longest time cannot be shorter"),
        ({"rates-0-amount": "x"}, "not an amount"),
        ({"rates-0-currency": "XYZ"}, "not a currency"),
        ({"rates-0-countries": "Germany"}, "two capital letters"),
    ],
)
def test_a_wrong_shipping_method_says_why(shop, seller, changes, words):
    assert words in text_of(seller.post("/admin/shipping-methods/add/", METHOD | rates() | changes))
    assert not ShippingMethod.objects.exists()


def test_a_method_of_all_channels_is_shown(shop, seller):
    make_method("flat", min_days=2, max_days=2)
    assert "all" in text_of(seller.get("/admin/shipping-methods/flat/"))
    assert seller.get("/admin/shipping-methods/nowhere/", follow=True).status_code == 404
