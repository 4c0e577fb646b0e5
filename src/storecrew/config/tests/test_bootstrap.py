"""``./dev up --no-demo``: the empty shop works at once, and opening it twice changes nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.core.management import call_command
from wagtail.models import Locale, Page, Site

from storecrew.config.bootstrap import CHANNEL, OWNER, open_homes, open_shop
from storecrew.contexts.channels import public as channels
from storecrew.contexts.discovery import public as discovery
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.people import public as people
from storecrew.contexts.shipping import public as shipping
from storecrew.kernel import clock
from storecrew.kernel.money import Money

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def tree(db):
    """Wagtail's root, which its first migration makes."""
    Locale.objects.get_or_create(language_code="en")
    if not Page.objects.exists():
        Page.add_root(title="Root", slug="root")


def test_the_empty_shop_can_sell() -> None:
    owner = open_shop(at=clock.now())
    channel = channels.facts(CHANNEL)
    assert (channel.currency, channel.locale, channel.country) == ("EUR", "en", "DE")
    assert channels.facts(None).code == CHANNEL
    assert [place.code for place in inventory.locations()] == ["main"]
    (option,) = shipping.options(
        channel=channel, country="DE", region="", postal_code="10115", weight_g=500,
        value=Money(2000, "EUR"), items=1, at=clock.now(),
    )  # fmt: skip
    assert option.price == Money(490, "EUR")
    person = people.person_by_email(OWNER)
    assert person is not None
    assert [role.code for role in people.roles_of(person.id)] == ["owner"]
    assert len(owner.password) >= 12


def test_its_pages_begin_at_homes_of_its_own() -> None:
    open_shop(at=clock.now())
    open_homes(at=clock.now())
    open_homes(at=clock.now())
    site = Site.objects.select_related("root_page").get(is_default_site=True)
    assert (site.site_name, site.root_page.title) == ("Shop", "Shop")
    assert not Page.objects.filter(title__startswith="Welcome to your new").exists()


def test_opening_twice_changes_nothing() -> None:
    open_shop(at=clock.now())
    again = open_shop(at=clock.now())
    assert again.password == ""
    assert len(channels.all_channels()) == 1


def test_the_command_prints_the_owner_and_keeps_the_secret_close(
    settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.STORECREW_DATA = tmp_path
    call_command("bootstrap_shop")
    written = json.loads((tmp_path / "owner.json").read_text())
    assert written["password"] in capsys.readouterr().out
    query = discovery.ProductQuery(channel=channels.facts(None), locale="en")
    assert not discovery.search(query, at=clock.now()).degraded
    assert (tmp_path / "owner.json").stat().st_mode & 0o077 == 0
    call_command("bootstrap_shop")
    assert "keeps the password" in capsys.readouterr().out
