"""Sign-in by Google, Apple and Facebook: at their own addresses, which a local server answers as they do."""

from __future__ import annotations

import json
import re

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from django.test import Client

from storecrew.contexts.people import public as people
from storecrew.contexts.people.models import User
from storecrew.contexts.people.tests.factories import PASSWORD, make_shopper
from storecrew.kernel import clock, outgoing_requests
from storecrew.kernel.actor import system_actor
from storecrew.surfaces.storefront.tests.identity_server import (
    APPLE,
    CLIENT,
    KEY_ID,
    SECRET,
    TEAM,
    IdentityServer,
)

pytestmark = pytest.mark.django_db
FACEBOOK = "https://graph.facebook.com/v19.0"
PLACES = {
    "https://accounts.google.com/o/oauth2/v2/auth": "/authorize",
    "https://oauth2.googleapis.com/token": "/token",
    "https://www.googleapis.com/oauth2/v1/certs": "/certs",
    "https://www.facebook.com/v19.0/dialog/oauth": "/authorize",
    f"{FACEBOOK}/oauth/access_token": "/token",
    f"{FACEBOOK}/me": "/me",
    f"{APPLE}/auth/authorize": "/authorize",
    f"{APPLE}/auth/token": "/token",
    f"{APPLE}/auth/keys": "/jwks",
}
"""Where the services are, and what answers in their place."""


@pytest.fixture(scope="module")
def service():
    server = IdentityServer()
    yield server
    server.close()


@pytest.fixture
def world(shop, service, monkeypatch):
    cache.clear()
    service.person, service.faults, service.asked = {"sub": "7"}, set(), []
    service.issuer, service.claims = "", {}

    def send(_self, request, **_kwargs):
        request.url = here(service, request.url)
        with requests.Session() as session:
            return session.send(request, allow_redirects=False)

    monkeypatch.setattr(outgoing_requests.GuardedTransport, "send", send)
    return service


def here(service, address: str) -> str:
    """Return where the local server answers in place of a service; any other place is a fault."""
    place, _, query = address.partition("?")
    return f"{service.url}{PLACES[place]}" + (query and f"?{query}")


def turn_on(code: str, service) -> None:
    secrets = {"private_key": service.apple_private_key()} if code == "apple" else {"client_secret": SECRET}
    people.save_sign_in_service(
        code=code, name="", client_id=CLIENT, enabled=True, secret_values=secrets,
        settings={"key_id": KEY_ID, "team_id": TEAM} if code == "apple" else None,
        actor=system_actor("test.owner"), at=clock.now(),
    )  # fmt: skip


def leave(client, code: str) -> str:
    left = client.post(f"/accounts/{code}/login/?next=/en/account/")
    assert left.status_code == 200
    return re.search(r'content="0;url=([^"]+)"', left.content.decode())[1].replace("&amp;", "&")


def arrive(client, service, code: str):
    """Press the button, go to the service and come back as a browser does."""
    back = requests.get(here(service, leave(client, code)), allow_redirects=False, timeout=5)
    return client.get(back.headers["Location"].replace("http://testserver", ""))


def arrive_by_form(client, service, **told):
    """Come back from Apple: its page lets the browser send a form, without our cookies as it is foreign."""
    form = requests.get(here(service, leave(client, "apple")), timeout=5).json()
    foreign = Client(enforce_csrf_checks=True)
    sent = {"code": form["code"], "state": form["state"], **told}
    answer = foreign.post(form["to"].replace("http://testserver", ""), sent)
    assert answer.status_code == 302
    client.cookies.update(foreign.cookies)
    return client.get(answer["Location"].replace("http://testserver", ""))


def sign_up(client, answer, email="ann@x.example"):
    assert answer.status_code == 302 and answer["Location"] == "/accounts/3rdparty/signup/", answer.content
    return client.post(answer["Location"], {"email": email, "name": "Ann Lee"})


def opened(client) -> bool:
    return "_auth_user_id" in client.session


