"""The wait list of sold-out variants: ask, confirm, stop.

An address that its writer has not proved to own gets one mail to confirm, and every answer is the same, so
that nobody learns who waits for what (ABU-03).
"""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.checkout import wait_mails
from storecrew.contexts.checkout.errors import InStockAlready, NotForSale, NotWaiting
from storecrew.contexts.checkout.facts import WaitView
from storecrew.contexts.checkout.models import WaitListEntry
from storecrew.contexts.checkout.operations import editing
from storecrew.contexts.inventory import public as inventory
from storecrew.kernel import ratelimit
from storecrew.kernel.actor import Actor

LIMIT = "checkout.wait"
State = WaitListEntry.State
ratelimit.define(LIMIT, ip="20/1h", email="10/1d")


def wait_for(
    sku: str,
    email: str,
    *,
    channel: channels.ChannelFacts,
    locale: str,
    consent: str,
    customer_id: int | None = None,
    proved: str = "",
    actor: Actor,
    at: dt.datetime,
) -> None:
    """Put an address on the wait list of a variant; asking again changes nothing.

    `proved` is the address that the visitor has shown to be theirs, by signing in; any other gets a mail to
    confirm first, one a day at most.

    :raises InvalidContact: the address cannot be right
    :raises NotForSale: no such article is sold in the channel
    :raises InStockAlready: it can be bought now
    :raises Refused: too many from one place or for one address
    """
    address = editing.clean_email(email)
    variant_id = catalog.sellable_ids([sku], channel_id=channel.id).get(sku)
    if variant_id is None:
        raise NotForSale(sku=sku)
    if inventory.available_to_promise([variant_id], channel_id=channel.id)[variant_id].available > 0:
        raise InStockAlready(sku=sku)
    ratelimit.hit(LIMIT, f"ip:{actor.ip}", f"email:{address}")
    is_own = bool(proved) and address == proved.lower()
    with transaction.atomic():
        row = _entry(
            variant_id=variant_id,
            channel_id=channel.id,
            email=address,
            values={
                "locale": locale,
                "consent": consent[:500],
                "asked_at": at,
                "customer_id": customer_id if is_own else None,
            },
        )
        if is_own:
            _start(row.token, at)
        elif row.state == State.ASKED:
            wait_mails.queue_confirmation(row, at=at)


def wait(token: str, *, locale: str) -> WaitView:
    """Return what the holder of a link waits for. Raises NotWaiting."""
    row = WaitListEntry.objects.filter(token=token).first()
    found = catalog.variants([row.variant_id], locale=locale).get(row.variant_id) if row else None
    if row is None or found is None:
        raise NotWaiting
    return WaitView(
        token=row.token,
        title=found.product_title,
        options=found.options,
        slug=found.product_slug,
        sku=found.sku,
        state=row.state,
    )


def confirm_wait(token: str, *, at: dt.datetime) -> None:
    """Let the address behind a link wait; harmless when repeated. Raises NotWaiting."""
    if not _start(token, at) and not WaitListEntry.objects.filter(token=token).exists():
        raise NotWaiting


def stop_waiting(token: str) -> None:
    """Take the address behind a link off the list and forget it; harmless when repeated."""
    WaitListEntry.objects.filter(token=token).delete()


def _start(token: str, at: dt.datetime) -> bool:
    asked = WaitListEntry.objects.filter(token=token, state=State.ASKED)
    return bool(asked.update(state=State.WAITING, confirmed_at=at))


def _entry(*, variant_id: int, channel_id: int, email: str, values: dict[str, object]) -> WaitListEntry:
    """Return the entry that waits already, or a new one."""
    key = {"variant_id": variant_id, "channel_id": channel_id, "email": email}
    open_ones = WaitListEntry.objects.filter(**key, state__in=(State.ASKED, State.WAITING))
    found = open_ones.first()
    if found is not None:
        return found
    try:
        with transaction.atomic():
            return WaitListEntry.objects.create(**key, **values)
    except IntegrityError:
        return open_ones.get()
