"""An empty but working shop: what ``./dev up --no-demo`` opens."""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass

from storecrew.contexts.channels import public as channels
from storecrew.contexts.content import public as content
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.people import public as people
from storecrew.contexts.pricing import public as pricing
from storecrew.contexts.shipping import public as shipping
from storecrew.kernel.actor import Actor, system_actor

CHANNEL = "default"
LOCATION = "main"
METHOD = "standard"
FLAT_RATE = 490
OWNER = "owner@storecrew.example"
EUROPEAN_UNION = (
    "DE", "AT", "BE", "BG", "CY", "CZ", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT",
    "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
)  # fmt: skip


@dataclass(frozen=True)
class OwnerSignIn:
    """The first account of an installation. ``password`` is empty when the account was there before."""

    email: str
    password: str


def open_shop(*, at: dt.datetime) -> OwnerSignIn:
    """Open one channel in euro with one location, one way to ship, taxes, and an owner; safe to repeat."""
    actor = system_actor("bootstrap_shop")
    people.seed_organization(actor=actor, at=at)
    channel = channels.ensure_channel(
        code=CHANNEL,
        name="Shop",
        market_code="eu",
        market_name="European Union",
        currency="EUR",
        countries=EUROPEAN_UNION,
        default_country="DE",
        tax_display="gross",
        locales=("en", "ko"),
        timezone="Europe/Berlin",
        is_default=True,
        actor=actor,
        at=at,
    )
    inventory.save_location(LOCATION, name="Main warehouse", is_default=True, actor=actor, at=at)
    inventory.connect_channel(LOCATION, channel.id, actor=actor, at=at)
    pricing.seed_tax_rates(actor=actor, at=at)
    shipping.save_method(
        code=METHOD,
        name="Standard delivery",
        rates=[shipping.RateRow(amount=FLAT_RATE, currency="EUR")],
        translations={"ko": {"name": "일반 배송"}},
        min_days=2,
        max_days=4,
        actor=actor,
        at=at,
    )
    return _owner(actor, at)


def open_homes(*, at: dt.datetime) -> None:
    """Put a home page of each language where Wagtail has its welcome page; safe to repeat."""
    shop_name = channels.facts(CHANNEL).name
    content.ensure_homes(shop_name=shop_name, actor=system_actor("bootstrap_shop"), at=at)


def _owner(actor: Actor, at: dt.datetime) -> OwnerSignIn:
    if people.person_by_email(OWNER) is not None:
        return OwnerSignIn(OWNER, "")
    password = secrets.token_urlsafe(12)
    person = people.add_person(email=OWNER, name="Owner", password=password, locale="en", actor=actor, at=at)
    people.assign_role(user_id=person.id, role_code=people.OWNER, actor=actor, at=at)
    return OwnerSignIn(OWNER, password)
