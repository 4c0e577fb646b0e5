"""The mails about accounts look like those of the shop, and say in both forms the same."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.test import Client

from storecrew.contexts.channels.tests.factories import make_channel
from storecrew.contexts.people.tests.factories import PASSWORD, make_staff
from storecrew.kernel.mail import kinds, looks
from storecrew.kernel.mail.models import Mail
from storecrew.surfaces.ui.backoffice import account_mails

pytestmark = pytest.mark.django_db
BERRY = looks.Colors("#101010", "#505050", "#fefefe", "#eeeeee", "#7a1f5c", "#ffffff")


@pytest.fixture
def dressed(monkeypatch):
    """The shop has a name and a color of its own."""
    look = looks.MailLook(brand="Berry & Co", light=BERRY)
    monkeypatch.setattr(looks, "look_of", lambda channel: look)


def plain(html: str) -> str:
    """Return what a reader of the page reads."""
    return " ".join(re.sub(r"<style>.*?</style>|<[^>]+>", " ", html, flags=re.S).split())


def test_a_forgotten_password_brings_a_page_in_the_look_of_the_shop(dressed):
    Client().post("/accounts/password/reset/", {"email": make_staff().email})
    sent = Mail.objects.get()
    url = re.search(r"http\S+/accounts/password/reset/key/\S+", sent.text)[0]
    assert "Berry &amp; Co" in sent.html
    assert f'<a href="{url}" class="button"' in sent.html and "#7a1f5c" in sent.html
    assert "Choose a new password" in sent.html
    assert plain(sent.html).count(url) == 0, "the button leads there; nobody reads a long address"
    assert "your password stays as it is" in sent.html and "your password stays as it is" in sent.text


def test_the_mail_is_of_the_shop_whose_visitor_asked():
    make_channel("eu", is_default=True)
    make_channel("kr", name="Hearth Korea", host="kr.example")
    there, here = make_staff(email="there@x.example"), make_staff(email="here@x.example")
    Client(HTTP_HOST="kr.example").post("/accounts/password/reset/", {"email": there.email})
    browser = Client()
    browser.cookies["channel"] = "eu"
    browser.post("/accounts/password/reset/", {"email": here.email})
    first, second = Mail.objects.order_by("pk")
    assert "Hearth Korea" in first.subject and "Hearth Korea" in first.html
    assert "http://kr.example/accounts/password/reset/key/" in first.text
    assert "Shop eu" in second.subject and "Shop eu" in second.html


def test_a_code_stands_large_and_by_itself():
    Client().post("/accounts/signup/", {"email": "new@x.example", "password1": PASSWORD, "name": "New"})
    sent = Mail.objects.get()
    code = re.search(r"^([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})$", sent.text, re.M)[1]
    assert f"<strong>{code}</strong>" in sent.html
    assert sent.html.count(code) == 1


def test_what_somebody_typed_is_text_and_never_markup():
    given = {"code": "", "password_reset_url": "", "current_site": account_mails.shop()}
    text = "Hello <script>alert(1)</script>\n\nhttps://x.example/?a=1&b=2"
    page = account_mails.page_of("Hello <b>", text, given)
    assert "<script" not in page and "<b>" not in page
    assert 'href="https://x.example/?a=1&amp;b=2"' in page


def test_the_preview_has_the_button_of_its_own_mail():
    assert "Choose a new password" in kinds.find("account.password_reset_key").sample("en", "").html


@pytest.mark.parametrize("locale", ["en", "ko"])
@pytest.mark.parametrize("name", sorted(account_mails.KINDS))
def test_editors_see_every_mail_about_accounts_as_a_page_too(name, locale):
    written = kinds.find(f"account.{name}").sample(locale, "")
    assert f'<html lang="{locale}">' in written.html
    words = plain(written.html)
    for line in filter(None, (" ".join(each.split()) for each in written.text.splitlines())):
        if "://" not in line:
            assert line[:30] in words.replace("&#x27;", "'").replace("&amp;", "&").replace("&quot;", '"')


@pytest.mark.parametrize(
    ("locale", "subject"), [("en", "Choose a new password for"), ("ko", "비밀번호를 새로 정하세요")]
)
def test_a_forgotten_password_is_answered_in_one_language_to_the_end(locale, subject):
    client, email = Client(), make_staff().email
    client.post(f"/accounts/password/reset/?language={locale}", {"email": email})
    sent = Mail.objects.get()
    assert subject in sent.subject and sent.locale == locale
    url = re.search(r"http://[^/]+(/accounts/password/reset/key/\S+)", sent.text)[1]
    elsewhere = Client(headers={"Accept-Language": "fr"}).get(url, follow=True)
    assert f'<html lang="{locale}"' in elsewhere.content.decode()
    assert elsewhere.status_code == 200 and "password1" in elsewhere.content.decode()


def test_a_link_that_was_used_says_so_and_leads_on():
    page = Client().get("/accounts/password/reset/key/1-gone/", follow=True).content.decode()
    assert "This link does not work any more" in page and 'href="/accounts/password/reset/"' in page


@pytest.mark.parametrize(
    ("locale", "subject", "words", "not_you"),
    [
        ("en", "asks for a second factor", "asks for its code from now on", "If that was not you"),
        ("ko", "2단계 인증이 설정되었습니다", "인증 앱의 코드도 입력해야 합니다", "본인이 한 일이 아니라면"),
    ],
)
def test_aut_07_a_second_factor_is_told_in_our_words_and_the_readers_language(
    locale, subject, words, not_you, django_capture_on_commit_callbacks
):
    client = Client(headers={"Accept-Language": locale})
    user = make_staff("tester", password=PASSWORD)
    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = client.get("/accounts/2fa/totp/activate/")
    secret = page.context["form"].secret
    code = totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/accounts/2fa/totp/activate/", {"code": code})
    sent = Mail.objects.get(subject__contains=subject)
    assert words in sent.text and not_you in sent.text and sent.locale == locale
    assert "127.0.0.1" in sent.text
