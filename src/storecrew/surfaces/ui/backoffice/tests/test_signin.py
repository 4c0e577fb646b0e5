"""Sign-in: one account per address, no enumeration, second factors, rate limits."""

from __future__ import annotations

import re
from unittest.mock import patch

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from django.test import Client

from storecrew.contexts.people.models import User
from storecrew.contexts.people.tests.factories import PASSWORD, make_shopper, make_staff
from storecrew.kernel.mail.models import Mail
from storecrew.surfaces.ui.backoffice import signin

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()


def sign_in(client, email, password=PASSWORD, **extra):
    return client.post("/accounts/login/", {"login": email, "password": password, **extra})


def sign_up(client, email):
    return client.post("/accounts/signup/", {"email": email, "password1": PASSWORD, "name": "Ann"})


def words(answer):
    """The page without what differs in every answer: the form token and the address that was typed."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", answer.content.decode())
    return re.sub(r"[\w.+-]+@[\w.-]+", "ADDRESS", text)


def code_from_mail():
    return re.search(r"^([A-Z0-9]{3,}-?[A-Z0-9]{3,})$", Mail.objects.latest("pk").text, re.M)[1]


class TestDoors:
    def test_staff_land_in_the_back_office_and_shoppers_in_the_shop(self, client):
        staff = make_staff("tester", password=PASSWORD)
        assert sign_in(client, staff.email.upper())["Location"] == "/admin/"
        shopper = make_shopper(password=PASSWORD)
        assert sign_in(Client(), shopper.email)["Location"] == "/"

    def test_a_place_to_go_to_is_kept_when_it_is_ours(self, client):
        staff = make_staff("tester", password=PASSWORD)
        assert sign_in(client, staff.email, next="/admin/teams/")["Location"] == "/admin/teams/"
        answer = sign_in(Client(), staff.email, next="https://evil.example/")
        assert answer["Location"] == "/admin/"

    def test_the_back_office_sends_strangers_to_the_one_sign_in(self, client):
        for address in ("/admin/", "/admin/people/", "/admin/pages/"):
            answer = client.get(address, follow=True)
            assert answer.redirect_chain[-1][0].startswith("/accounts/login/?next=")

    def test_shoppers_do_not_get_in(self, client):
        client.force_login(make_shopper())
        assert client.get("/admin/people/").status_code == 302

    @pytest.mark.parametrize("name", ["login", "signup", "password/reset"])
    def test_the_pages_are_ours(self, client, name):
        page = client.get(f"/accounts/{name}/").content.decode()
        assert "Menu:" not in page
        assert page.count("<h1") == 1


class TestEnumeration:
    def test_abu_03_signing_in_says_the_same(self, client):
        make_shopper("known@x.example", password=PASSWORD)
        known = sign_in(client, "known@x.example", "wrong")
        unknown = sign_in(Client(), "unknown@x.example", "wrong")
        assert known.status_code == unknown.status_code == 200
        assert words(known) == words(unknown)

    def test_abu_03_registering_says_the_same(self, client):
        make_shopper("known@x.example", password=PASSWORD)
        known, unknown = sign_up(client, "known@x.example"), sign_up(Client(), "new@x.example")
        assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
        assert words(client.get(known["Location"])) is not None
        assert User.objects.filter(email="new@x.example").exists()

    def test_abu_03_forgetting_the_password_says_the_same(self, client):
        make_shopper("known@x.example", password=PASSWORD)
        known = client.post("/accounts/password/reset/", {"email": "known@x.example"}, follow=True)
        mails = Mail.objects.count()
        unknown = Client().post("/accounts/password/reset/", {"email": "no@x.example"}, follow=True)
        assert known.redirect_chain == unknown.redirect_chain
        assert words(known) == words(unknown)
        assert mails == 1 == Mail.objects.count()


class TestRegistration:
    def test_an_address_is_confirmed_by_code(self, client):
        answer = sign_up(client, "Ann@X.example")
        assert "_auth_user_id" not in client.session
        mail = Mail.objects.get()
        assert mail.to == "ann@x.example"
        client.post(answer["Location"], {"code": code_from_mail()})
        user = User.objects.get()
        assert (user.email, user.name, user.is_staff) == ("ann@x.example", "Ann", False)
        assert client.session["_auth_user_id"] == str(user.pk)

    def test_con_25_two_registrations_in_different_case_make_one_account(self, client, monkeypatch):
        """The competitor's account arrives after our form looked and before it saves."""
        real = signin.ShopperSignupForm.try_save

        def too_late(form, request):
            monkeypatch.setattr(signin.ShopperSignupForm, "try_save", real)
            User.objects.create_user("ann@x.example", PASSWORD)
            return real(form, request)

        monkeypatch.setattr(signin.ShopperSignupForm, "try_save", too_late)
        answer = sign_up(client, "ANN@x.example")
        assert answer.status_code == 302
        assert User.objects.count() == 1
        assert answer["Location"] == sign_up(Client(), "other@x.example")["Location"]


