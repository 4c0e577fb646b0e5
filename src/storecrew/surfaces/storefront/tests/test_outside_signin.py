"""Sign-in by an outside service: opened, linked after a proof, refused, explained, taken away."""

from __future__ import annotations

import re

import pytest
import requests
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount, SocialToken
from allauth.socialaccount.providers.kakao.views import KakaoOAuth2Adapter
from allauth.socialaccount.providers.naver.views import NaverOAuth2Adapter
from django.core.cache import cache
from django.test import Client

from storecrew.contexts.customers import public as customers
from storecrew.contexts.people import public as people
from storecrew.contexts.people.models import SignInService, User
from storecrew.contexts.people.tests.factories import PASSWORD, make_shopper, make_staff
from storecrew.kernel import clock, outgoing, outgoing_requests
from storecrew.kernel.actor import system_actor
from storecrew.kernel.audit.models import AuditEntry as Entry
from storecrew.kernel.mail.models import Mail
from storecrew.surfaces.storefront.tests.identity_server import CLIENT, SECRET, IdentityServer
from storecrew.surfaces.ui.backoffice.outside_signin import ServiceAdapter

pytestmark = pytest.mark.django_db
OWNER = system_actor("test.owner")
ANN = {
    "sub": "7",
    "email": "ann@x.example",
    "email_verified": True,
    "name": "Ann Lee",
    "picture": "https://x/y",
}


@pytest.fixture(scope="module")
def service():
    server = IdentityServer()
    yield server
    server.close()


@pytest.fixture
def world(shop, service, monkeypatch):
    cache.clear()
    service.person, service.faults, service.asked = dict(ANN), set(), []
    turn_on("oidc", settings={"server_url": "https://id.example.com"})
    monkeypatch.setattr(outgoing_requests.GuardedTransport, "send", _plainly(service))
    return service


def _plainly(service):
    """Send to the local service what is meant for the public one."""

    def send(_self, request, **_kwargs):
        request.url = request.url.replace("https://id.example.com", service.url)
        with requests.Session() as session:
            return session.send(request, allow_redirects=False)

    return send


def turn_on(code, *, enabled=True, settings=None, name=""):
    return people.save_sign_in_service(
        code=code,
        name=name,
        client_id=CLIENT,
        enabled=enabled,
        settings=settings,
        secret_values=dict.fromkeys(people.SIGN_IN_KINDS[people.sign_in_service(code).kind].secrets, SECRET),
        expected_version=people.sign_in_service(code).version,
        actor=OWNER,
        at=clock.now(),
    )


def arrive(client, address="/accounts/oidc/oidc/login/", **query):
    """Press the button, go to the service and come back as a browser does."""
    left = client.post(address, query_params=query)
    assert left.status_code == 200 and "form-action 'self';" in left["Content-Security-Policy"]
    target = re.search(r'content="0;url=([^"]+)"', left.content.decode())[1].replace("&amp;", "&")
    back = requests.get(target, allow_redirects=False, timeout=5).headers["Location"]
    return client.get(back.replace("http://testserver", ""))


def openid_codes():
    return [code for code in people.sign_in_codes() if code.startswith("oidc")]


def mailed_code():
    return re.search(r"^([A-Z2-9]{8}|[A-Z0-9]{3,}-[A-Z0-9]{3,})$", Mail.objects.latest("pk").text, re.M)[1]


def opened(client):
    return "_auth_user_id" in client.session


