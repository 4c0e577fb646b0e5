"""The first shopper after the door opened is ours: an article, an address, a way to ship and to pay.

Nothing is paid and nothing is placed, because real ways to pay move real money: it goes as far as the button.
When something is missing, the channel closes again at once.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from storecrew.contexts.channels import public as channels
from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.health.models import Launch
from storecrew.contexts.health.operations.launching import GRANTER, RECORD, page_of, roll_back
from storecrew.contexts.health.providers import launch_facts as provider
from storecrew.contexts.payments import public as payments
from storecrew.contexts.work import public as work
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor, guest_actor
from storecrew.kernel.errors import DomainError
from storecrew.kernel.sentence import say

MAIL = "canary@canary.invalid"


def try_to_buy(launch_id: int, *, actor: Actor, at: dt.datetime) -> str:
    """Walk to the button that orders, as a guest; return "" or what stood in the way, having rolled back."""
    row = Launch.objects.filter(pk=launch_id, state=Launch.State.LIVE).first()
    if row is None:
        return ""
    problem = _walk(channels.facts(row.channel_code), at=at)
    with transaction.atomic():
        Launch.objects.filter(pk=launch_id).update(canary_at=at, canary_problem=problem[:400])
        audit.record(
            actor=actor, action="health.canary_walked", record=RECORD, record_id=launch_id, at=at,
            after={"problem": problem},
        )  # fmt: skip
        if problem:
            work.raise_finding(
                code="launch_rolled_back",
                title=say("%(launch)s was rolled back: the check order failed", launch=row.name),
                detail=problem,
                owner_role=GRANTER,
                severity="critical",
                dedupe_key=f"launch_canary:{launch_id}",
                record=RECORD,
                record_id=launch_id,
                url=page_of(launch_id),
                actor=actor,
                at=at,
            )
    if problem:
        roll_back(launch_id=launch_id, reason=f"check order: {problem}"[:400], actor=actor, at=at)
    return problem


def _walk(channel: channels.ChannelFacts, *, at: dt.datetime) -> str:
    guest = guest_actor("canary")
    sku = provider.article(channel)
    if not sku:
        return str(say("Nothing is for sale and in stock."))
    try:
        cart = checkout.open_cart(channel_code=channel.code, locale=channel.locale, actor=guest, at=at)
        checkout.add_line(cart.token, sku, 1, actor=guest, at=at)
        cart = checkout.set_details(
            cart.token, email=MAIL, shipping_address=_address(channel.country), actor=guest, at=at
        )
        options = checkout.shipping_options(cart.token, at=at)
        if not options:
            return str(say("Nothing ships to %(country)s.", country=channel.country))
        cart = checkout.set_details(cart.token, shipping_method=options[0].code, actor=guest, at=at)
        ways = payments.available_gateways(channel.code)
    except DomainError as error:
        return str(error)
    if not ways:
        return str(say("There is no way to pay."))
    return " ".join(str(each.message) for each in cart.requirements)


def _address(country: str) -> dict[str, str]:
    towns = {
        "DE": ("10115", "Berlin", ""),
        "KR": ("04524", "중구", "서울특별시"),
        "US": ("10001", "New York", "NY"),
    }
    postal_code, city, region = towns.get(country, ("1000", "Town", ""))
    return {
        "name": "Check Order", "street": "Main Street 1", "postal_code": postal_code, "city": city,
        "region": region, "country": country,
    }  # fmt: skip
