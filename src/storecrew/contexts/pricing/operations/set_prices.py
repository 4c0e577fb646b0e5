"""Set prices: the one writer of price rows and of their history."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from django.db import transaction

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.pricing.errors import InvalidPrice, StalePrice
from storecrew.contexts.pricing.facts import PriceRow, PricesSet, _Unset
from storecrew.contexts.pricing.models import Price, PriceChange, PriceList, PriceOperation
from storecrew.contexts.pricing.operations.announce import FEW, announce
from storecrew.contexts.pricing.operations.bulk_write import insert, upsert
from storecrew.contexts.pricing.queries.prices import base_list_code, price_list
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor

CHUNK = 5_000
LARGEST = 2**63 - 1
_Stored = tuple[int, int | None, bool]  # amount, compare_at_amount, on_request


def set_prices(
    *,
    rows: Iterable[PriceRow],
    actor: Actor,
    at: dt.datetime,
    price_list_code: str = "",
    channel: channels.ChannelFacts | None = None,
    operation: PriceOperation | None = None,
) -> PricesSet:
    """Write prices into a list (or the base list of a channel, made when absent) with their history.

    Rows that change nothing write nothing; of two rows for one variant and quantity the later counts. Made
    for importers: tens of thousands of rows in a second. Publishes PricesChanged. Raises InvalidPrice,
    StalePrice (nothing is written then) and UnknownPriceList.
    """
    actor.require("pricing.write")
    counts = [0, 0, 0, 0]
    touched: list[int] = []
    with transaction.atomic():
        target = price_list(price_list_code) if price_list_code else _base_list(channel, at)
        for chunk in _chunks(rows):
            changes = _write_chunk(target, chunk, actor, at, operation, counts)
            touched.extend(changes)
        if touched:
            audit.record(
                actor=actor,
                action="pricing.prices_set",
                record="pricing.price_list",
                record_id=target.code,
                at=at,
                after={"created": counts[0], "changed": counts[1], "removed": counts[2]},
            )
            announce(touched, target)
    return PricesSet(*counts)


def ensure_base_list(channel: channels.ChannelFacts, *, at: dt.datetime) -> str:
    """Return the code of the channel's base list, which is made when it does not exist."""
    return _base_list(channel, at).code


def _base_list(channel: channels.ChannelFacts | None, at: dt.datetime) -> PriceList:
    channel = channel or channels.facts()
    found, _created = PriceList.objects.get_or_create(
        code=base_list_code(channel),
        defaults={
            "name": f"{channel.name} {channel.currency}"[:120],
            "currency": channel.currency,
            "kind": PriceList.BASE,
            "channel_id": channel.id,
            "created_at": at,
        },
    )
    return found


def _chunks(rows: Iterable[PriceRow]) -> Iterator[list[PriceRow]]:
    iterator = iter(rows)
    while chunk := list(islice(iterator, CHUNK)):
        yield chunk


def _write_chunk(
    target: PriceList,
    chunk: Sequence[PriceRow],
    actor: Actor,
    at: dt.datetime,
    operation: PriceOperation | None,
    counts: list[int],
) -> list[int]:
    """Write one chunk and return the variants whose price changed."""
    wanted = {(row.variant_id, row.min_quantity): _checked(row) for row in chunk}
    stored = _stored(target, {variant_id for variant_id, _minimum in wanted})
    _refuse_stale(wanted, stored)
    _refuse_unknown({variant_id for variant_id, _minimum in wanted.keys() - stored.keys()})
    prices: list[tuple] = []
    removed: list[tuple[int, int]] = []
    history: list[tuple] = []
    operation_id = operation.pk if operation else None
    for key, row in wanted.items():
        old = stored.get(key)
        new = _new(row)
        if old == new:
            counts[3] += 1
            continue
        counts[0 if old is None else 2 if new is None else 1] += 1
        if new is None:
            removed.append(key)
        else:
            prices.append((target.pk, *key, *new, at))
        history.append(
            (
                *key,
                target.pk,
                *_public(old),
                *_public(new),
                row.on_request,
                operation_id,
                actor.label[:200],
                at,
            )
        )
    upsert(
        Price,
        (
            *("price_list_id", "variant_id", "min_quantity"),
            *("amount", "compare_at_amount", "on_request", "updated_at"),
        ),
        prices,
        key=("variant_id", "price_list_id", "min_quantity"),
    )
    for variant_id, minimum in removed:
        Price.objects.filter(price_list=target, variant_id=variant_id, min_quantity=minimum).delete()
    insert(
        PriceChange,
        (
            *("variant_id", "min_quantity", "price_list_id", "old_amount", "old_compare_at_amount"),
            *("new_amount", "new_compare_at_amount", "on_request", "operation_id", "actor_label", "at"),
        ),
        history,
    )
    return [row[0] for row in history]


def _new(row: PriceRow) -> _Stored | None:
    if row.on_request:
        return (0, None, True)
    return None if row.amount is None else (row.amount, row.compare_at_amount, False)


def _public(value: _Stored | None) -> tuple[int | None, int | None]:
    """Return what the public saw, amount and strike price: nothing of a price on request."""
    return value[:2] if value is not None and not value[2] else (None, None)


def _checked(row: PriceRow) -> PriceRow:
    if row.on_request and (row.amount is not None or row.compare_at_amount is not None):
        raise InvalidPrice(variant_id=row.variant_id, problem="on_request_with_amount")
    numbers = [row.min_quantity] + [n for n in (row.amount, row.compare_at_amount) if n is not None]
    if any(isinstance(n, bool) or not isinstance(n, int) for n in numbers):
        raise InvalidPrice(variant_id=row.variant_id, problem="not_whole")
    if row.min_quantity < 1 or any(not 0 <= n <= LARGEST for n in numbers):
        raise InvalidPrice(variant_id=row.variant_id, problem="out_of_range")
    return row


def _stored(target: PriceList, variant_ids: set[int]) -> dict[tuple[int, int], _Stored]:
    """Return the present rows, locked in the order of their keys where the database can."""
    rows = (
        Price.objects.select_for_update()
        .filter(price_list=target, variant_id__in=variant_ids)
        .order_by("pk")
        .values_list("variant_id", "min_quantity", "amount", "compare_at_amount", "on_request")
    )
    return {(variant_id, minimum): tuple(stored) for variant_id, minimum, *stored in rows}  # type: ignore[misc]


def _refuse_stale(wanted: dict[tuple[int, int], PriceRow], stored: dict[tuple[int, int], _Stored]) -> None:
    stale = [
        key[0]
        for key, row in wanted.items()
        if not isinstance(row.expected_amount, _Unset) and _public(stored.get(key))[0] != row.expected_amount
    ]
    if stale:
        raise StalePrice(variant_ids=sorted(set(stale)))


def _refuse_unknown(variant_ids: set[int]) -> None:
    """Refuse prices of variants that do not exist; importers write those themselves, so theirs are not
    asked for.
    """
    if not 0 < len(variant_ids) <= FEW:
        return
    unknown = sorted(variant_ids - catalog.variants(sorted(variant_ids)).keys())
    if unknown:
        raise InvalidPrice(variant_id=unknown[0], problem="unknown_variant")
