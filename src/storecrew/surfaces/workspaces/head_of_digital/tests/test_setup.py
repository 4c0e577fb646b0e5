"""The steps of setting up a shop are read from its facts."""

from __future__ import annotations

import datetime as dt

import pytest
from wagtail.models import Collection, Locale, Page

from storecrew.config.bootstrap import open_shop
from storecrew.contexts.approvals import public as approvals
from storecrew.contexts.catalog.tests.factories import make_product
from storecrew.contexts.channels.models import Channel
from storecrew.contexts.content import public as content
from storecrew.contexts.content.models import ContentPage
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.people.models import User
from storecrew.contexts.people.tests.factories import make_staff
from storecrew.contexts.pricing import public as pricing
from storecrew.kernel.actor import system_actor
from storecrew.surfaces.workspaces.head_of_digital.setup import steps

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)
ROOT = system_actor("tests")


@pytest.fixture(autouse=True)
def root():
    if not Collection.objects.exists():
        Collection.add_root(name="Root")
    Locale.objects.get_or_create(language_code="en")
    if not Page.objects.exists():
        Page.add_root(title="Root", slug="root")


def missing() -> list[str]:
    return [step.title for step in steps() if not step.done]


def test_u076_a_shop_without_a_channel_begins_with_one():
    assert missing() == ["Open a channel"]


def test_u076_a_new_shop_knows_what_it_lacks(django_assert_num_queries):
    open_shop(at=AT)
    with django_assert_num_queries(1):
        assert missing() == [
            "Say who sells",
            "Give the warehouse its address",
            "Register for taxes",
            "Take real money",
            "Put the first product live",
            "Write terms and privacy in your words",
            "Sign in with a second factor",
            "Invite your colleagues",
        ]


def test_u076_each_step_is_done_by_its_fact(settings):
    open_shop(at=AT)
    settings.STORECREW_GATEWAYS = ("bank_transfer",)
    Channel.objects.update(legal={"trade_name": "Acme", "address": "Street 1"})
    place = {"street": "Street 1", "postal_code": "10115", "city": "Berlin", "country": "DE"}
    inventory.save_location("main", name="Main", is_default=True, address=place, actor=ROOT, at=AT)
    pricing.save_registration(country="DE", number="DE123456789", valid_from=AT.date(), actor=ROOT, at=AT)
    make_product("tee", channels=("default",))
    approvals.set_single_person(on=True, actor=ROOT, at=AT)
    assert missing() == ["Write terms and privacy in your words", "Sign in with a second factor"]


def test_u076_terms_count_when_a_person_has_written_them():
    open_shop(at=AT)
    content.install_starter(shop_name="Acme", actor=ROOT, at=AT)
    assert "Write terms and privacy in your words" in missing()
    owner = User.objects.get(is_superuser=True)
    for page in ContentPage.objects.filter(slug__in=("terms", "privacy")):
        page.save_revision(user=owner).publish()
    assert "Write terms and privacy in your words" not in missing()


def test_u076_the_home_of_the_owner_lists_what_is_missing(client):
    open_shop(at=AT)
    client.force_login(User.objects.get(is_superuser=True))
    page = client.get("/admin/").content.decode()
    assert "Set up the shop: 1 of 9" in page
    assert "Register for taxes" in client.get("/admin/setup/").content.decode()
    client.force_login(make_staff("customer_service"))
    assert "Set up the shop" not in client.get("/admin/").content.decode()
