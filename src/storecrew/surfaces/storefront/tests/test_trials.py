"""Experiments in the shop: consent first, pages stay kept, exposure is what was really seen (MKT-4)."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from django.test import Client

from storecrew.contexts.insights import public as insights
from storecrew.contexts.insights.models import Experiment, ExperimentDay, Incoming
from storecrew.kernel import clock
from storecrew.kernel.actor import Actor
from storecrew.kernel.pagecache import ENVIRON_KEY
from storecrew.surfaces.storefront.tests.factories import TestShop
from storecrew.surfaces.storefront.tests.test_seen import HEADERS

pytestmark = pytest.mark.django_db
EDITOR = Actor(kind="staff", id="1", label="Mina", permissions=frozenset({"insights.write"}))
MUG = "/en/p/enamel-mug/?variant=MUG-RED"
WORDS = "Put it in the basket"


def start(shop: TestShop, kind: str = "button", **changes) -> int:
    variants = {
        "button": (("A", 1, {}), ("B", 1, {"en": WORDS})),
        "block": (("A", 1, {}), ("B", 1, {"en": "Sent today"})),
        "sort": (("A", 1, {"sort": "merchandised"}), ("B", 1, {"sort": "price_desc"})),
    }[kind]
    content = insights.ExperimentContent(
        **{
            "name": kind, "hypothesis": "x", "owner": "Mina", "channel_id": shop.channel.id, "kind": kind,
            "path": "kitchen" if kind == "sort" else "", "variants": variants, "metric": "orders",
            "method": "fixed", "effect": 10.0, "baseline": 0.05,
        } | changes
    )  # fmt: skip
    key = insights.save_experiment(content, actor=EDITOR, at=clock.now())
    insights.start_experiment(key, actor=EDITOR, at=clock.now())
    return key


@pytest.fixture
def client(shop) -> Iterator[Client]:
    return Client(enforce_csrf_checks=True)


def report(client: Client, url: str = MUG, **more):
    body = json.dumps({"u": url, "d": "phone", **more})
    return client.post("/seen/", body, content_type="text/plain", headers=HEADERS)


def trials() -> list[list[list[int]]]:
    return [row.body.get("trials", []) for row in Incoming.objects.order_by("pk")]


def text(client: Client, url: str = MUG) -> str:
    return client.get(url).content.decode()


def agreed(client: Client, variant: int) -> None:
    """Give the browser a number that gets this variant."""
    client.cookies["sc_measure"] = "yes"
    one = insights.experiments_in_use()[0]
    tokens = (f"token-of-a-browser-{number:04}" for number in range(100))
    client.cookies["sc_visitor"] = next(
        token for token in tokens if insights.variant_of(one, insights.visitor_number(token)) == variant
    )


def test_u001_without_a_yes_everybody_sees_the_control_and_is_not_counted(client, shop):
    start(shop)
    assert "Add to cart" in text(client)
    answer = report(client)
    assert not answer.cookies
    assert trials() == [[]]


def test_mkt_4_a_browser_that_agreed_sees_its_variant_from_the_next_page_on(client, shop):
    key = start(shop)
    agreed(client, 1)
    assert WORDS not in text(client)
    assert report(client).cookies[f"sc_ab_{key}"].value == "1"
    assert text(client).count(WORDS) == 2, "the button and the bar at the bottom"
    report(client)
    report(client, "/en/c/kitchen/")
    report(client, s=True)
    assert trials() == [[], [[key, 1]], [], []], "told, seen, no product page, sold out"
    insights.ingest(at=clock.now())
    assert ExperimentDay.objects.get().visitors == 1


def test_mkt_4_the_control_is_counted_in_the_same_way(client, shop):
    key = start(shop)
    agreed(client, 0)
    report(client)
    assert WORDS not in text(client)
    report(client)
    assert trials() == [[], [[key, 0]]]


def test_mkt_4_pages_stay_kept_one_for_each_variant(client, shop):
    plain = client.get(MUG).wsgi_request.META[ENVIRON_KEY]
    assert plain.cookies == ()
    key, block = start(shop), start(shop, "block")
    client.cookies["sc_ab_999"] = "1"
    client.cookies[f"sc_ab_{block}"] = "1"
    answer = client.get(MUG)
    assert answer.wsgi_request.META[ENVIRON_KEY].cookies == (f"sc_ab_{key}", f"sc_ab_{block}")
    assert "Sent today" in answer.content.decode()
    assert client.get("/en/").wsgi_request.META[ENVIRON_KEY].cookies == ()


@pytest.mark.parametrize("value", ["2", "9", "-1", "x", "", "11", "²"])
def test_bad_08_a_forged_variant_is_the_control(client, shop, value):
    key = start(shop)
    client.cookies[f"sc_ab_{key}"] = value
    assert WORDS not in text(client)


def test_mkt_4_a_category_opens_in_another_order_and_a_chosen_order_is_obeyed(client, shop):
    key = start(shop, "sort")
    client.cookies[f"sc_ab_{key}"] = "1"
    shown = client.get("/en/c/kitchen/")
    assert shown.wsgi_request.META[ENVIRON_KEY].cookies == (f"sc_ab_{key}",)
    assert shown.content.decode() != Client().get("/en/c/kitchen/").content.decode()
    chosen = client.get("/en/c/kitchen/?sort=price_asc").content.decode()
    assert chosen == Client().get("/en/c/kitchen/?sort=price_asc").content.decode()


def test_mkt_4_cookies_go_with_the_yes_and_with_the_experiment(client, shop):
    key = start(shop)
    agreed(client, 1)
    report(client)
    insights.decide_experiment(key, winner=0, reason="x", actor=EDITOR, at=clock.now())
    assert report(client).cookies[f"sc_ab_{key}"].value == ""
    other = start(shop)
    agreed(client, 1)
    report(client)
    assert client.cookies[f"sc_ab_{other}"].value == "1"
    report(client, forget=True)
    assert client.cookies[f"sc_ab_{other}"].value == ""


def test_mkt_4_a_winner_is_shown_to_everybody_without_a_cookie(client, shop):
    key = start(shop)
    Experiment.objects.filter(pk=key).update(state="decided", winner=1, in_effect=True)
    insights.withdraw_winner(key, actor=EDITOR, at=clock.now())
    assert WORDS not in text(client)
    Experiment.objects.filter(pk=key).update(in_effect=True)
    assert WORDS in text(Client())