class TestDoors:
    def test_only_what_is_on_has_a_button_and_a_page(self, client, world):
        page = client.get("/accounts/login/?next=/en/account/").content.decode()
        assert "/accounts/oidc/oidc/login/?next=%2Fen%2Faccount%2F" in page and "Google" not in page
        assert client.get("/accounts/google/login/").status_code == 404
        assert client.get("/accounts/dummy/login/").status_code == 404
        assert client.post("/accounts/google/login/token/").status_code == 404
        turn_on("oidc", enabled=False, settings={"server_url": "https://id.example.com"})
        assert "oidc" not in client.get("/accounts/signup/").content.decode()
        assert client.get("/accounts/oidc/oidc/login/").status_code == 404

    def test_it_10_several_services_speak_openid_connect(self, client, world):
        assert openid_codes() == ["oidc", "oidc-2"], "one more can be set up"
        at = {"server_url": "https://id.example.com"}
        turn_on("oidc-2", settings=at, name="Entra")
        turn_on("oidc", settings=at, name="Okta")
        assert people.offered_sign_ins() == (("oidc", "Okta"), ("oidc-2", "Entra"))
        assert openid_codes() == ["oidc", "oidc-2", "oidc-3"]
        page = client.get("/accounts/login/").content.decode()
        assert "Continue with Okta" in page and "/accounts/oidc/oidc-2/login/" in page
        for code in ("openid_connect", "oidc-3", "google", "oidc-x"):
            assert client.post(f"/accounts/oidc/{code}/login/").status_code == 404
        with pytest.raises(people.UnknownSignInService):
            people.sign_in_service("google-2")
        turn_on("oidc", enabled=False, settings=at)
        assert people.offered_sign_ins() == (("oidc-2", "Entra"),)

    def test_it_10_who_is_one_person_there_is_another_at_the_next_service(self, client, world):
        turn_on("oidc-2", settings={"server_url": "https://id.example.com"}, name="Entra")
        ann = make_shopper("ann@x.example", password=PASSWORD)
        SocialAccount.objects.create(user=ann, provider="oidc", uid="7")
        world.person |= {"email": "eve@x.example"}
        second = "/accounts/oidc/oidc-2/login/"
        answer = client.post(arrive(client, second)["Location"], {"email": "eve@x.example", "name": "Eve"})
        assert answer.status_code == 302
        assert set(SocialAccount.objects.values_list("provider", "user__email")) == {
            ("oidc", "ann@x.example"), ("oidc-2", "eve@x.example"),
        }  # fmt: skip
        (link,) = people.linked_sign_ins(User.objects.get(email="eve@x.example").pk)
        assert (link.code, link.name) == ("oidc-2", "Entra")

    def test_nothing_leaves_before_somebody_agreed(self, client, world):
        page = client.get("/accounts/oidc/oidc/login/")
        assert b"tells us your name and your email address" in page.content and world.asked == []

    def test_leaving_is_counted(self, client, world):
        answers = [client.post("/accounts/oidc/oidc/login/").status_code for _each in range(31)]
        assert answers[0] == 200 and answers[-1] == 429

    def test_it_10_secrets_are_sealed_and_never_shown(self, world):
        row = SignInService.objects.get(code="oidc")
        assert SECRET not in row.sealed_secrets and SECRET not in str(Entry.objects.values_list("after"))
        assert people.sign_in_secrets("oidc") == {"client_secret": SECRET}

    def test_a_private_address_is_refused(self, world):
        with pytest.raises(people.InvalidSignInService) as refused:
            turn_on("oidc", settings={"server_url": "https://10.0.0.1/x"})
        assert "server_url" in refused.value.details["fields"]

    def test_it_leaves_by_the_guarded_way_out(self):
        session = ServiceAdapter().get_requests_session()
        with pytest.raises(requests.ConnectionError):
            session.get("http://127.0.0.1:1/")
        with pytest.raises(outgoing.Refused):
            outgoing.check_url("https://127.0.0.1/")


class TestNew:
    def test_it_10_a_shopper_opens_an_account_by_a_service(self, client, world):
        answer = arrive(client, next="/en/account/")
        assert answer["Location"] == "/accounts/3rdparty/signup/" and not User.objects.exists()
        page = client.get(answer["Location"]).content.decode()
        assert 'value="ann@x.example"' in page and 'value="Ann Lee"' in page
        answer = client.post(answer["Location"], {"email": "ann@x.example", "name": "Ann Lee"})
        assert answer["Location"] == "/en/account/" and opened(client)
        user, link = User.objects.get(), SocialAccount.objects.get()
        assert (user.name, user.is_staff, user.has_usable_password()) == ("Ann Lee", False, False)
        assert link.extra_data == {"email": "ann@x.example"} and not SocialToken.objects.exists()
        assert customers.customer_by_email("ann@x.example") is not None
        assert Entry.objects.filter(action="people.sign_in_linked").count() == 1
        assert "/jwks" in world.asked

    def test_and_comes_back_by_it(self, client, world):
        answer = arrive(client)
        client.post(answer["Location"], {"email": "ann@x.example", "name": "Ann"})
        other = Client()
        arrive(other)
        assert opened(other) and User.objects.count() == 1

    def test_an_address_nobody_vouches_for_is_proved_before_the_link_is_made(self, client, world):
        world.person["email_verified"] = False
        answer = arrive(client)
        answer = client.post(answer["Location"], {"email": "ann@x.example", "name": "Ann"})
        assert not opened(client) and not SocialAccount.objects.exists()
        client.post(answer["Location"], {"code": mailed_code()})
        assert opened(client) and SocialAccount.objects.get().user.email == "ann@x.example"

    def test_whoever_never_proves_the_address_has_no_key_to_it_later(self, client, world):
        """A stranger opens an account in Ann's name; Ann proves the address later and is alone in it."""
        world.person["email_verified"] = False
        answer = arrive(client)
        client.post(answer["Location"], {"email": "ann@x.example", "name": "Stranger"})
        user = User.objects.get()
        EmailAddress.objects.filter(user=user).update(verified=True)
        stranger = Client()
        arrive(stranger)
        assert not opened(stranger) and not SocialAccount.objects.exists()

    def test_a_service_that_tells_no_address_is_asked_for_one(self, client, world):
        del world.person["email"]
        answer = arrive(client)
        assert b'name="email"' in client.get(answer["Location"]).content
        answer = client.post(answer["Location"], {"email": "ann@x.example", "name": "Ann"})
        client.post(answer["Location"], {"code": mailed_code()})
        assert opened(client) and SocialAccount.objects.count() == 1


