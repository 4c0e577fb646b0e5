"""Banners and pop-ups in the pages of the shop: kept for everybody, personal for one (MKT-10, MKT-18)."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from storecrew.contexts.customers import public as customers
from storecrew.contexts.insights import public as insights
from storecrew.contexts.insights.models import Tally
from storecrew.contexts.marketing import public as marketing
from storecrew.contexts.marketing.tests.factories import ACTOR, onsite_content
from storecrew.contexts.people.models import User
from storecrew.contexts.promotions.models import Coupon, Promotion
from storecrew.contexts.promotions.operations.activating import renew_active
from storecrew.contexts.promotions.tests.factories import make_promotion
from storecrew.kernel import clock, outbox
from storecrew.kernel.actor import guest_actor
from storecrew.surfaces.storefront.account.sign_in import join_customer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shop")]
FORM = "%Y-%m-%dT%H:%M"
PLACES = ("/en/", "/en/c/kitchen/", "/en/p/enamel-mug/", "/en/cart/", "/en/search/", "/en/help/")


def make(**changes) -> int:
    now = clock.now()
    dates = {
        "starts": (now - dt.timedelta(days=2)).strftime(FORM),
        "ends": (now + dt.timedelta(days=5)).strftime(FORM),
    }
    return marketing.save_onsite(onsite_content(**(dates | changes)), actor=ACTOR, at=now)


def html(path: str = "/en/", **headers) -> str:
    return Client(headers=headers).get(path).content.decode()


def test_mkt_10_a_banner_stands_where_it_belongs_in_the_language_of_the_page():
    make()
    assert "Spring is here" in html("/en/")
    korean = html("/ko/")
    assert "봄이 왔어요" in korean
    assert 'href="/ko/search/?q=mug"' in korean
    assert "Spring is here" not in html("/en/p/enamel-mug/")
    for place in ("category", "product", "cart"):
        make(placement=place, headings={"en": f"For {place}"})
    paths = {"category": "/en/c/kitchen/", "product": "/en/p/enamel-mug/", "cart": "/en/cart/"}
    for place, path in paths.items():
        assert f"For {place}" in html(path)


def test_mkt_10_a_bar_is_on_every_page_of_the_range_and_never_at_the_checkout():
    make(placement="all", headings={"en": "Free delivery this week"})
    for path in PLACES:
        assert "Free delivery this week" in html(path), path
    for path in ("/en/checkout/details/", "/en/order/nothing-of-this-name/", "/en/mail/"):
        assert "Free delivery this week" not in html(path), path


def test_mkt_10_a_banner_of_one_shop_or_category_stays_there():
    make(shop_channels=("kr",))
    assert "Spring is here" not in html()
    make(placement="category", category="kitchen", headings={"en": "Kitchen days"})
    assert "Kitchen days" in html("/en/c/kitchen/")
    assert "Kitchen days" not in html("/en/c/lighting/")


def test_mkt_10_a_pop_up_is_closed_in_the_page_and_our_script_opens_it():
    key = make(kind="popup", trigger="delay", trigger_after=10, headings={"en": "<b>Stay & look</b>"})
    page = html()
    assert '<dialog class="onsite-popup"' in page
    assert "&lt;b&gt;Stay &amp; look&lt;/b&gt;" in page
    assert f'"id": {key}' in page
    assert "ui/onsite" in page
    assert "<dialog" not in html("/en/cart/")


def test_mkt_10_pages_without_messages_load_no_script_of_them():
    assert "onsite" not in html()


def test_mkt_18_a_banner_is_gone_with_its_promotion():
    promotion = make_promotion(state="live")
    make(promotion_id=promotion.pk)
    assert "Spring is here" in html()
    Promotion.objects.filter(pk=promotion.pk).update(state="paused", pause_reason="stock")
    assert "Spring is here" not in html()


def test_mkt_10_a_page_with_a_banner_is_kept_for_everybody_until_the_banner_ends():
    make(promotion_id=make_promotion(state="live").pk)
    response = Client().get("/en/")
    assert {"onsite", "promotions"} <= response.cache_tags
    assert response.cache_until is not None
    assert response.cache_for_everyone
    assert "onsite" in Client().get("/en/p/enamel-mug/").cache_tags


def test_mkt_10_banners_cost_a_page_few_queries():
    with CaptureQueriesContext(connection) as without:
        html("/en/search/")
    make(placement="all", promotion_id=make_promotion(state="live").pk)
    with CaptureQueriesContext(connection) as with_one:
        html("/en/search/")
    # Two of them ask what runs, which is kept until a promotion changes, as it did in this transaction.
    assert len(with_one) - len(without) <= 5


@pytest.fixture
def regular() -> Client:
    """The browser of somebody who is signed in and in the segment "Regulars" by number 1."""
    user = User.objects.create_user(email="mina@example.com", password="long enough for tests", name="Mina")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    join_customer(user)
    customers.ask_consent(
        user.email, ["offers"], sentence="Yes", source="account", locale="en", channel_code="eu",
        proved=user.email, actor=guest_actor("", ip="198.51.100.1"), at=clock.now(),
    )  # fmt: skip
    while outbox.drain():
        pass
    client = Client(headers={"Origin": "http://testserver"})
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_mkt_21_what_members_have_early_with_a_code_stands_in_their_bar_alone(regular: Client):
    now = clock.now()
    row = make_promotion(name="Ten", code="MEMBERS", starts_local=(now + dt.timedelta(days=2)).strftime(FORM))
    early = {"starts": (now - dt.timedelta(days=2)).strftime(FORM), "groups": ["account"]}
    Promotion.objects.filter(pk=row.pk).update(definition={**row.definition, "early": early})
    renew_active()
    assert "MEMBERS" not in html()
    assert 'data-onsite-ask="/en/onsite/home/?in="' in html()
    assert Client().get("/en/onsite/home/").status_code == 204
    mine = regular.get("/en/onsite/home/").content.decode()
    assert "Code: MEMBERS" in mine
    assert "Early for you: everybody has it from" in mine
    assert "코드: MEMBERS" in regular.get("/ko/onsite/home/").content.decode()
    Coupon.objects.update(uses_cap=1)
    assert regular.get("/en/onsite/home/").status_code == 204


def test_mkt_10_what_is_for_a_segment_is_in_no_kept_page_and_comes_to_its_people_alone(regular: Client):
    everybody = marketing.save_segment("New ones", {"orders_max": 0}, actor=ACTOR, at=clock.now())
    nobody = marketing.save_segment("Regulars", {"orders_min": 2}, actor=ACTOR, at=clock.now())
    make(segment_id=everybody, headings={"en": "For you who are new"})
    make(segment_id=nobody, headings={"en": "For you who came back"}, priority=9)
    page = html()
    assert "For you" not in page
    assert 'data-onsite-ask="/en/onsite/home/?in="' in page
    stranger = Client().get("/en/onsite/home/")
    assert (stranger.status_code, stranger.headers["Cache-Control"]) == (204, "private, no-store")
    mine = regular.get("/en/onsite/home/")
    assert 'id="onsite-banner" hx-swap-oob="true"' in mine.content.decode()
    assert "For you who are new" in mine.content.decode()
    assert "For you who came back" not in mine.content.decode()
    assert mine.headers["Cache-Control"] == "private, no-store"
    assert not hasattr(mine, "cache_tags")
    assert "For you" not in regular.get("/en/").content.decode()
    assert regular.get("/en/onsite/product/").status_code == 204
    assert regular.get("/en/onsite/nowhere/").status_code == 404


def test_prv_09_who_does_not_want_to_be_profiled_gets_what_everybody_gets(regular: Client):
    everybody = marketing.save_segment("New ones", {"orders_max": 0}, actor=ACTOR, at=clock.now())
    make(segment_id=everybody)
    assert regular.get("/en/onsite/home/", headers={"Sec-GPC": "1"}).status_code == 204


def test_mkt_10_what_was_seen_and_followed_is_counted_and_nobody_with_it():
    key = make()
    person = {"Origin": "http://testserver", "User-Agent": "Mozilla/5.0 (iPhone) Mobile/15E148 Safari/604.1"}
    client = Client(headers=person)

    def report(**body) -> None:
        answer = client.post("/seen/", json.dumps(body), content_type="text/plain")
        assert (answer.status_code, answer.content, answer.cookies) == (204, b"", {})

    for _time in range(3):
        report(m=key, e="shown", u="/en/", d="phone")
    report(m=key, e="clicked", u="/en/", d="phone")
    for message, what in ((999, "shown"), (key, "bought"), (str(key), "shown"), (True, "shown")):
        report(m=message, e=what)
    insights.ingest(at=clock.now())
    found = Tally.objects.filter(dimension="message").values_list("subject", "kind", "device", "count")
    assert sorted(found) == [(str(key), "clicked", "phone", 1), (str(key), "shown", "phone", 3)]
    assert insights.differences(at=clock.now()) == 0


def test_mkt_10_a_signed_link_shows_a_message_before_its_time_and_nobody_keeps_that_page():
    now = clock.now()
    key = make(starts=(now + dt.timedelta(days=2)).strftime(FORM), kind="popup", trigger="exit")
    assert "Spring is here" not in html()
    answer = Client().get("/en/", {"onsite": marketing.onsite_preview(key)})
    assert "Spring is here" in answer.content.decode()
    assert " open>" in answer.content.decode()
    assert answer.headers["Cache-Control"] == "no-store"
    forged = Client().get("/en/", {"onsite": "1:forged"})
    assert "Spring is here" not in forged.content.decode()
