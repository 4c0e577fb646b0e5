"""CON-23: what is good for one use is used once, however many open it at the same moment."""

from __future__ import annotations

import re
from functools import partial

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.conf import settings
from django.test import Client

from storecrew.contexts.channels.tests.factories import make_channel
from storecrew.contexts.checkout.tests.factories import AT, GUEST
from storecrew.contexts.customers import public as customers
from storecrew.contexts.customers.models import ConsentProof, Contact
from storecrew.contexts.people.models import User
from storecrew.contexts.people.tests.factories import PASSWORD, make_shopper
from storecrew.kernel.mail.models import Mail
from storecrew.kernel.outbox.models import OutboxEvent

pytestmark = pytest.mark.race
TIMES = 8
ANN = "ann@x.example"


def asked_for_a_new_password() -> str:
    """Return the link in the mail to somebody who has forgotten the password."""
    make_channel()
    make_shopper(ANN, password=PASSWORD)
    Client().post("/accounts/password/reset/", {"email": ANN})
    return re.search(r"/accounts/password/reset/key/\S+", Mail.objects.latest("pk").text)[0]


def chosen(number: int) -> str:
    return f"nine red lanterns and {number}"


def opened(link: str) -> list[tuple[str, str]]:
    """Open the link in as many browsers; return the form's address and the cookie of each."""
    found = []
    for _number in range(TIMES):
        browser = Client()
        form = browser.get(link, follow=True)
        found.append((form.request["PATH_INFO"], browser.cookies[settings.SESSION_COOKIE_NAME].value))
    return found


def choose(form: str, cookie: str, number: int) -> bool:
    """Send a password from a browser that has the form open; say whether it was taken."""
    browser = Client()
    browser.cookies[settings.SESSION_COOKIE_NAME] = cookie
    answer = browser.post(form, {"password1": chosen(number), "password2": chosen(number)}, follow=True)
    said = answer.content.decode()
    refused = "It was used already" in said
    assert refused or answer.redirect_chain, said[:2000]
    return not refused


def test_con_23_a_link_for_a_new_password_sets_one(arena):
    link = arena.run(asked_for_a_new_password)
    forms = arena.run(partial(opened, link))
    sends = [partial(choose, *form, number) for number, form in enumerate(forms)]
    outcomes = arena.stampede(sends)
    assert [one.value for one in outcomes if one.status == "error"] == []

    def opens() -> list[int]:
        user = User.objects.get(email=ANN)
        return [number for number in range(TIMES) if user.check_password(chosen(number))]

    (kept,) = arena.run(opens)
    assert [number for number, one in enumerate(outcomes) if one.value] == [kept], "and the others are told"


def with_recovery_codes() -> str:
    make_channel()
    user = make_shopper(ANN, password=PASSWORD)
    return RecoveryCodes.activate(user).generate_codes()[0]


def enter(code: str) -> bool:
    user = User.objects.get(email=ANN)
    return RecoveryCodes(Authenticator.objects.get(user=user)).validate_code(code)


def test_con_23_a_recovery_code_opens_once(arena):
    code = arena.run(with_recovery_codes)
    outcomes = arena.stampede([partial(enter, code) for _number in range(TIMES)])
    assert [one.value for one in outcomes if one.status == "error"] == []
    assert sum(one.value for one in outcomes) == 1


def asked_for_consent() -> str:
    channel = make_channel()
    customers.ask_consent(
        ANN,
        ["offers"],
        sentence="Write to me.",
        source="the foot of a page",
        locale="en",
        channel_code=channel.code,
        actor=GUEST,
        at=AT,
    )
    return Contact.objects.get(email=ANN).token


def test_con_23_a_confirmed_address_is_confirmed_once(arena):
    token = arena.run(asked_for_consent)
    confirm = partial(customers.confirm_consent, token, ip="10.0.0.1", at=AT)
    outcomes = arena.stampede([confirm] * TIMES)
    assert [one.value for one in outcomes if one.status == "error"] == []

    def written() -> tuple[int, int]:
        proofs = ConsentProof.objects.filter(state="given").count()
        return proofs, OutboxEvent.objects.filter(name__endswith="ConsentGiven").count()

    assert arena.run(written) == (1, 1)


def test_con_23_a_link_that_takes_consent_back_is_told_once(arena):
    token = arena.run(asked_for_consent)
    arena.run(partial(customers.confirm_consent, token, at=AT))
    leave = partial(customers.withdraw_consent, token, source="one click", at=AT)
    outcomes = arena.stampede([leave] * TIMES)
    assert [one.value for one in outcomes if one.status == "error"] == []

    def written() -> tuple[int, int]:
        proofs = ConsentProof.objects.filter(state="withdrawn").count()
        return proofs, OutboxEvent.objects.filter(name__endswith="ConsentWithdrawn").count()

    assert arena.run(written) == (1, 1)
