"""Set prices: the one writer of price rows and of their history."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any, NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.pricing.errors import InvalidPrice, InvalidPriceList, StalePrice
from storecrew.contexts.pricing.facts import PriceRow, PricesSet, _Unset
from storecrew.contexts.pricing.models import Price, PriceChange, PriceList, PriceOperation
from storecrew.contexts.pricing.operations import second_person
from storecrew.contexts.pricing.operations.announce import FEW, announce
from storecrew.contexts.pricing.operations.bulk_write import insert, upsert
from storecrew.contexts.pricing.queries.lists import LISTS_TAG, base_list_code, price_list
from storecrew.kernel import audit, revisions
from storecrew.kernel.actor import Actor

CHUNK = 5_000
LARGEST = 2**63 - 1
_Stored = tuple[int, int | None, bool]  # amount, compare_at_amount, on_request
_STORED_FIELDS = ("variant_id", "min_quantity", "amount", "compare_at_amount", "on_request")
_PRICE_COLUMNS = (
    *("price_list_id", "variant_id", "min_quantity"),
    *("amount", "compare_at_amount", "on_request", "updated_at"),
)
_HISTORY_COLUMNS = (
    *("variant_id", "min_quantity", "price_list_id", "old_amount", "old_compare_at_amount"),
    *("new_amount", "new_compare_at_amount", "on_request"),
    *("actor_label", "at", "operation_id", "approval_id"),
)


def set_prices(
    *,
    rows: Iterable[PriceRow],
    actor: Actor,
    at: dt.datetime,
    price_list_code: str = "",
    channel: channels.ChannelFacts | None = None,
    reason: str = "",
    batch: str = "",
) -> PricesSet:
    """Write prices into a list (or the base list of a channel, made when absent) with their history.

    Rows that change nothing write nothing; of two rows for one variant and quantity the later counts. Made
    for importers: tens of thousands of rows in a second. Publishes PricesChanged.

    Prices that fall further than the actor may let them wait for a second person (AUT-10): with a ``reason``
    the others are written and those are named in ``waiting``; ``batch`` joins the calls of one import into
    one request.

    :raises InvalidPrice: an impossible amount, quantity or variant
    :raises StalePrice: a row was changed by somebody else; nothing is written then
    :raises UnknownPriceList: no list has this code
    :raises SecondPersonNeeded: prices fall too far and no reason is given; nothing is written then
    """
    actor.require("pricing.write")
    with transaction.atomic():
        target = price_list(price_list_code) if price_list_code else _base_list(channel, at)
        guard = second_person.Guard(target, actor, at)
        done = write_prices(target, rows, actor=actor, at=at, guard=guard)
        if not guard.falls:
            return done
        payload = {"list": target.code, "rows": second_person.row_payload(guard.falls)}
        asked = second_person.ask(
            target,
            guard.falls,
            reason=reason,
            key=f"{target.code}/{batch or _digest(payload)}/{actor.id}",
            payload=payload,
            actor=actor,
            at=at,
        )
    waiting = tuple((fall.variant_id, fall.min_quantity) for fall in guard.falls)
    return replace(done, waiting=waiting, approval_id=asked.id)


def copy_prices(*, of: str, into: str, reason: str, actor: Actor, at: dt.datetime) -> PricesSet:
    """Write all prices of one list into another in the same currency, both by code, as `set_prices` would.

    :raises InvalidPriceList: the other list is in another currency
    :raises UnknownPriceList: no list has this code
    """
    source, target = price_list(of), price_list(into)
    if source.currency != target.currency:
        raise InvalidPriceList(
            currency=_("The prices are in %(currency)s: keep it, or leave them.")
            % {"currency": source.currency}
        )
    stored = Price.objects.filter(price_list=source).order_by("pk").values_list(*_STORED_FIELDS)
    rows = (
        PriceRow(variant_id, None if on_request else amount, strike, minimum, on_request=on_request)
        for variant_id, minimum, amount, strike, on_request in stored.iterator(CHUNK)
    )
    return set_prices(rows=rows, price_list_code=target.code, reason=reason, actor=actor, at=at)


def would_wait(
    *, rows: Iterable[PriceRow], price_list_code: str, actor: Actor, at: dt.datetime
) -> frozenset[tuple[int, int]]:
    """Return which rows (variant, quantity) would wait for a second person; nothing is written.

    Of a list that does not exist yet nothing waits, since nothing can fall.
    """
    actor.require("pricing.write")
    target = PriceList.objects.filter(code=price_list_code).first()
    if target is None:
        return frozenset()
    guard = second_person.Guard(target, actor, at)
    held: set[tuple[int, int]] = set()
    for chunk in _chunks(rows):
        wanted = {(row.variant_id, row.min_quantity): _checked(row) for row in chunk}
        found = Price.objects.filter(price_list=target, variant_id__in={key[0] for key in wanted})
        stored = _by_key(found.values_list(*_STORED_FIELDS))
        held |= guard.held(wanted, stored)
    return frozenset(held)


def restore_prices(
    *, rows: Iterable[PriceRow], price_list_code: str, actor: Actor, at: dt.datetime
) -> PricesSet:
    """Put prices back to what they were, for an undo: they were public before, so nobody else is asked.

    Name in each row what it must still be (``expected_amount``). Raises what ``set_prices`` raises.
    """
    actor.require("pricing.write")
    with transaction.atomic():
        return write_prices(price_list(price_list_code), rows, actor=actor, at=at)


def write_prices(
    target: PriceList,
    rows: Iterable[PriceRow],
    *,
    actor: Actor,
    at: dt.datetime,
    operation: PriceOperation | None = None,
    approval_id: int | None = None,
    guard: second_person.Guard | None = None,
) -> PricesSet:
    """Write rows with history, audit and event, for this context's own operations; in a transaction."""
    counts = [0, 0, 0, 0]
    touched: list[int] = []
    told = _Told(actor.label[:200], at, operation.pk if operation else None, approval_id)
    for chunk in _chunks(rows):
        touched.extend(_write_chunk(target, chunk, told, counts, guard))
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
    created, changed, removed, unchanged = counts
    return PricesSet(created, changed, removed, unchanged)