class TestLimits:
    def test_sign_in_is_limited_per_account(self, client):
        make_shopper("ann@x.example", password=PASSWORD)
        for _ in range(5):
            sign_in(client, "ann@x.example", "wrong")
        answer = sign_in(client, "ann@x.example")
        assert "_auth_user_id" not in client.session
        assert answer.status_code == 200

    def test_registration_is_limited_per_address(self, client):
        answers = [sign_up(client, f"a{n}@x.example").status_code for n in range(11)]
        assert answers[0] == 302 and answers[-1] == 429


class TestSecondFactor:
    def test_staff_need_one_outside_the_demo(self, client, settings):
        settings.STORECREW_DEMO = False
        user = make_staff("tester")
        client.force_login(user)
        for address in ("/admin/", "/admin/pages/", "/documents/1/x.pdf"):
            assert client.get(address)["Location"] == "/accounts/2fa/"
        totp.TOTP.activate(user, totp.generate_totp_secret())
        assert client.get("/admin/palette/").status_code == 200

    def test_recovery_codes_alone_are_no_second_factor(self, client, settings):
        settings.STORECREW_DEMO = False
        user = make_staff("tester")
        Authenticator.objects.create(user=user, type=Authenticator.Type.RECOVERY_CODES, data={})
        client.force_login(user)
        assert client.get("/admin/")["Location"] == "/accounts/2fa/"

    def test_the_demo_is_relaxed(self, client):
        client.force_login(make_staff("tester"))
        assert client.get("/admin/palette/").status_code == 200

    def test_a_factor_is_asked_for_at_sign_in(self, client):
        user = make_staff("tester", password=PASSWORD)
        totp.TOTP.activate(user, totp.generate_totp_secret())
        answer = sign_in(client, user.email)
        assert answer["Location"].startswith("/accounts/2fa/authenticate/")
        assert "_auth_user_id" not in client.session

    def test_secrets_are_stored_encrypted(self, settings):
        user = make_staff("tester")
        secret = totp.generate_totp_secret()
        totp.TOTP.activate(user, secret)
        stored = Authenticator.objects.get(user=user).data["secret"]
        assert secret not in stored
        adapter = signin.MFAAdapter()
        assert adapter.decrypt(stored) == secret
        settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
        settings.SECRET_KEY = "another secret"
        assert adapter.decrypt(stored) == secret
        settings.SECRET_KEY_FALLBACKS = []
        with pytest.raises(ValueError, match="STORECREW_SECRET_KEY"):
            adapter.decrypt(stored)

    def test_aut_09_a_new_factor_ends_the_other_sessions_only(
        self, client, django_capture_on_commit_callbacks
    ):
        user = make_staff("tester", password=PASSWORD)
        other = Client()
        sign_in(client, user.email)
        sign_in(other, user.email)
        client.post("/accounts/reauthenticate/", {"password": PASSWORD})
        page = client.get("/accounts/2fa/totp/activate/")
        secret = page.context["form"].secret
        code = totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))
        with django_capture_on_commit_callbacks(execute=True):
            answer = client.post("/accounts/2fa/totp/activate/", {"code": code})
        assert answer.status_code == 302 and Authenticator.objects.filter(user=user).exists()
        assert client.get("/admin/palette/").status_code == 200
        assert other.get("/admin/palette/").status_code == 302

    def test_aut_09_changing_the_password_ends_the_other_sessions_only(self, client):
        user = make_staff("tester", password=PASSWORD)
        other = Client()
        sign_in(client, user.email)
        sign_in(other, user.email)
        form = {"oldpassword": PASSWORD, "password1": "nine red lanterns", "password2": "nine red lanterns"}
        client.post("/accounts/password/change/", form)
        assert client.get("/admin/palette/").status_code == 200
        assert other.get("/admin/palette/").status_code == 302