class TestGoogle:
    @pytest.fixture
    def google(self, world):
        turn_on("google", world)
        world.issuer = "https://accounts.google.com"
        world.claims = {"email": "ann@x.example", "email_verified": True, "name": "Ann Lee"}
        return world

    def test_it_10_an_account_is_opened_and_found_again(self, client, google):
        sign_up(client, arrive(client, google, "google"))
        assert opened(client) and SocialAccount.objects.get().provider == "google"
        assert "/certs" in google.asked, "the token of identity is checked by the keys of Google"
        other = Client()
        arrive(other, google, "google")
        assert opened(other) and User.objects.count() == 1

    def test_it_10_an_account_that_exists_asks_for_a_proof(self, client, google):
        make_shopper("ann@x.example", password=PASSWORD)
        assert arrive(client, google, "google")["Location"] == "/accounts/proof/" and not opened(client)

    @pytest.mark.parametrize("fault", ["forged", "expired", "other_audience", "no_id_token", "down"])
    def test_what_it_does_wrong_opens_nothing(self, client, google, fault):
        google.faults = {fault}
        answer = arrive(client, google, "google")
        assert answer.status_code == 400 and b"cannot trust" in answer.content
        assert not SocialAccount.objects.exists() and not opened(client)

    def test_somebody_elses_token_is_none(self, client, google):
        google.issuer = "https://accounts.other.example"
        assert arrive(client, google, "google").status_code == 400

    def test_who_thinks_better_of_it_is_told_so(self, client, google):
        google.faults = {"denies"}
        answer = arrive(client, google, "google")
        assert answer.status_code == 200 and b"You stopped the sign-in at Google" in answer.content


class TestFacebook:
    @pytest.fixture
    def facebook(self, world):
        turn_on("facebook", world)
        world.person = {"id": "f1", "email": "ann@x.example", "name": "Ann Lee", "sub": "f1"}
        return world

    def test_it_10_the_address_is_proved_because_facebook_vouches_for_none(self, client, facebook):
        sign_up(client, arrive(client, facebook, "facebook"))
        assert "/me" in facebook.asked
        assert not opened(client) and not SocialAccount.objects.exists()

    def test_it_10_an_account_of_that_address_is_not_opened(self, client, facebook):
        make_shopper("ann@x.example", password=PASSWORD)
        sign_up(client, arrive(client, facebook, "facebook"))
        assert not opened(client) and not SocialAccount.objects.exists()

    def test_it_10_a_link_opens_its_account(self, client, facebook):
        user = make_shopper("ann@x.example", password=PASSWORD)
        SocialAccount.objects.create(user=user, provider="facebook", uid="f1")
        arrive(client, facebook, "facebook")
        assert opened(client)

    @pytest.mark.parametrize("fault", ["down", "denies"])
    def test_what_goes_wrong_is_explained(self, client, facebook, fault):
        facebook.faults = {fault}
        answer = arrive(client, facebook, "facebook")
        assert (answer.status_code, opened(client)) == (200 if fault == "denies" else 400, False)


class TestApple:
    @pytest.fixture
    def apple(self, world):
        turn_on("apple", world)
        world.issuer = APPLE
        world.claims = {"email": "ann@x.example", "email_verified": "true"}
        return world

    def test_it_10_an_account_is_opened_by_the_form_it_sends_back(self, client, apple):
        user = json.dumps({"name": {"firstName": "Ann", "lastName": "Lee"}, "email": "other@x.example"})
        answer = arrive_by_form(client, apple, user=user)
        page = client.get(answer["Location"]).content.decode()
        assert 'value="Ann Lee"' in page and 'value="ann@x.example"' in page
        sign_up(client, answer)
        assert opened(client) and SocialAccount.objects.get().provider == "apple"
        other = Client()
        arrive_by_form(other, apple)
        assert opened(other) and User.objects.count() == 1

    def test_bad_13_an_address_that_the_browser_brings_is_vouched_for_by_nobody(self, client, apple):
        apple.claims = {}
        told = json.dumps({"email": "victim@x.example", "email_verified": True, "sub": "1"})
        answer = arrive_by_form(client, apple, user=told)
        assert b"victim@x.example" not in client.get(answer["Location"]).content
        sign_up(client, answer, "victim@x.example")
        assert not opened(client) and not SocialAccount.objects.exists()

    @pytest.mark.parametrize("told", ["[1]", '"x"', '{"name": "Ann"}', "{"])
    def test_nonsense_beside_the_token_is_passed_over(self, client, apple, told):
        assert arrive_by_form(client, apple, user=told)["Location"] == "/accounts/3rdparty/signup/"

    @pytest.mark.parametrize("fault", ["forged", "expired", "other_audience", "down"])
    def test_what_it_does_wrong_opens_nothing(self, client, apple, fault):
        apple.faults = {fault}
        answer = arrive_by_form(client, apple)
        assert answer.status_code == 400 and b"cannot trust" in answer.content and not opened(client)

    def test_who_thinks_better_of_it_is_told_so(self, client, apple):
        form = requests.get(here(apple, leave(client, "apple")), timeout=5).json()
        sent = {"error": "user_cancelled_authorize", "state": form["state"]}
        answer = Client().post("/accounts/apple/login/callback/", sent)
        answer = client.get(answer["Location"].replace("http://testserver", ""))
        assert answer.status_code == 200 and b"You stopped the sign-in at Apple" in answer.content