def ensure_base_list(channel: channels.ChannelFacts, *, at: dt.datetime) -> str:
    """Return the code of the channel's base list, which is made when it does not exist."""
    return _base_list(channel, at).code


def _base_list(channel: channels.ChannelFacts | None, at: dt.datetime) -> PriceList:
    channel = channel or channels.facts()
    found, created = PriceList.objects.get_or_create(
        code=base_list_code(channel),
        defaults={
            "name": f"{channel.name} {channel.currency}"[:120],
            "currency": channel.currency,
            "kind": PriceList.BASE,
            "channel_id": channel.id,
            "created_at": at,
        },
    )
    if created:
        revisions.bump_on_commit(LISTS_TAG)
    return found


def _chunks(rows: Iterable[PriceRow]) -> Iterator[list[PriceRow]]:
    iterator = iter(rows)
    while chunk := list(islice(iterator, CHUNK)):
        yield chunk


class _Told(NamedTuple):
    """What the history says about every row of one call."""

    actor: str
    at: dt.datetime
    operation_id: int | None
    approval_id: int | None


def _write_chunk(
    target: PriceList,
    chunk: Sequence[PriceRow],
    told: _Told,
    counts: list[int],
    guard: second_person.Guard | None,
) -> list[int]:
    """Write one chunk and return the variants whose price changed."""
    wanted = {(row.variant_id, row.min_quantity): _checked(row) for row in chunk}
    stored = _stored(target, {variant_id for variant_id, _minimum in wanted})
    _refuse_stale(wanted, stored)
    _refuse_unknown({variant_id for variant_id, _minimum in wanted.keys() - stored.keys()})
    held = guard.held(wanted, stored) if guard else set()
    prices: list[tuple] = []
    removed: list[tuple[int, int]] = []
    history: list[tuple] = []
    for key, row in wanted.items():
        old, new = stored.get(key), _new(row)
        if key in held:
            continue
        if old == new:
            counts[3] += 1
            continue
        counts[0 if old is None else 2 if new is None else 1] += 1
        if new is None:
            removed.append(key)
        else:
            prices.append((target.pk, *key, *new, told.at))
        history.append((*key, target.pk, *_public(old), *_public(new), row.on_request, *told))
    upsert(Price, _PRICE_COLUMNS, prices, key=("variant_id", "price_list_id", "min_quantity"))
    for variant_id, minimum in removed:
        Price.objects.filter(price_list=target, variant_id=variant_id, min_quantity=minimum).delete()
    insert(PriceChange, _HISTORY_COLUMNS, history)
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
        .values_list(*_STORED_FIELDS)
    )
    return _by_key(list(rows))


def _by_key(rows: Iterable[tuple[Any, ...]]) -> dict[tuple[int, int], _Stored]:
    return {(variant_id, minimum): tuple(stored) for variant_id, minimum, *stored in rows}


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


def _digest(payload: dict[str, Any]) -> str:
    """Return a short name of what is asked for, so that a second click asks once."""
    return hashlib.sha256(json.dumps(payload).encode()).hexdigest()[:24]
