"""The pages of accounts carry the name of the shop that people come from; those of staff carry ours."""

from __future__ import annotations

import pytest
from django.test import Client, override_settings

from storecrew.contexts.channels.tests.factories import make_channel
from storecrew.contexts.people.tests.factories import make_shopper, make_staff
from storecrew.kernel.mail import looks

pytestmark = pytest.mark.django_db


def head(client: Client, path: str) -> str:
    page = client.get(path).content.decode()
    return page[: page.index("</header>")]


@pytest.fixture
def shops():
    make_channel("north", name="Nordlicht", is_default=True)
    make_channel("south", name="Mittag")


@pytest.mark.parametrize("name", ["login", "signup", "password/reset"])
def test_who_comes_from_a_shop_signs_in_to_that_shop(shops, client, name):
    assert "Nordlicht" in head(client, f"/accounts/{name}/")
    client.cookies["channel"] = "south"
    found = head(client, f"/accounts/{name}/")
    assert "Mittag" in found and "– Mittag</title>" in found and "Storecrew" not in found


def test_staff_sign_in_to_storecrew(shops, client):
    assert "– Storecrew</title>" in head(client, "/accounts/login/?next=/admin/orders/")
    client.force_login(make_staff())
    assert "– Storecrew</title>" in head(client, "/accounts/email/")


def test_a_shopper_who_is_signed_in_stays_in_the_shop(shops, client):
    client.force_login(make_shopper())
    assert "– Nordlicht</title>" in head(client, "/accounts/email/")


def test_a_logo_stands_for_the_name_and_comes_from_this_site(shops, client, monkeypatch):
    logo = looks.Logo("https://shop.example/media/logo.png", 120, 40)
    monkeypatch.setattr(looks, "look_of", lambda code: looks.MailLook(brand="Polar", logo=logo))
    with override_settings(STORECREW_BASE_URL="https://shop.example"):
        found = head(client, "/accounts/login/")
    assert '<img class="sc-entrance-logo" src="/media/logo.png" alt="Polar" width="120" height="40">' in found


def test_without_a_shop_the_door_is_ours(client):
    assert "– Storecrew</title>" in head(client, "/accounts/login/")