def test_u042_a_new_passkey_signs_in_alone_and_what_goes_wrong_is_told():
    make_shopper("pia@x.example", password=PASSWORD)
    client = Client()
    sign_in(client, "pia@x.example")
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = client.get("/accounts/2fa/webauthn/add/").content.decode()
    assert re.search(r'<input[^>]*name="passwordless"[^>]*checked', page)
    assert "Sign in with it alone, without the password" in page
    assert 'value="Passkey 1"' in page
    for place in (page, Client().get("/accounts/login/").content.decode()):
        assert 'id="passkey_problem" role="alert" hidden' in place
        assert "backoffice/passkey" in place


@pytest.mark.parametrize(
    ("path", "heading", "korean"),
    [
        ("totp/activate/", "Set up an authenticator app", "인증 앱 설정"),
        ("reauthenticate/", "Confirm that it is you", "본인인지 확인해 주세요"),
    ],
)
def test_aut_07_the_pages_of_the_second_factor_speak_our_words(client, path, heading, korean) -> None:
    make_staff("tester", email="mina@x.example", password=PASSWORD)
    client.post("/accounts/login/", {"login": "mina@x.example", "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    address = "/accounts/reauthenticate/" if path == "reauthenticate/" else f"/accounts/2fa/{path}"
    assert f"<h1>{heading}</h1>" in client.get(address).content.decode()
    assert f"<h1>{korean}</h1>" in client.get(address + "?language=ko").content.decode()


@pytest.mark.parametrize(
    ("language", "heading"), [("en", "Confirm your email address"), ("ko", "이메일 주소를 확인해 주세요")]
)
def test_u036_a_new_customer_is_asked_for_the_code_in_our_words(client, language, heading) -> None:
    client.post(
        "/accounts/signup/", {"email": "mina@x.example", "password1": PASSWORD, "password2": PASSWORD}
    )
    page = client.get(f"/accounts/confirm-email/?language={language}").content.decode()
    assert f"<h1>{heading}</h1>" in page
    assert "mina@x.example" in page and 'name="code"' in page and 'value="resend"' in page


def test_aut_07_a_passkey_that_proves_who_it_is_is_asked_for_in_our_words(client) -> None:
    user = make_staff("tester", email="mina@x.example", password=PASSWORD)
    client.post("/accounts/login/", {"login": "mina@x.example", "password": PASSWORD})
    Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data={"name": "Laptop"})
    other = client.get("/accounts/reauthenticate/").content.decode()
    assert "Use a passkey" in other and "security key" not in other
    with patch("allauth.mfa.webauthn.views.auth.begin_authentication", return_value={}):
        page = client.get("/accounts/2fa/webauthn/reauthenticate/").content.decode()
    assert "Use a passkey" in page and "security key" not in page
    assert "Your device asks for your fingerprint" in page