class TestKnown:
    def test_it_10_an_account_is_linked_after_the_password(self, client, world):
        user = make_shopper("ann@x.example", password=PASSWORD)
        answer = arrive(client)
        assert answer["Location"] == "/accounts/proof/" and not opened(client)
        assert b"There is an account with this address" in client.get("/accounts/proof/").content
        client.post("/accounts/login/", {"login": "ann@x.example", "password": PASSWORD})
        assert SocialAccount.objects.get().user == user
        assert Mail.objects.latest("pk").to == "ann@x.example"

    def test_it_10_or_after_a_mail(self, client, world):
        user = make_shopper("ann@x.example", password=PASSWORD)
        arrive(client)
        client.post("/accounts/proof/", {"do": "mail"})
        code = mailed_code()
        assert client.post("/accounts/proof/", {"code": "WRONGONE"}).status_code == 422
        client.post("/accounts/proof/", {"code": code.lower()})
        user.refresh_from_db()
        assert opened(client) and SocialAccount.objects.get().user == user and user.has_usable_password()

    def test_five_wrong_codes_end_it(self, client, world):
        make_shopper("ann@x.example", password=PASSWORD)
        arrive(client)
        client.post("/accounts/proof/", {"do": "mail"})
        code = mailed_code()
        for _each in range(5):
            client.post("/accounts/proof/", {"code": "WRONGONE"})
        client.post("/accounts/proof/", {"code": code})
        assert not opened(client) and not SocialAccount.objects.exists()

    def test_the_mail_locks_out_whoever_opened_the_account_unproved(self, client, world):
        user = make_shopper("ann@x.example", password=PASSWORD)
        EmailAddress.objects.filter(user=user).update(verified=False)
        stamp = user.session_stamp
        arrive(client)
        client.post("/accounts/proof/", {"do": "mail"})
        client.post("/accounts/proof/", {"code": mailed_code()})
        user.refresh_from_db()
        assert opened(client) and not user.has_usable_password() and user.session_stamp > stamp

    def test_the_password_of_another_account_links_nothing(self, client, world):
        make_shopper("ann@x.example", password=PASSWORD)
        make_shopper("bob@x.example", password=PASSWORD)
        arrive(client)
        client.post("/accounts/login/", {"login": "bob@x.example", "password": PASSWORD})
        assert opened(client) and not SocialAccount.objects.exists()

    def test_an_address_nobody_vouches_for_opens_nothing(self, client, world):
        make_shopper("ann@x.example", password=PASSWORD)
        world.person["email_verified"] = False
        answer = arrive(client)
        known = client.post(answer["Location"], {"email": "ann@x.example", "name": "Ann"})
        world.person |= {"sub": "8", "email": "new@x.example"}
        other = Client()
        unknown = other.post(arrive(other)["Location"], {"email": "new@x.example", "name": "Ann"})
        assert known["Location"] == unknown["Location"] and known.status_code == unknown.status_code
        assert not opened(client) and not SocialAccount.objects.exists()

    def test_aut_09_staff_are_never_linked_and_never_opened(self, client, world):
        staff = make_staff("tester", password=PASSWORD)
        world.person["email"] = staff.email
        assert arrive(client).status_code == 403
        client.force_login(staff)
        assert arrive(client, process="connect").status_code == 403
        shopper = make_shopper("ann@x.example", password=PASSWORD)
        SocialAccount.objects.create(user=shopper, provider="oidc", uid="7")
        User.objects.filter(pk=shopper.pk).update(is_staff=True)
        other = Client()
        assert arrive(other).status_code == 403 and not opened(other)


