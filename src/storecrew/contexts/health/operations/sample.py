"""The sample goods, orders and people of a demo store: noted, and taken out of the shop in one action."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction

from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.health.errors import NoSample, OwnSignInFirst
from storecrew.contexts.health.facts import Retired
from storecrew.contexts.health.models import SampleStore
from storecrew.contexts.health.queries import sample as queries
from storecrew.contexts.people import public as people
from storecrew.contexts.promotions import public as promotions
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import DomainError
from storecrew.kernel.sentence import say

RIGHTS = ("settings.write", "catalog.write", "promotions.write", "orders.cancel", "people.write")


def note_sample(
    *,
    product_ids: Iterable[int],
    promotion_ids: Iterable[int],
    user_ids: Iterable[int],
    password: str,
    last_order_id: int,
    actor: Actor,
    at: dt.datetime,
) -> None:
    """Write down what in this store is a sample, once it is built; `password` is the one that is printed."""
    actor.require("settings.write")
    note: dict[str, Any] = {
        "product_ids": sorted(product_ids),
        "promotion_ids": sorted(promotion_ids),
        "user_ids": sorted(user_ids),
        "last_order_id": last_order_id,
        "password": password,
    }
    with transaction.atomic():
        row = SampleStore.objects.create(built_at=at, **note)
        audit.record(
            actor=actor, action="health.sample_noted", record="health.samplestore", record_id=row.pk, at=at,
            after={"products": len(note["product_ids"]), "promotions": len(note["promotion_ids"])},
        )  # fmt: skip


def retire_sample(*, actor: Actor, at: dt.datetime) -> Retired:
    """Take the sample store out of the shop: what is for sale, what is open, who can sign in (decision 0124).

    Promotions end, open orders are canceled with their money and stock, products leave every channel, and
    people who still sign in with the printed password are switched off. Books stay: orders, payments, stock
    movements, the audit trail. Each step is one of its own: after a crash it is simply asked for again.

    :raises Denied: a right of one of these steps is missing
    :raises NoSample: this is no demo store, or its sample was taken away before
    :raises OwnSignInFirst: nobody would be left who owns the shop by a password of their own
    """
    for right in RIGHTS:
        actor.require(right)
    row = queries.sample()
    if row is None:
        raise NoSample()
    public = queries.public_sign_ins(row)
    if not set(people.owner_ids()) - set(public) or actor.id in {str(id_) for id_ in public}:
        raise OwnSignInFirst()
    ended = _end_promotions(row, actor, at)
    canceled, left = _cancel_orders(row, actor, at)
    products = _take_out(row, actor, at)
    for user_id in public:
        people.disable_user(user_id=user_id, reason=_reason(), actor=actor, at=at)
    done = Retired(
        products=products, promotions=ended, orders=canceled, orders_left=left, sign_ins=len(public)
    )
    with transaction.atomic():
        SampleStore.objects.filter(pk=row.pk, retired_at=None).update(retired_at=at)
        audit.record(
            actor=actor, action="health.sample_retired", record="health.samplestore", record_id=row.pk, at=at,
            after=done._asdict(), reason=_reason(),
        )  # fmt: skip
    return done


def _end_promotions(row: SampleStore, actor: Actor, at: dt.datetime) -> int:
    running = promotions.unfinished(row.promotion_ids)
    for promotion_id in running:
        promotions.end_promotion(promotion_id, actor=actor, at=at)
    return len(running)


def _cancel_orders(row: SampleStore, actor: Actor, at: dt.datetime) -> tuple[int, int]:
    """Cancel what is open; an order whose parcel is closed already is left to the warehouse."""
    canceled = left = 0
    for order_id in queries.open_orders(row, at=at):
        try:
            aftersales.cancel_order(order_id, reason=_reason(), actor=actor, at=at)
            canceled += 1
        except DomainError:
            left += 1
    return canceled, left


def _take_out(row: SampleStore, actor: Actor, at: dt.datetime) -> int:
    ids = queries.products_for_sale(row)
    if ids:
        catalog.bulk_edit(ids=ids, changes=queries.ENDED, actor=actor, at=at, reason=_reason())
    for channel in channels.all_channels():
        catalog.set_listing(
            product_ids=row.product_ids, channel_id=channel.id, published=False, actor=actor, at=at
        )
    return len(ids)


def _reason() -> str:
    return say("The sample store was taken away.")
