"""Counting what came in: notes become events, visits and touches of orders, and the sums follow."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import fields

from django.db import transaction
from django.db.models import F, Model

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.insights.facts import Note
from storecrew.contexts.insights.models import CartPath, Event, Incoming, IngestState, OrderTouch, Visit
from storecrew.contexts.insights.operations import tallying
from storecrew.contexts.insights.operations.exposing import count_trials
from storecrew.contexts.insights.operations.holding import hold
from storecrew.contexts.insights.queries.sources import source_rules
from storecrew.contexts.insights.rules import kinds
from storecrew.contexts.insights.rules.batches import Batch, Owed, Path, Row
from storecrew.contexts.insights.rules.visits import LOOKBACK, QUIET, Stay
from storecrew.kernel.rows import insert

BATCH = 5000
COLUMNS = tuple(each.name for each in fields(Row))


def ingest(*, at: dt.datetime, most: int = 20 * BATCH) -> int:
    """Count the notes that came in, oldest first, in batches; return how many."""
    done = 0
    while done < most:
        with transaction.atomic():
            hold(at)
            rows = list(Incoming.objects.order_by("id")[:BATCH])
            if not rows:
                break
            Incoming.objects.filter(pk__in=[row.pk for row in rows]).delete()
            _take([Note.from_json(row.at, row.body) for row in rows])
        done += len(rows)
    return done


def take(notes: Sequence[Note], *, at: dt.datetime) -> None:
    """Count notes at once, for histories that are read in; what waits comes after them."""
    for start in range(0, len(notes), BATCH):
        with transaction.atomic():
            hold(at)
            _take(notes[start : start + BATCH])


def add_events(found: Iterable[Row]) -> int:
    """Write events and add them to the sums; the caller holds the state. Returns how many."""
    made = [Event(**{name: getattr(row, name) for name in COLUMNS}) for row in found]
    if insert(made):
        tallying.add(made[0].pk, made[-1].pk)
        IngestState.objects.filter(pk=1).update(events=F("events") + len(made))
    return len(made)


def _take(notes: Sequence[Note]) -> None:
    paths = _paths(notes)
    batch = Batch(
        rules=source_rules(),
        zones={one.id: one.timezone for one in channels.all_channels(include_inactive=True)},
        products=catalog.product_ids_by_slug({one.slug for one in notes if one.slug}),
        stays=_stays(notes, paths),
        paths=paths,
    )
    batch.read(notes)
    _save_stays(batch.stays)
    _save_paths(paths)
    _freeze(batch.owed)
    add_events(batch.rows)
    count_trials(notes, paths)


# --- what is known already


def _paths(notes: Sequence[Note]) -> dict[int, Path]:
    keys = {one.cart for one in notes if one.cart is not None}
    names = (
        "key",
        "channel_id",
        "visitor",
        "way",
        "source",
        "campaign",
        "device",
        "changed_at",
        "begun_at",
        "steps",
        "pages",
        "stands",
        "hindrances",
    )
    found = CartPath.objects.filter(key__in=keys).values_list(*names, "order_id", "id") if keys else ()
    return {row[0]: Path(*row) for row in found}


def _stays(notes: Sequence[Note], paths: dict[int, Path]) -> dict[int, list[Stay]]:
    """Return the visits that may go on, and for those who ordered all that may have led there."""
    near = {one.visitor for one in notes if one.visitor is not None}
    buyers = {one.visitor for one in notes if one.kind == kinds.ORDER and one.visitor is not None}
    for one in notes:
        path = paths.get(one.cart) if one.cart is not None else None
        if path and path.visitor is not None:
            (buyers if one.kind == kinds.ORDER else near).add(path.visitor)
    # a cart and its order may come in the same batch
    ordered = {one.cart for one in notes if one.kind == kinds.ORDER}
    buyers |= {one.visitor for one in notes if one.cart in ordered and one.visitor is not None}
    first = min(one.at for one in notes)
    found: dict[int, list[Stay]] = {}
    for who, since in ((near - buyers, first - QUIET), (buyers, first - LOOKBACK)):
        names = ("visitor", "channel_id", "started_at", "last_at", "way", "source", "campaign", "device")
        rows = Visit.objects.filter(visitor__in=who, last_at__gte=since).order_by("started_at", "id")
        for row in rows.values_list(*names, "views", "pages", "last_path", "id") if who else ():
            found.setdefault(row[0], []).append(Stay(*row))
    return found


# --- what is known now


def _save_stays(stays: dict[int, list[Stay]]) -> None:
    mine = [one for found in stays.values() for one in found if one.changed]
    insert([_visit(one) for one in mine if one.id is None])
    _change([_visit(one) for one in mine if one.id is not None], "last_at", "views", "pages", "last_path")


def _visit(one: Stay) -> Visit:
    return Visit(
        pk=one.id, visitor=one.visitor, channel_id=one.channel_id, started_at=one.started_at,
        last_at=one.last_at, way=one.way, source=one.source, campaign=one.campaign, device=one.device,
        views=one.views, pages=one.pages, last_path=one.last_path,
    )  # fmt: skip


def _save_paths(paths: dict[int, Path]) -> None:
    mine = [one for one in paths.values() if one.changed]
    insert([_cart_path(one) for one in mine if one.id is None])
    old = [_cart_path(one) for one in mine if one.id is not None]
    _change(old, "visitor", "steps", "pages", "stands", "hindrances", "order", "changed_at", "begun_at")


def _change(old: Sequence[Model], *names: str) -> None:
    """Store these fields of rows that are there: as rows to insert, which costs a third of `bulk_update`."""
    if old:
        type(old[0])._default_manager.bulk_create(
            old, batch_size=1000, update_conflicts=True, update_fields=names, unique_fields=["id"]
        )


def _cart_path(one: Path) -> CartPath:
    return CartPath(
        pk=one.id, key=one.key, channel_id=one.channel_id, visitor=one.visitor, way=one.way,
        source=one.source, campaign=one.campaign, device=one.device, steps=one.steps,
        pages=one.pages, stands=one.stands, hindrances=one.hindrances, order_id=one.order_id,
        changed_at=one.changed_at, begun_at=one.begun_at,
    )  # fmt: skip


def _freeze(owed: Sequence[Owed]) -> None:
    """Write down what each order owes to which visits; an order that has its touches keeps them."""
    rows = []
    for one in owed:
        shared = {
            "order_id": one.note.order_id,
            "channel_id": one.note.channel_id,
            "day": one.day,
            "amount": one.note.amount,
        }
        if not one.touches:
            rows.append(
                OrderTouch(
                    **shared, place="only", position=0, at=one.note.at, way="unknown", device=one.device
                )
            )
        rows += [
            OrderTouch(**shared, position=number, **touch._asdict())
            for number, touch in enumerate(one.touches)
        ]
    OrderTouch.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)
