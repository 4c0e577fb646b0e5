"""Reads of orders that are collected at a location of ours."""

from __future__ import annotations

from django.db.models import QuerySet

from storecrew.contexts.fulfillment.errors import UnknownWork, WrongCollectionCode
from storecrew.contexts.fulfillment.facts import CollectionFacts
from storecrew.contexts.fulfillment.models import Collection
from storecrew.contexts.fulfillment.rules import collecting as rules
from storecrew.kernel.actor import Actor


def visible_collections(actor: Actor) -> QuerySet[Collection]:
    """Return the orders to be collected at the actor's locations and of their channels, for lists."""
    rows = Collection.objects.all()
    for kind, lookup in (
        ("location", "location__code__in"), ("channel", "fulfillment_order__channel_code__in")
    ):  # fmt: skip
        allowed = actor.scopes.get(kind)
        if allowed is not None:
            rows = rows.filter(**{lookup: allowed})
    return rows


def collection_of(collection_id: int, actor: Actor) -> CollectionFacts:
    """Return one order to be collected that the actor may see. Raises UnknownWork."""
    row = visible_collections(actor).select_related("location").filter(pk=collection_id).first()
    if row is None:
        raise UnknownWork(collection=collection_id)
    return collection_facts(row)


def collection_by_code(typed: str, actor: Actor) -> CollectionFacts:
    """Return what waits at the actor's locations under a code, or under an order's number.

    Raises WrongCollectionCode: nothing does.
    """
    plain = "".join(sign for sign in typed.upper() if sign.isalnum() or sign == "-").strip("-")
    rows = visible_collections(actor).filter(state=rules.READY).select_related("location")
    row = rows.filter(code=plain.replace("-", "")).first() or rows.filter(number=plain).first()
    if row is None:
        raise WrongCollectionCode()
    return collection_facts(row)


def collections_of_order(order_id: int) -> tuple[CollectionFacts, ...]:
    """Return the parts of an order that wait or waited for the customer, oldest first; one query."""
    rows = Collection.objects.filter(order_id=order_id).select_related("location").order_by("pk")
    return tuple(collection_facts(row) for row in rows)


def waiting_parts(order_id: int) -> frozenset[int]:
    """Return the ids of the fulfillment orders of an order that wait for the customer."""
    rows = Collection.objects.filter(order_id=order_id, state=rules.READY)
    return frozenset(rows.values_list("fulfillment_order_id", flat=True))


def collection_facts(row: Collection) -> CollectionFacts:
    """Build the facts of one."""
    return CollectionFacts(
        id=row.pk,
        order_id=row.order_id,
        work_id=row.fulfillment_order_id,
        number=row.number,
        code=row.code,
        state=row.state,
        location_code=row.location.code,
        location_name=row.location.name,
        ready_at=row.ready_at,
        keep_until=row.keep_until,
        reminded_at=row.reminded_at,
        closed_at=row.closed_at,
        by_code=row.by_code,
        received_by=row.received_by,
        seen=row.seen,
        closed_by=row.closed_by,
    )