class TestAccount:
    def link(self, client, world):
        user = make_shopper("ann@x.example", password=PASSWORD)
        client.post("/accounts/login/", {"login": "ann@x.example", "password": PASSWORD})
        answer = arrive(client, process="connect")
        assert answer["Location"].startswith("/accounts/reauthenticate/")
        answer = client.post(answer["Location"], {"password": PASSWORD})
        return user, answer

    def test_it_10_linked_in_the_account_after_the_password_and_taken_away(self, client, world):
        user, _answer = self.link(client, world)
        link = SocialAccount.objects.get()
        assert link.user == user
        page = client.get("/en/account/profile/").content.decode()
        assert "OpenID Connect" in page and "Link with OpenID Connect" not in page
        data = client.post("/en/account/export/").json()
        assert data["sign_in_services"][0]["service"] == "OpenID Connect"
        client.post(f"/en/account/sign-in/{link.pk}/remove/")
        assert not SocialAccount.objects.exists()
        assert Entry.objects.filter(action="people.sign_in_unlinked").exists()

    def test_the_last_way_in_stays(self, client, world):
        user, _answer = self.link(client, world)
        user.set_unusable_password()
        user.save()
        client.force_login(user)
        answer = client.post(f"/en/account/sign-in/{SocialAccount.objects.get().pk}/remove/")
        assert answer.status_code == 422 and b"Set a password first" in answer.content

    def test_a_link_of_somebody_else_is_not_found(self, client, world):
        self.link(client, world)
        link, other = SocialAccount.objects.get(), make_shopper("bob@x.example", password=PASSWORD)
        stranger = Client()
        stranger.post("/accounts/login/", {"login": other.email, "password": PASSWORD})
        assert stranger.post(f"/en/account/sign-in/{link.pk}/remove/").status_code == 404
        assert SocialAccount.objects.exists()

    def test_erasing_takes_the_links(self, client, world):
        user, _answer = self.link(client, world)
        client.post("/en/account/delete/", {"confirm": user.email})
        assert not SocialAccount.objects.exists()


class TestFaults:
    @pytest.mark.parametrize(
        ("fault", "status", "words"),
        [
            ("denies", 200, b"You stopped the sign-in"),
            ("down", 400, b"cannot trust"),
            ("forged", 400, b"cannot trust"),
            ("expired", 400, b"cannot trust"),
            ("other_audience", 400, b"cannot trust"),
            ("other_person", 400, b"cannot trust"),
            ("no_id_token", 400, b"cannot trust"),
            ("nonsense", 400, b"cannot trust"),
        ],
    )
    def test_what_a_service_does_wrong_is_explained(self, client, world, fault, status, words):
        make_shopper("ann@x.example")
        world.faults = {fault}
        answer = arrive(client)
        assert answer.status_code == status and words in answer.content
        assert not opened(client) and not SocialAccount.objects.exists()

    def test_a_service_that_does_not_answer(self, client, world, monkeypatch):
        monkeypatch.undo()
        answer = client.post("/accounts/oidc/oidc/login/")
        assert answer.status_code == 503 and b"does not answer" in answer.content

    def test_an_answer_for_another_browser(self, client, world):
        answer = client.get("/accounts/oidc/oidc/login/callback/?code=x&state=y")
        assert answer.status_code == 400 and b"another browser" in answer.content


@pytest.mark.parametrize(
    ("code", "adapter", "person", "vouched"),
    [
        (
            "naver",
            NaverOAuth2Adapter,
            {"resultcode": "00", "response": {"id": "n1", "email": "ann@x.example"}},
            False,
        ),
        (
            "kakao",
            KakaoOAuth2Adapter,
            {
                "id": 99,
                "properties": {"nickname": "Ann"},
                "kakao_account": {
                    "email": "ann@x.example",
                    "is_email_verified": True,
                    "is_email_valid": True,
                },
            },
            True,
        ),
    ],
)
def test_it_10_korean_services_are_spoken_to(client, world, monkeypatch, code, adapter, person, vouched):
    turn_on(code)
    world.person = person
    monkeypatch.setattr(adapter, "access_token_url", f"{world.url}/token")
    monkeypatch.setattr(adapter, "authorize_url", f"{world.url}/authorize")
    monkeypatch.setattr(adapter, "profile_url", f"{world.url}/userinfo")
    answer = arrive(client, f"/accounts/{code}/login/")
    assert answer["Location"] == "/accounts/3rdparty/signup/"
    client.post(answer["Location"], {"email": "ann@x.example", "name": "Ann"})
    assert opened(client) is vouched


def test_the_simulator_stands_in_the_demo_only(client, world, settings):
    turn_on("simulator")
    left = client.post("/accounts/dummy/login/?next=/en/account/")
    answer = client.post(
        left["Location"], {"id": "5", "email": "kim@x.example", "email_verified": "1", "first_name": "Kim"}
    )
    client.post(answer["Location"], {"email": "kim@x.example", "name": "Kim"})
    assert opened(client) and SocialAccount.objects.get().provider == "dummy"
    settings.STORECREW_DEMO = False
    assert Client().get("/accounts/dummy/login/").status_code == 404
    assert Client().get(left["Location"]).status_code == 404
