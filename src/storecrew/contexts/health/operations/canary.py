"""The first shopper is ours: an article, an address, a way to ship and to pay.

`try_to_buy` goes as far as the button when the door opens; nothing is placed. `place_check_order` presses it:
the order is real and marked, paid at the pretended bank, told to nobody and taken back at once, so stock and
books are as before. When something is missing after the opening, the channel closes again.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import F, Q

from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.channels import public as channels
from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.health.errors import LaunchMoved
from storecrew.contexts.health.models import Launch
from storecrew.contexts.health.operations.launching import GRANTER, PERMISSION, RECORD, page_of, roll_back
from storecrew.contexts.health.providers import launch_facts as provider
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.orders import public as orders
from storecrew.contexts.payments import public as payments
from storecrew.contexts.work import public as work
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor, guest_actor, system_actor
from storecrew.kernel.errors import DomainError
from storecrew.kernel.sentence import Sentence, joined, refused, say, words_of

MAIL = "canary@canary.invalid"
BANK, CARD = "simulator", "tok_ok"
SYSTEM = system_actor("health.canary")
UNDER_WAY = (Launch.State.PREPARING, Launch.State.LIVE)
LEFT_AFTER = dt.timedelta(minutes=5)


def try_to_buy(launch_id: int, *, actor: Actor, at: dt.datetime) -> str:
    """Walk to the button that orders, as a guest; return "" or what stood in the way, having rolled back."""
    row = Launch.objects.filter(pk=launch_id, state=Launch.State.LIVE).first()
    if row is None:
        return ""
    _token, problem = _walk(channels.facts(row.channel_code), at=at)
    with transaction.atomic():
        Launch.objects.filter(pk=launch_id).update(canary_at=at, canary_problem=problem)
        audit.record(
            actor=actor, action="health.canary_walked", record=RECORD, record_id=launch_id, at=at,
            after={"problem": problem},
        )  # fmt: skip
    if problem:
        _close_again(row, problem, actor=actor, at=at)
    return problem


def place_check_order(launch_id: int, *, actor: Actor, at: dt.datetime) -> str:
    """Place an order in the channel of a launch and take it back; return "" or what stood in the way.

    Before the opening somebody presses a button for it; after it timed work does so once, and a failure
    closes the channel. Call it outside any transaction.

    :raises Denied: the actor may not open channels
    :raises LaunchMoved: the launch is over
    """
    actor.require(PERMISSION)
    row = Launch.objects.filter(pk=launch_id, state__in=UNDER_WAY).first()
    if row is None:
        raise LaunchMoved
    number, problem = _buy_and_take_back(channels.facts(row.channel_code), at=at)
    with transaction.atomic():
        Launch.objects.filter(pk=launch_id).update(check_at=at, check_order=number, check_problem=problem)
        audit.record(
            actor=actor, action="health.check_order_placed", record=RECORD, record_id=launch_id, at=at,
            after={"number": number, "problem": problem},
        )  # fmt: skip
    if problem and row.state == Launch.State.LIVE:
        _close_again(row, problem, actor=actor, at=at)
    return problem


def check_what_opened(*, at: dt.datetime) -> int:
    """Place the check order of each launch that went live without one since; end what a crash left."""
    for order_id in orders.left_checks(at - LEFT_AFTER):
        _take_back(order_id, at=at)
    rows = Launch.objects.filter(state=Launch.State.LIVE, canary_at__isnull=False)
    rows = rows.filter(Q(check_at=None) | Q(check_at__lt=F("opened_at")))
    ids = list(rows.values_list("pk", flat=True)[:20])
    for launch_id in ids:
        place_check_order(launch_id, actor=SYSTEM, at=at)
    return len(ids)


def _close_again(row: Launch, problem: str, *, actor: Actor, at: dt.datetime) -> None:
    work.raise_finding(
        code="launch_rolled_back",
        title=say("%(launch)s was rolled back: the check order failed", launch=row.name),
        detail=problem,
        owner_role=GRANTER,
        severity="critical",
        dedupe_key=f"launch_canary:{row.pk}",
        record=RECORD,
        record_id=row.pk,
        url=page_of(row.pk),
        actor=actor,
        at=at,
    )
    roll_back(launch_id=row.pk, reason=joined([say("Check order:"), problem]), actor=actor, at=at)


def _buy_and_take_back(channel: channels.ChannelFacts, *, at: dt.datetime) -> tuple[str, str]:
    """Return the number of the order and what went wrong; "" for what there is none of."""
    token, problem = _walk(channel, at=at)
    if problem:
        return "", problem
    try:
        placed = checkout.place_order(
            token, gateway=BANK, payment_token=CARD, check=True, actor=guest_actor("canary"), at=at
        )
    except DomainError as error:
        return "", refused(error)
    return placed.order_number, _take_back(placed.order_id, at=at)


def _take_back(order_id: int, *, at: dt.datetime) -> str:
    try:
        aftersales.cancel_order(order_id, reason=say("Check order"), actor=SYSTEM, at=at)
    except DomainError as error:
        return refused(error)
    held = any(one.capturable or one.refundable for one in payments.payments_of_order(order_id))
    set_aside = any(one.state == "allocated" for one in inventory.allocations_of(order_id))
    if held or set_aside or orders.order(order_id).status != "canceled":
        return say("The check order was placed, but could not be taken back as a whole.")
    return ""


def _walk(channel: channels.ChannelFacts, *, at: dt.datetime) -> tuple[str, str]:
    """Fill a cart up to the button; return its token and what stands in the way."""
    guest = guest_actor("canary")
    sku = provider.article(channel)
    if not sku:
        return "", say("Nothing is for sale and in stock.")
    try:
        cart = checkout.open_cart(channel_code=channel.code, locale=channel.locale, actor=guest, at=at)
        checkout.add_line(cart.token, sku, 1, actor=guest, at=at)
        cart = checkout.set_details(
            cart.token, email=MAIL, shipping_address=_address(channel.country), actor=guest, at=at
        )
        options = checkout.shipping_options(cart.token, at=at)
        if not options:
            return "", say("Nothing ships to %(country)s.", country=channel.country)
        cart = checkout.set_details(cart.token, shipping_method=options[0].code, actor=guest, at=at)
        ways = payments.available_gateways(channel.code)
    except DomainError as error:
        return "", refused(error)
    if not ways:
        return "", say("There is no way to pay.")
    return cart.token, joined(Sentence(words_of(each.message)) for each in cart.requirements)


def _address(country: str) -> dict[str, str]:
    towns = {
        "DE": ("10115", "Berlin", ""),
        "KR": ("04524", "중구", "서울특별시"),
        "US": ("10001", "New York", "NY"),
    }
    postal_code, city, region = towns.get(country, ("1000", "Town", ""))
    return {
        "name": "Check Order", "street": "Main Street 1", "postal_code": postal_code, "city": city,
        "region": region, "country": country, "phone": {"KR": "02-120"}.get(country, ""),
    }  # fmt: skip
