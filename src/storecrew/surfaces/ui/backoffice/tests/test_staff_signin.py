"""Single sign-on of staff: who is let in, who is not, whose second factor counts, what is written down."""

from __future__ import annotations

import re

import pytest
import requests
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from wagtail.models import Collection

from storecrew.config.environment import SettingsError
from storecrew.config.staff_signin import staff_sign_in
from storecrew.contexts.channels.tests.factories import make_channel
from storecrew.contexts.people import public as people
from storecrew.contexts.people.models import User
from storecrew.contexts.people.tests.factories import make_shopper, make_staff
from storecrew.kernel import clock, outgoing_requests
from storecrew.kernel.actor import system_actor
from storecrew.kernel.audit.models import AuditEntry
from storecrew.surfaces.storefront.tests.identity_server import CLIENT, SECRET, IdentityServer

MINA = {"sub": "7", "email": "Mina@x.example", "email_verified": True, "name": "Mina Park"}
START, BACK = "/accounts/staff/login/", "/accounts/staff/login/callback/"
NAMED = {
    "url": "https://id.example.com/",
    "name": "Okta",
    "client_id": "storecrew",
    "client_secret": "s",
    "factors": ["mfa"],
    "domains": [],
    "role": "",
}
NOTHING = NAMED | {"url": "", "client_id": "", "client_secret": ""}


@pytest.fixture(scope="module")
def provider():
    server = IdentityServer()
    yield server
    server.close()


@pytest.fixture
def world(db, provider, settings, monkeypatch):
    cache.clear()
    if not Collection.objects.exists():
        Collection.add_root(name="Root")
    make_channel("eu", is_default=True)
    settings.STORECREW_DEMO = False
    settings.STORECREW_BASE_URL = "http://testserver"
    settings.STORECREW_STAFF_SIGN_IN = {
        "url": provider.url, "name": "Okta", "client_id": CLIENT, "client_secret": SECRET,
        "factors": ["mfa", "strong"], "domains": [], "role": "",
    }  # fmt: skip
    provider.person, provider.faults, provider.claims, provider.issuer = (
        dict(MINA),
        set(),
        {"amr": ["mfa"]},
        "",
    )

    def send(_self, request, **_kwargs):
        with requests.Session() as session:
            return session.send(request, allow_redirects=False)

    monkeypatch.setattr(outgoing_requests.GuardedTransport, "send", send)
    return provider


@pytest.fixture
def mina(world):
    return make_staff("customer_service", name="Mina Park", email="mina@x.example")


def arrive(client, *, after="", change=lambda url: url):
    """Press the button, go to the provider and come back as a browser does."""
    left = client.post(START, query_params={"next": after} if after else {})
    target = re.search(r'content="0;url=([^"]+)"', left.content.decode())[1].replace("&amp;", "&")
    back = requests.get(target, allow_redirects=False, timeout=5).headers["Location"]
    return client.get(change(back.replace("http://testserver", "")))


def opened(client):
    return "_auth_user_id" in client.session


def told(answer):
    return answer.content.decode()


class TestLetIn:
    def test_an_invited_colleague_is_in_with_one_press_and_it_is_written_down(self, client, mina):
        page = told(client.get("/accounts/login/?next=/admin/tasks/"))
        assert "Sign in with Okta" in page and f"{START}?next=%2Fadmin%2Ftasks%2F" in page
        answer = arrive(client, after="/admin/tasks/")
        assert (answer.status_code, answer["Location"]) == (302, "/admin/tasks/")
        assert client.get("/admin/tasks/?all").status_code == 200
        entry = AuditEntry.objects.get(action="people.signed_in_by_service")
        assert (entry.record_id, entry.after) == (str(mina.pk), {"service": "Okta", "second_factor": True})
        assert not SocialAccount.objects.exists()

    def test_an_address_elsewhere_is_no_way_out(self, client, mina):
        assert arrive(client, after="https://evil.example/")["Location"] == "/admin/"

    def test_without_a_second_factor_there_ours_is_asked_for(self, client, mina, world):
        world.claims = {"amr": ["pwd"]}
        arrive(client)
        assert client.get("/admin/")["Location"] == "/accounts/2fa/"

    def test_without_one_there_the_one_that_is_set_up_here_is_asked_for(self, client, mina, world):
        Authenticator.objects.create(user=mina, type=Authenticator.Type.TOTP, data={"secret": "x"})
        world.claims = {}
        assert arrive(client)["Location"].startswith("/accounts/2fa/authenticate/")
        assert not opened(client)

    def test_a_class_of_sign_in_can_mean_a_second_factor(self, client, mina, world):
        world.claims = {"acr": "strong"}
        arrive(client)
        assert client.get("/admin/tasks/?all").status_code == 200

    def test_aut_09_who_is_switched_off_is_out_at_once(self, client, mina):
        arrive(client)
        assert client.get("/admin/tasks/?all").status_code == 200
        people.disable_user(user_id=mina.pk, actor=system_actor("tests"), at=clock.now())
        assert client.get("/admin/tasks/?all").status_code == 302
        assert "switched off" in told(arrive(client))


