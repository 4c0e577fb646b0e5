"""AUT-04: what is missing or unknown denies."""

from __future__ import annotations

import itertools

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpResponse
from django.test import Client, override_settings

from storecrew.contexts.people import public as people
from storecrew.contexts.people.tests.factories import make_staff
from storecrew.kernel import ratelimit
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import Denied
from storecrew.kernel.permissions import ALL_KEYS
from storecrew.surfaces.ui.backoffice.access import workspace_page

pytestmark = pytest.mark.django_db
SECURITY = (
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "storecrew.surfaces.ui.backoffice.signin.SecondFactorMiddleware",
)
PAGES = ("/admin/", "/admin/orders/", "/admin/people/", "/admin/mails/", "/admin/customers/")


def refused(client: Client, path: str) -> bool:
    """Say whether a page stayed closed; a fault is closed, a page is open."""
    return client.get(path).status_code != 200


def closed_for_strangers() -> list[str]:
    try:
        client = Client(raise_request_exception=False)
        return [path for path in PAGES if not refused(client, path)]
    except ImproperlyConfigured:
        return []  # does not even start


@pytest.mark.parametrize("without", SECURITY)
def test_aut_04_a_missing_middleware_opens_nothing(without: str):
    with override_settings(MIDDLEWARE=[name for name in settings.MIDDLEWARE if name != without]):
        assert closed_for_strangers() == []


@pytest.mark.parametrize("order", list(itertools.permutations(SECURITY))[1::4])
def test_aut_04_middleware_in_another_order_opens_nothing(order: tuple[str, ...]):
    shuffled = iter(order)
    names = [next(shuffled) if name in SECURITY else name for name in settings.MIDDLEWARE]
    with override_settings(MIDDLEWARE=names):
        assert closed_for_strangers() == []


def test_aut_04_a_key_that_nobody_knows_is_denied_to_everybody():
    owner = people.actor_for(make_staff("owner"))
    for key in ("", "orders", "orders.*", "*", "orders.READ", "orders.read ", "none.such"):
        for ask in (owner.can, owner.require):
            with pytest.raises((KeyError, Denied)):
                ask(key)


def test_aut_04_a_page_without_a_known_right_is_no_page():
    for keys in ((), "", "everybody", ("orders.read", "unknown.key")):
        with pytest.raises(ValueError, match="rights of the catalogue"):
            workspace_page(permission=keys)(lambda request: HttpResponse("open"))


def test_aut_04_a_scope_lets_in_what_it_names_only():
    actor = Actor(
        "staff", "1", "x", frozenset(ALL_KEYS), {"channel": frozenset({"eu"}), "location": frozenset()}
    )
    assert actor.can_see("channel", "eu")
    for kind, code in (("channel", "kr"), ("channel", ""), ("channel", "EU"), ("location", "main")):
        assert not actor.can_see(kind, code), (kind, code)


def test_aut_04_a_person_without_roles_or_whose_role_is_gone_has_no_right():
    nobody = people.actor_for(make_staff(email="new@storecrew.example"))
    assert not [key for key in ALL_KEYS if nobody.can(key)]


def test_aut_04_an_operation_without_a_limit_is_refused_and_not_unlimited():
    with pytest.raises(ratelimit.UnknownLimit):
        ratelimit.hit("nobody.declared_this", "ip:203.0.113.1")


@override_settings(STORECREW_STRIPE_WEBHOOK_SECRET="", STORECREW_GATEWAYS=["stripe"])
def test_aut_04_without_a_secret_no_message_is_believed():
    answer = Client().post(
        "/webhooks/payments/stripe/", "{}", content_type="application/json", HTTP_STRIPE_SIGNATURE="t=1,v1="
    )
    assert answer.status_code in (400, 401, 404)


@override_settings(SECRET_KEY="")
def test_aut_04_without_a_secret_key_nothing_is_signed():
    from django.core import signing

    with pytest.raises(ImproperlyConfigured):
        signing.dumps("x")
