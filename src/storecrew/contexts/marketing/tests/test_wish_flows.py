"""Wish lists in marketing: who hears of a lower price or the last pieces, who is meant (MKT-5, U027)."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.checkout.tests.factories import GUEST, make_shop
from storecrew.contexts.customers import public as customers
from storecrew.contexts.inventory.models import StockLevel
from storecrew.contexts.marketing import public as marketing
from storecrew.contexts.marketing.models import Flow, FlowMail, FlowRun
from storecrew.contexts.marketing.operations.wish_flows import people_with_news
from storecrew.contexts.marketing.queries.membership import SegmentGroups
from storecrew.contexts.marketing.tests.factories import ACTOR, AT
from storecrew.contexts.marketing.tests.test_flow_starts import make_flow, news, order, price
from storecrew.contexts.marketing.tests.test_flows import run
from storecrew.contexts.wishes import public as wishes
from storecrew.contexts.wishes.tests.factories import wish
from storecrew.kernel import clock

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
ANN = "ann@example.com"
_number = itertools.count()


@pytest.fixture
def shop():
    return make_shop({"A-1": 10, "B-1": 10})


@pytest.fixture
def ann(shop):
    """A customer who agreed to reminders."""
    row = customers.ensure_customer(email=ANN, actor=GUEST, at=AT)
    customers.ask_consent(
        ANN, ["reminders"], sentence="Yes", source="test", locale="en", channel_code="eu",
        proved=ANN, actor=GUEST, at=AT,
    )  # fmt: skip
    return wishes.Owner(row.id)


def few_left(shop, sku: str = "A-1") -> None:
    StockLevel.objects.filter(variant_id=shop.variants[sku]).update(low_threshold=20)


def test_mkt_5_who_wishes_hears_once_of_a_lower_price_with_all_that_fell(shop, ann):
    make_flow("wish_price_drop", percent=5)
    wish(shop, ann, "A-1")
    wish(shop, ann, "B-1")
    assert run(AT + DAY) == 0
    price(shop, 900, AT + 2 * DAY)
    assert run(AT + 3 * DAY) == 1
    assert [run(AT + days * DAY) for days in (4, 9, 11, 20)] == [0, 0, 0, 0]
    html = news()[0].alternatives[0][0]
    assert "€9.00" in html
    assert "See your wish list" in html
    assert "€10.00" not in html, "what did not fall is no news"
    price(shop, 800, AT + 21 * DAY)
    assert run(AT + 22 * DAY) == 1


def test_mkt_5_of_the_last_pieces_one_message_a_month(shop, ann):
    make_flow("wish_low_stock")
    wish(shop, ann, "A-1")
    assert run(AT + DAY) == 0
    few_left(shop)
    assert run(AT + 2 * DAY) == 1
    assert [run(AT + days * DAY) for days in (3, 20, 31)] == [0, 0, 0]
    assert run(AT + 33 * DAY) == 1
    assert len(news()) == 2


def test_without_consent_nobody_is_written_to(shop):
    make_flow("wish_low_stock")
    silent = wishes.Owner(customers.ensure_customer(email="bob@example.com", actor=GUEST, at=AT).id)
    wish(shop, silent, "A-1")
    wish(shop, wishes.Owner(guest="somebody-in-a-browser"), "A-1")
    few_left(shop)
    assert run(AT + DAY) == 0
    assert not FlowRun.objects.exists()


def test_prv_08_who_took_it_off_or_bought_it_before_the_mail_leaves_hears_nothing(shop, ann):
    make_flow("wish_low_stock")
    list_id = wish(shop, ann, "A-1")
    few_left(shop)
    at = AT + DAY
    with clock.frozen(at):
        assert marketing.run_flows(at) == 1
    wishes.delete(ann, list_id, actor=GUEST)
    run(at)
    assert (news(), FlowMail.objects.get().reason, FlowRun.objects.get().reason) == ([], "wish", "wish")
    wish(shop, ann, "B-1")
    few_left(shop, "B-1")
    order(shop, {"B-1": 1}, AT + 40 * DAY)
    assert run(AT + 41 * DAY) == 0


def test_a_price_that_rose_again_and_goods_that_are_gone_are_no_news(shop, ann):
    make_flow("wish_price_drop", percent=5)
    wish(shop, ann, "A-1")
    price(shop, 900, AT + DAY)
    at = AT + 2 * DAY
    with clock.frozen(at):
        assert marketing.run_flows(at) == 1
        price(shop, 1000, at)
    run(at)
    assert (news(), FlowMail.objects.get().reason) == ([], "wish")


@pytest.mark.parametrize("many", [1, 6])
def test_who_has_news_is_asked_in_a_bounded_number_of_queries(shop, many, django_assert_max_num_queries):
    flow = make_flow("wish_low_stock")
    few_left(shop)
    for number in range(many):
        email = f"p{number}@example.com"
        row = customers.ensure_customer(email=email, actor=GUEST, at=AT)
        customers.ask_consent(
            email, ["reminders"], sentence="Yes", source="test", locale="en", channel_code="eu",
            proved=email, actor=ACTOR, at=AT,
        )  # fmt: skip
        wish(shop, wishes.Owner(row.id), "A-1")
    with django_assert_max_num_queries(16):
        found = list(people_with_news(Flow.objects.get(pk=flow), AT + DAY))
    assert len(found) == many


def meant(conditions, ann) -> bool:
    """Ask both ways, which have to agree: by profile for mails, by customer for promotions."""
    key = marketing.save_segment(f"S{next(_number)}", conditions, actor=ACTOR, at=AT)
    code = marketing.segment_code(key)
    by_customer = bool(SegmentGroups().groups_of(ann.customer_id, wanted={code}, at=AT + DAY))
    assert bool(marketing.audience_ids(conditions, at=AT + DAY)) is by_customer
    return by_customer


@pytest.mark.parametrize("kind", ["wishes", "wishes_products", "wishes_categories"])
def test_a_segment_of_who_wishes_for_an_article_product_or_category(shop, ann, kind):
    order(shop, {"B-1": 1}, AT)
    product = catalog.variants([shop.variants["A-1"]])[shop.variants["A-1"]].product_id
    category = catalog.ensure_category(names=["Wear"], actor=ACTOR, at=AT)
    catalog.set_categories(product_id=product, category_ids=[category], actor=ACTOR, at=AT)
    named = {"wishes": shop.variants["A-1"], "wishes_products": product, "wishes_categories": category}
    assert not meant({kind: [named[kind]]}, ann)
    wish(shop, ann, "A-1")
    assert meant({kind: [named[kind]]}, ann)


def test_a_category_without_articles_means_nobody(shop, ann):
    order(shop, {"B-1": 1}, AT)
    wish(shop, ann, "A-1")
    assert not meant({"wishes_categories": [999_999]}, ann)