class TestTurnedAway:
    def refused(self, client, words, **ways):
        answer = arrive(client, **ways)
        assert answer.status_code in (400, 403) and words in told(answer), told(answer)
        assert not opened(client)

    def test_nobody_is_made_by_signing_in(self, client, world):
        self.refused(client, "Nobody who works here")
        assert not User.objects.filter(email="mina@x.example").exists()

    def test_an_address_that_is_not_verified_opens_nothing(self, client, mina, world):
        for said in (False, "true", None):
            world.person = MINA | {"email_verified": said}
            self.refused(client, "did not say that your mail address is yours")

    def test_aut_09_a_disabled_colleague(self, client, mina):
        mina.is_active = False
        mina.save()
        self.refused(client, "switched off")
        entry = AuditEntry.objects.get(action="people.sign_in_refused")
        assert entry.after == {"reason": "disabled"}

    def test_a_shopper_stays_one_also_of_the_houses_domain(self, client, world, settings):
        shopper = make_shopper(email="mina@x.example")
        settings.STORECREW_STAFF_SIGN_IN |= {"domains": ["x.example"], "role": "customer_service"}
        self.refused(client, "belongs to a customer")
        shopper.refresh_from_db()
        assert not shopper.is_staff

    @pytest.mark.parametrize("fault", ["other_audience", "expired", "forged", "no_id_token", "other_person"])
    def test_a_token_that_does_not_hold(self, client, mina, world, fault):
        world.faults = {fault}
        self.refused(client, "in a way that we cannot trust")

    def test_a_token_of_another_issuer(self, client, mina, world):
        world.issuer = "https://evil.example"
        self.refused(client, "in a way that we cannot trust")

    def test_a_provider_that_is_not_the_one_that_was_named(self, client, mina, world, settings):
        settings.STORECREW_STAFF_SIGN_IN |= {"url": world.url.replace("127.0.0.1", "localhost")}
        answer = client.post(START)
        assert answer.status_code == 400 and "cannot trust" in told(answer)

    def test_a_state_of_another_browser(self, client, mina, world):
        self.refused(
            client, "started in another browser", change=lambda url: re.sub("state=[^&]+", "state=x", url)
        )

    def test_who_thinks_better_of_it(self, client, mina, world):
        world.faults = {"denies"}
        answer = arrive(client)
        assert answer.status_code == 200 and "You stopped the sign-in" in told(answer)


class TestTakenOn:
    def test_people_of_a_named_domain_are_taken_on_with_the_role(self, client, world, settings):
        settings.STORECREW_STAFF_SIGN_IN |= {"domains": ["x.example"], "role": "content_team"}
        make_staff("content_team", email="first@y.example")
        arrive(client)
        made = User.objects.get(email="mina@x.example")
        assert made.is_staff and made.name == "Mina Park" and not made.has_usable_password()
        assert [role.code for role in people.roles_of(made.pk)] == ["content_team"]
        actions = set(AuditEntry.objects.values_list("action", flat=True))
        assert {"people.person_added", "people.role_assigned", "people.signed_in_by_service"} <= actions
        client.logout()
        arrive(client)
        assert User.objects.filter(email="mina@x.example").count() == 1

    def test_other_domains_and_roles_that_are_none_let_nobody_in(self, client, world, settings):
        settings.STORECREW_STAFF_SIGN_IN |= {"domains": ["other.example"], "role": "content_team"}
        assert "Nobody who works here" in told(arrive(client))
        settings.STORECREW_STAFF_SIGN_IN |= {"domains": ["x.example"], "role": "no_such_role"}
        assert "Nobody who works here" in told(arrive(client))
        assert not User.objects.filter(email="mina@x.example").exists()


class TestDoors:
    def test_without_a_provider_there_is_neither_button_nor_page(self, client, world, settings):
        settings.STORECREW_STAFF_SIGN_IN = None
        assert START not in told(client.get("/accounts/login/?next=/admin/"))
        assert client.post(START).status_code == 404
        assert client.get(BACK).status_code == 404

    def test_the_door_of_the_back_office_leads_to_the_button(self, client, world):
        assert "Sign in with Okta" in told(client.get("/admin/login/", follow=True))
        assert client.get("/admin/login/?next=/admin/tasks/")["Location"].endswith(
            "?next=%2Fadmin%2Ftasks%2F"
        )

    def test_shoppers_see_nothing_of_it(self, client, world):
        assert START not in told(client.get("/accounts/login/?next=/en/account/"))
        assert client.get(START).status_code == 405
        for page in ("/accounts/oidc/staff/login/", "/accounts/oidc/oidc/login/"):
            assert client.get(page).status_code == 404


class TestSettings:
    def test_none_is_named(self):
        assert staff_sign_in(dict(NOTHING)) is None

    def test_what_is_named_is_read(self):
        found = staff_sign_in(NAMED | {"domains": ["X.example"], "role": "content_team"})
        assert found["url"] == "https://id.example.com"
        assert (found["domains"], found["role"]) == (["x.example"], "content_team")

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ({"url": ""}, "STORECREW_STAFF_OIDC_URL is unset"),
            ({"url": "http://id.example.com"}, "https://"),
            ({"url": "https://x.example/.well-known/openid-configuration"}, "issuer"),
            ({"client_secret": ""}, "CLIENT_SECRET"),
            ({"domains": ["x.example"]}, "go together"),
            ({"role": "content_team"}, "go together"),
            ({"domains": ["@x"], "role": "x"}, "domains of mail"),
            ({"domains": ["x.example"], "role": "owner"}, "owner"),
        ],
    )
    def test_what_cannot_be_stops_the_start(self, change, words):
        with pytest.raises(SettingsError, match=words):
            staff_sign_in(NAMED | change)
