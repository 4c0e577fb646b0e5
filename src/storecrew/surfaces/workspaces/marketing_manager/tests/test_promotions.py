"""Pages of promotions: from the choice of a kind to the start, with the gate, the codes and the trials."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.test import Client
from django.urls import reverse

from storecrew.contexts.catalog.models import Variant
from storecrew.contexts.checkout.tests.factories import AT, GUEST, make_cart, make_shop, place
from storecrew.contexts.people.tests.factories import make_staff
from storecrew.contexts.promotions.models import Coupon, Promotion
from storecrew.contexts.promotions.tests.factories import make_promotion
from storecrew.contexts.work import public as work
from storecrew.kernel import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop():
    return make_shop({"A-1": 40, "B-1": 40})


def signed_in(role: str) -> Client:
    client = Client()
    user = make_staff(role)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def marketing(shop):
    return signed_in("marketing_manager")


def text(client: Client, name: str, *args: object, query: str = "") -> str:
    answer = client.get(reverse(name, args=args) + query)
    assert answer.status_code == 200, answer.content.decode()[-3000:]
    return re.sub(r"\s+", " ", answer.content.decode())


STEPS = [{"threshold": 3, "percent_bp": 1000}, {"threshold": 6, "percent_bp": 1500}]
FIELDS = {
    "name": "Spring",
    "percent": "10",
    "scope": "A-1",
    "combines": ["product", "order", "shipping", "gift"],
    "sentence_en": "10% off our tee",
    "exclusions_en": "Only this tee.",
    "service_brief": "The cart shows it by itself.",
    "planned": "A-1 20",
    "starts": "2030-03-01T00:00",
    "ends": "2030-04-01T00:00",
}


def test_mkt_6_a_promotion_is_written_and_said_back_in_words(marketing):
    assert "Percent off" in text(marketing, "promotion_kinds")
    url = reverse("promotion_add", args=["percent_off"])
    said = marketing.post(url, FIELDS | {"second": "1"})
    assert "Takes 10% off A-1." in said.content.decode()
    assert not Promotion.objects.exists()
    answer = marketing.post(url, FIELDS)
    row = Promotion.objects.get()
    assert answer.url == reverse("promotion", args=[row.pk])
    assert (row.state, row.definition["benefit"]) == ("draft", {"percent_bp": 1000})
    assert row.starts_local == "2030-03-01T00:00"
    page = text(marketing, "promotion", row.pk)
    assert "Takes 10% off A-1." in page
    assert "Only this tee." in page
    assert "Spring" in text(marketing, "promotions")
    form = text(marketing, "promotion_edit", row.pk)
    assert "A-1 20" in form
    answer = marketing.post(
        reverse("promotion_edit", args=[row.pk]), FIELDS | {"name": "May", "revision": "1"}
    )
    row.refresh_from_db()
    assert (answer.status_code, row.name, row.revision) == (302, "May", 2)


def test_con_19_the_page_says_that_newcomers_have_it_once(marketing):
    row = make_promotion(needs={"groups": ["new"]})
    assert "1: orders end whom it is for" in text(marketing, "promotion", row.pk)
    assert "orders end whom it is for" not in text(marketing, "promotion", make_promotion().pk)


def test_what_is_wrong_is_said_beside_its_field(marketing):
    url = reverse("promotion_add", args=["percent_off"])
    answer = marketing.post(url, FIELDS | {"percent": "", "scope": "NOTHING"})
    assert answer.status_code == 422
    assert "NOTHING is no SKU, category or product." in answer.content.decode()
    answer = marketing.post(url, FIELDS | {"percent": ""})
    assert "This is needed for this kind of promotion." in answer.content.decode()


@pytest.mark.parametrize(
    ("kind", "fields", "benefit"),
    [
        ("tiered", {"basis": "quantity", "steps": "3 10%\n6 15%"}, {"tiers": {"": STEPS}}),
        ("bundle", {"parts": "A-1 1\nB-1 2", "amounts": "25.00 EUR"}, {"amounts": {"EUR": 2500}}),
        ("shipping", {"percent": "100", "methods": "standard"}, {"methods": ["standard"]}),
        ("set", {"group_one": "A-1", "group_two": "B-1"}, {"percent_bp": 1000}),
        ("giveaway", {"gifts": "B-1", "uses_cap": "50"}, {}),
        ("next_order_coupon", {"valid_days": "30"}, {"valid_days": 30, "percent_bp": 1000}),
        ("amount_off", {"amounts": "5.00 EUR", "per_unit": "on"}, {"amounts": {"EUR": 500}}),
        ("flash_sale", {"ends": "2030-03-02T00:00"}, {"percent_bp": 1000}),
        ("bogo", {"percent": "100", "buy": "2", "most_times": "3"}, {"buy": 2, "most_times": 3}),
        ("buy_x_get_y", {"gets": "B-1", "get": "1"}, {"get": 1}),
        ("buy_x_for_total", {"buy": "3", "amounts": "25.00 EUR"}, {"buy": 3, "amounts": {"EUR": 2500}}),
        ("bonus_product", {"gifts": "B-1", "buy": "2"}, {"buy": 2}),
        ("sample", {"gifts": "B-1"}, {}),
    ],
)  # fmt: skip
def test_mkt_6_each_kind_asks_for_what_it_needs(marketing, kind, fields, benefit):
    answer = marketing.post(reverse("promotion_add", args=[kind]), FIELDS | fields)
    assert answer.status_code == 302, answer.content.decode()[-4000:]
    row = Promotion.objects.get()
    assert {name: row.definition["benefit"][name] for name in benefit} == benefit
    assert text(marketing, "promotion", row.pk)
    assert text(marketing, "promotion_edit", row.pk)


def test_mkt_6_a_form_that_is_saved_keeps_what_a_program_wrote(marketing, shop):
    """Exclusions, countries and times were not on the screen, so that saving it lost them."""
    product = Variant.objects.get(sku="B-1").product
    row = make_promotion(
        "bogo",
        state="draft",
        scope={"variants": [shop.variants["A-1"]], "not_products": [product.pk]},
        needs={"countries": ["DE", "AT"], "min_quantity": 2},
        benefit={"percent_bp": 10_000, "most_times": 2},
    )
    row.definition["weekdays"] = [0, 6]
    row.save()
    before = dict(row.definition)
    url = reverse("promotion_edit", args=[row.pk])
    form = marketing.get(url).context["form"]
    shown = {name: value for name, value in form.initial.items() if value not in (None, False)}
    shown |= {"not_scope": f"p/{product.slug}", "sentence_en": "Two for one"}
    assert marketing.post(url, shown).status_code == 302
    row.refresh_from_db()
    kept = {name: row.definition[name] for name in before}
    assert kept["needs"] == before["needs"] and kept["weekdays"] == [0, 6]
    assert kept["benefit"] == before["benefit"] | {"buy": 1, "get": 1} or kept["benefit"] == before["benefit"]
    assert kept["scope"]["not_products"] == [product.pk]
    assert f"p/{product.slug}" in text(marketing, "promotion_edit", row.pk)


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("not_scope", "B-1", "Write the product"),
        ("countries", "Germany", "Germany is no country."),
        ("methods", "balloon", "balloon"),
        ("weekdays", "9", "9"),
    ],
)
def test_mkt_6_what_no_shop_has_is_said(marketing, field, typed, said):
    kind = "shipping" if field == "methods" else "percent_off"
    answer = marketing.post(reverse("promotion_add", args=[kind]), FIELDS | {field: typed})
    assert answer.status_code == 422 and said in answer.context["form"].errors[field][0]


@pytest.mark.parametrize(
    ("kind", "field", "typed"),
    [
        ("percent_off", "budget", "-5"),
        ("percent_off", "budget", "abc"),
        ("percent_off", "planned", "A-1 5\nA-1 6"),
        ("tiered", "steps", "3.5 10%"),
        ("tiered", "steps", "3 120%"),
        ("tiered", "steps", "99999999999999999999 5%"),
        ("bundle", "parts", "A-1 1\nA-1 1"),
    ],
)
def test_bad_03_an_impossible_number_is_said_beside_its_field(marketing, kind, field, typed):
    more = {"currency": "EUR", "basis": "quantity", field: typed}
    answer = marketing.post(reverse("promotion_add", args=[kind]), FIELDS | more)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert not Promotion.objects.exists()


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("promotion_preview", {"channel": "eu", "lines": "A-1 1", "at": "0001-01-01T00:00"}),
        ("promotion_preview", {"channel": "eu", "lines": "A-1 1", "at": "9999-12-31T23:59"}),
        ("promotion_simulate", {"days": "28", "other": str(10**20)}),
        ("promotion_simulate", {"days": "28", "other": "x"}),
    ],
)
def test_bad_03_a_trial_with_impossible_numbers_says_so(marketing, name, asked):
    answer = marketing.get(reverse(name, args=[make_promotion().pk]), asked)
    assert answer.status_code == 422


def test_ops_11_an_hour_that_the_reader_skips_is_there_for_a_shop(marketing):
    url = reverse("promotion_add", args=["percent_off"])
    marketing.post(url, FIELDS | {"starts": "2030-03-31T02:30", "timezone": "UTC"})
    assert Promotion.objects.get().starts_local == "2030-03-31T02:30"


def test_mkt_18_the_gate_names_what_is_missing_and_only_stock_lets_it_pass(marketing, shop):
    marketing.post(reverse("promotion_add", args=["percent_off"]), FIELDS | {"planned": "A-1 100"})
    row = Promotion.objects.get()
    answer = marketing.post(reverse("promotion_schedule", args=[row.pk]), follow=True)
    assert "A-1: 100 planned, 60 missing (least at Main)." in answer.content.decode()
    row.refresh_from_db()
    assert row.state == "draft"
    assert "60 missing" in text(marketing, "promotion", row.pk)
    assert marketing.get(reverse("promotion_override", args=[row.pk])).status_code == 403
    keeper = signed_in("inventory_manager")
    until = (clock.now() + dt.timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    keeper.post(
        reverse("promotion_override", args=[row.pk]), {"reason": "A truck is here", "expires_at": until}
    )
    marketing.post(reverse("promotion_schedule", args=[row.pk]))
    row.refresh_from_db()
    assert row.state == "scheduled"
    assert "A truck is here" in text(marketing, "promotion", row.pk)
    assert {task.owner_role for task in work.tasks_about("promotions.promotion", row.pk)} == {
        "customer_service",
        "logistics_manager",
    }


def test_pausing_and_ending_by_hand(marketing):
    row = make_promotion()
    for step, state in (("pause", "paused"), ("resume", "live"), ("end", "ended")):
        marketing.post(reverse(f"promotion_{step}", args=[row.pk]))
        row.refresh_from_db()
        assert row.state == state


def test_codes_are_made_and_given_as_a_file(marketing):
    row = make_promotion()
    url = reverse("promotion_codes", args=[row.pk])
    assert marketing.post(url, {"how": "one"}).status_code == 422
    marketing.post(url, {"how": "one", "code": "SPRING"})
    marketing.post(url, {"how": "many", "count": "3", "name": "Mail"})
    hidden = marketing.post(url, {"how": "many", "count": "4", "hidden": "on"})
    assert len(hidden.content.split()) == 4
    listed = marketing.get(reverse("promotion_codes_file", args=[row.pk])).content.decode()
    assert len(listed.split()) == 4
    assert "SPRING,0,0" in listed
    assert Coupon.objects.count() == 8


def test_mkt_6_a_code_that_leaked_is_blocked_and_counts_again(marketing):
    row = make_promotion(code="LEAKED")
    url = reverse("promotion_codes", args=[row.pk])
    unknown = marketing.post(url, {"how": "block", "code": "NEVER"})
    assert (unknown.status_code, "no such code" in unknown.content.decode()) == (422, True)
    page = marketing.post(url, {"how": "block", "code": "leaked "}, follow=True).content.decode()
    assert "The code LEAKED counts no more." in page
    assert "blocked" in page
    marketing.post(url, {"how": "allow", "code": "LEAKED"})
    assert not Coupon.objects.get().blocked


def test_a_trial_on_a_cart_says_which_condition_is_not_met(marketing):
    row = make_promotion(state="draft", needs={"min_quantity": 3})
    page = text(marketing, "promotion_preview", row.pk, query="?channel=eu&lines=A-1+2")
    assert "Does not apply" in page
    assert "There are enough units" in page
    assert "Applies" in text(marketing, "promotion_preview", row.pk, query="?channel=eu&lines=A-1+3")


def test_a_simulation_stands_beside_its_rival(marketing, shop):
    place(make_cart(shop, {"A-1": 2}), at=clock.now() - dt.timedelta(days=1))
    row, rival = make_promotion(name="Ours"), make_promotion(name="Rival", benefit={"percent_bp": 2000})
    page = text(marketing, "promotion_simulate", row.pk, query=f"?days=7&other={rival.pk}")
    assert "€2.00" in page
    assert "€4.00" in page


def test_variants_of_a_promotion_are_compared_in_one_table(marketing, shop):
    place(make_cart(shop, {"A-1": 2}), at=clock.now() - dt.timedelta(days=1))
    row = make_promotion(name="Ours")
    query = "?days=7&percent_b=15&spend_c=50.00+EUR&only_c=new"
    page = text(marketing, "promotion_simulate", row.pk, query=query)
    assert "A: as it is" in page
    assert "B: 15% off" in page
    assert "C: from 50.00 EUR · has never bought" in page or "C: from 50.00 EUR" in page
    assert "Orders, EUR (1)" in page
    assert "€2.00" in page
    assert "€3.00" in page
    both = marketing.get(
        reverse("promotion_simulate", args=[row.pk]) + "?days=7&percent_b=5&amounts_b=1.00+EUR"
    )
    assert both.status_code == 422
    assert "a percent or an amount" in both.content.decode()


def test_cs_9_an_agent_is_told_why_a_code_does_not_work(shop):
    agent = signed_in("customer_service")
    make_promotion(code="BIG", needs={"min_spend": {"EUR": 5000}}, name="Big")
    token = make_cart(shop, {"A-1": 2})
    page = text(agent, "promotions_why", query=f"?code=big&where={token}")
    assert "Big: Does not apply" in page
    assert "€50.00" in page
    assert "€20.00" in page
    placed = place(token, at=AT)
    assert "Does not apply" in text(agent, "promotions_why", query=f"?code=BIG&where={placed.order_number}")
    assert (
        "There is no such cart." in agent.get(reverse("promotions_why") + "?code=X&where=x").content.decode()
    )
    assert GUEST
    assert "Big" in text(agent, "promotions")
    marketing = signed_in("marketing_manager")
    for number in (placed.order_number, "SC-999999"):
        asked = marketing.get(f"{reverse('promotions_why')}?code=BIG&where={number}").content.decode()
        assert "This needs the right" in asked and "orders.read" in asked
        assert "There is no such order." not in asked


def test_cs_9_an_agent_asks_from_an_order_about_a_promotion_without_a_code(shop):
    agent = signed_in("customer_service")
    row = make_promotion(needs={"min_quantity": 3}, name="Three mugs")
    draft = make_promotion(state="draft", name="Nobody knows it yet")
    token = make_cart(shop, {"A-1": 2})
    placed = place(token, at=AT)
    asked = f"{reverse('promotions_why')}?where={placed.order_number}"
    assert asked in agent.get(reverse("orders_record", args=[placed.order_number])).content.decode()
    page = agent.get(asked).content.decode()
    assert f'value="{placed.order_number}"' in page
    assert "Three mugs" in page
    assert draft.name not in page
    assert "is needed" not in page
    answer = text(agent, "promotions_why", query=f"?promotion={row.pk}&code=&where={placed.order_number}")
    assert "Three mugs: Does not apply" in answer
    assert "This promotion needs 3 of the articles it is for; 1 is missing." in answer
    assert "When the order was placed" in answer
    row.definition["needs"] = {}
    row.save()
    after = text(agent, "promotions_why", query=f"?promotion={row.pk}&where={placed.order_number}")
    then = after[after.index("When the order was placed") :]
    assert "There are enough units" in then
    nothing = agent.get(f"{asked}&code=&promotion=")
    assert nothing.status_code == 422
    assert "Write the code, or choose the promotion that has none." in nothing.content.decode()
