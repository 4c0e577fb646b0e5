"""Channels and markets, as pages."""

from __future__ import annotations

import pytest

from storecrew.contexts.channels import public as channels
from storecrew.contexts.channels.tests.factories import make_channel
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.people.tests.factories import make_staff
from storecrew.kernel import clock
from storecrew.kernel.actor import system_actor
from storecrew.kernel.audit.models import AuditEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def sme(client):
    user = make_staff("ecommerce_sme")
    client.force_login(user)
    make_channel("eu", is_default=True, legal={"trade_name": "Storecrew GmbH"})
    return user


def channel_form(**changes):
    return {
        "name": "Korea", "code": "kr", "kind": "b2c", "market_code": "korea", "locales": ["ko", "en"],
        "default_locale": "ko", "timezone": "Asia/Seoul", "active": "on", "legal_representative": "Kim",
    } | changes  # fmt: skip


def market_form(**changes):
    return {
        "name": "Korea", "code": "korea", "currency": "krw", "countries": "kr", "default_country": "KR",
        "tax_display": "gross",
    } | changes  # fmt: skip


def test_a_market_and_a_channel_are_opened_and_changed(client, sme):
    assert client.post("/admin/markets/add/", market_form()).status_code == 302
    assert client.post("/admin/channels/add/", channel_form())["Location"] == "/admin/channels/kr/"
    made = channels.facts("kr")
    assert (made.currency, made.locale, made.legal) == ("KRW", "ko", {"representative": "Kim"})
    client.post("/admin/channels/kr/edit/", channel_form(name="Seoul", version="1"))
    assert channels.facts("kr").name == "Seoul"
    stale = client.post("/admin/channels/kr/edit/", channel_form(name="Busan", version="1"))
    assert "Somebody else changed this channel" in stale.content.decode()
    client.post("/admin/markets/korea/", market_form(tax_display="net"))
    assert channels.facts("kr").tax_display == "net"


def test_pages_show_what_there_is(client, sme):
    assert "Shop eu" in client.get("/admin/channels/").content.decode()
    assert "EUR" in client.get("/admin/markets/").content.decode()
    assert "Storecrew GmbH" in client.get("/admin/channels/eu/").content.decode()
    for address in ("/admin/channels/eu/edit/", "/admin/markets/eu/", "/admin/channels/add/"):
        assert client.get(address).status_code == 200
    assert client.get("/admin/palette/?q=shop eu").json()["items"][0]["url"] == "/admin/channels/eu/"


def test_refusals_stand_beside_their_field(client, sme):
    page = client.post("/admin/markets/add/", market_form(currency="XQX", countries="QQ"))
    assert set(page.context["form"].errors) >= {"currency", "countries"}
    page = client.post("/admin/channels/add/", channel_form(market_code="eu", timezone="Mars", host="a b"))
    assert set(page.context["form"].errors) == {"timezone", "host"}
    make_channel("us", currency="USD", countries=["US"])
    page = client.post("/admin/channels/eu/edit/", channel_form(code="eu", market_code="eu"))
    assert "one active default channel" in page.content.decode()


@pytest.mark.parametrize(
    "address", ["/admin/channels/nope/", "/admin/channels/nope/edit/", "/admin/markets/nope/"]
)
def test_what_is_not_there(client, sme, address):
    assert client.get(address).status_code == 404


def test_scope_hides_other_channels(client, sme):
    from datetime import UTC, datetime

    from storecrew.contexts.people import public as people
    from storecrew.contexts.people.models import User
    from storecrew.kernel.actor import system_actor

    make_channel("kr", currency="KRW", countries=["KR"])
    people.assign_role(
        user_id=sme.pk, role_code="ecommerce_sme", scopes={"channel": ["kr"]},
        actor=system_actor("tests"), at=datetime(2026, 3, 1, tzinfo=UTC),
    )  # fmt: skip
    client.force_login(User.objects.get(pk=sme.pk))
    assert [row.title for row in client.get("/admin/channels/").context["rows"]] == ["Shop kr"]
    assert client.get("/admin/channels/eu/").status_code == 404
    assert client.get("/admin/palette/?q=shop").json()["items"][0]["title"] == "Shop kr"


def test_hod_12_the_days_to_return_are_set_on_the_channel(client, sme):
    page = client.get("/admin/channels/eu/").content.decode()
    assert "14 days" in page
    assert "/admin/channels/eu/returns/" in page
    form = {"is_open": "on", "days": "10", "transit_days": "7", "most_open": "5"}
    form |= {"exchange": "asked", "exchange_ships": "received", "exchange_days": "28", "credit_bonus": "10"}
    answer = client.post("/admin/channels/eu/returns/", form)
    assert answer.status_code == 422
    assert "greater than or equal to 14" in answer.content.decode()
    assert client.post("/admin/channels/eu/returns/", {**form, "days": "30"}).status_code == 302
    assert "30 days" in client.get("/admin/channels/eu/").content.decode()
    assert (
        client.post("/admin/channels/eu/returns/", {**form, "days": "30", "is_open": ""}).status_code == 302
    )
    assert "only by customer service" in client.get("/admin/channels/eu/").content.decode()


def test_inv_1_where_orders_of_a_channel_leave_from_is_set_on_its_page(client, sme):
    root, at = system_actor("tests"), clock.now()
    eu = channels.facts("eu")
    for place in ("north", "south"):
        inventory.save_location(place, name=place.title(), sold_in=[eu.id], actor=root, at=at)
    address = "/admin/channels/eu/sourcing/"
    assert client.get(address).status_code == 403
    client.force_login(make_staff("inventory_manager"))
    assert client.post(address, {"split": "never", "at-north": "0", "at-south": "2"}).status_code == 422
    typed = {"split": "never", "at-north": "20", "at-south": "10"}
    assert client.post(address, typed)["Location"] == "/admin/channels/eu/"
    now = inventory.sourcing(eu.id)
    assert (now.split, [each.code for each in now.places]) == ("never", ["south", "north"])
    page = client.get("/admin/channels/eu/").content.decode()
    assert "South (10), North (20)" in page
    assert "One location sends the whole order" in page
    lines = AuditEntry.objects.filter(action__in=("inventory.split_set", "inventory.channel_connected"))
    count = lines.count()
    client.post(address, typed)
    assert lines.count() == count
