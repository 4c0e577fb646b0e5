"""Codes sold as goods: pools, files of codes, and which unit of which order gets which.

Exactly once: stock of a pool is promised as any other (``allocate``), a code is given in the transaction that
ships the unit, behind the lock of the pool's stock, and the database refuses a second one for a unit.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils.encoding import force_bytes

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.inventory.errors import (
    CodesMissing,
    InvalidCodes,
    InvalidStockChange,
    NoCodePool,
    StockElsewhere,
)
from storecrew.contexts.inventory.models import (
    Allocation,
    ArticleCode,
    CodeFile,
    CodePool,
    Location,
    LocationChannel,
    StockLevel,
    StockMovement,
)
from storecrew.contexts.inventory.operations import counters
from storecrew.contexts.inventory.queries.article_codes import pooled
from storecrew.contexts.inventory.rules import code_files
from storecrew.contexts.inventory.rules.code_facts import CodeImport, OwnCode, ShownCode
from storecrew.kernel import audit, secrets
from storecrew.kernel.actor import Actor

PURPOSE = "inventory.article_code"
PLACE = "codes"
MOST_BY_MAIL = 100_000
RECORD = "inventory.code_pool"
State = ArticleCode.State


def open_pool(variant_id: int, *, how: str = "", actor: Actor, at: dt.datetime) -> int:
    """Say that the goods of a variant are codes, and return its pool; opened twice it is the same one.

    From then on the variant needs no parcel, and its stock is the number of unused codes.

    :raises StockElsewhere: units of it lie in a warehouse
    """
    actor.require("inventory.write")
    with transaction.atomic():
        place = _place()
        lying = StockLevel.objects.filter(variant_id=variant_id, on_hand__gt=0).exclude(location=place)
        if lying.exists():
            raise StockElsewhere(variant_id=variant_id)
        catalog.set_digital(variant_id, actor=actor, at=at)
        counters.ensure_levels([(variant_id, place.pk)])
        pool, new = CodePool.objects.get_or_create(variant_id=variant_id, defaults={"opened_at": at})
        if new or pool.how != how.strip():
            before = {} if new else {"how": pool.how}
            pool.how = how.strip()[:300]
            pool.save(update_fields=["how"])
            audit.record(
                actor=actor,
                action="inventory.code_pool_saved",
                record=RECORD,
                record_id=pool.pk,
                at=at,
                before=before or None,
                after={"variant": variant_id, "how": pool.how},
            )
    return pool.pk


def sell_by_mail(variant_id: int, *, units: int, actor: Actor, at: dt.datetime) -> None:
    """Say that a variant leaves by e-mail and is made when it leaves, and how many may be sold from now on.

    :raises StockElsewhere: units of it lie in a warehouse
    :raises InvalidStockChange: no whole number from 1 to 100,000
    """
    actor.require("inventory.write")
    if not 1 <= units <= MOST_BY_MAIL:
        raise InvalidStockChange(units=units)
    with transaction.atomic():
        place = _place()
        lying = StockLevel.objects.filter(variant_id=variant_id, on_hand__gt=0).exclude(location=place)
        if lying.exists() or pooled([variant_id]):
            raise StockElsewhere(variant_id=variant_id)
        catalog.set_digital(variant_id, actor=actor, at=at)
        counters.ensure_levels([(variant_id, place.pk)])
        counters.lock([variant_id])
        more = units - StockLevel.objects.get(variant_id=variant_id, location=place).available
        if more:
            kind = "received" if more > 0 else "adjusted"
            bucket = StockMovement.Bucket.ON_HAND
            entry = counters.Entry(variant_id, place.pk, kind, bucket, more, "Sold by e-mail")
            counters.post([entry], actor=actor, at=at)


def import_codes(pool_id: int, text: str, *, name: str, actor: Actor, at: dt.datetime) -> CodeImport:
    """Take a file of codes into a pool: each code once, in this pool or another, however often it is sent.

    All of the file or nothing: a line that cannot be a code is named and nothing is taken in.

    :raises NoCodePool: there is no such pool
    :raises InvalidCodes: with ``lines`` that cannot be codes, or a file without any
    """
    actor.require("inventory.write")
    rows, problems = code_files.read(text)
    if problems or not rows:
        raise InvalidCodes(lines=[problem._asdict() for problem in problems[:20]], wrong=len(problems))
    with transaction.atomic():
        pool = CodePool.objects.filter(pk=pool_id).first()
        if pool is None:
            raise NoCodePool(pool=pool_id)
        place = _place()
        # The place is the lock: of two equal files one waits for the other and finds its codes.
        Location.objects.filter(pk=place.pk).update(code=PLACE)
        fresh = _unknown(rows)
        file = CodeFile.objects.create(
            pool=pool,
            name=name.strip()[:200],
            added=len(fresh),
            known=len(rows) - len(fresh),
            actor=counters.actor_name(actor),
            at=at,
        )
        ArticleCode.objects.bulk_create(
            [
                ArticleCode(
                    pool=pool,
                    file=file,
                    digest=digest,
                    hint=code_files.hint(row.code),
                    sealed=secrets.seal({"code": row.code, "extra": row.extra}, purpose=PURPOSE),
                )
                for digest, row in fresh
            ],
            batch_size=500,
        )
        if fresh:
            _count(pool.variant_id, place.pk, len(fresh), "received", file.name, actor=actor, at=at)
        audit.record(
            actor=actor,
            action="inventory.codes_imported",
            record=RECORD,
            record_id=pool.pk,
            at=at,
            after={"file": file.name, "added": file.added, "known": file.known},
        )
    return CodeImport(file.pk, file.added, file.known)


def give(order_id: int, taken: Sequence[Allocation], *, at: dt.datetime) -> None:
    """Give a code to each unit that leaves from the place of codes, in the transaction that ships it.

    The caller has locked the stock of the variants, so no two callers choose from one pool at once.

    :raises CodesMissing: fewer codes than units; the whole shipment is refused
    """
    units: dict[tuple[int, int], int] = defaultdict(int)
    pools = pooled({row.variant_id for row in taken})
    places = set(Location.objects.filter(kind=Location.Kind.DIGITAL).values_list("pk", flat=True))
    for row in taken:
        # Goods without a pool are made by whoever sells them, such as gift vouchers.
        if row.location_id in places and row.variant_id in pools:
            units[(row.variant_id, row.order_line_id)] += row.quantity
    for (variant_id, line_id), wanted in sorted(units.items()):
        _give(order_id, variant_id, line_id, wanted, at)


def show(order_id: int, *, at: dt.datetime) -> list[ShownCode]:
    """Return the codes of an order as its customer reads them, and note that they have been seen.

    For the order's own page and mail alone: whoever sees a code can use it.
    """
    with transaction.atomic():
        rows = ArticleCode.objects.filter(order_id=order_id, state=State.GIVEN)
        rows.filter(shown_at=None).update(shown_at=at)
        found = list(rows.select_related("pool").order_by("order_line_id", "unit"))
    return [_shown(row) for row in found]


def own_codes(order_id: int) -> list[OwnCode]:
    """Return the codes of an order for its owner: those that were shown, and the end of the others.

    Nothing is written, so that looking at an order opens no code.
    """
    rows = ArticleCode.objects.filter(order_id=order_id, state=State.GIVEN).select_related("pool")
    found = []
    for row in rows.order_by("order_line_id", "unit"):
        shown = _shown(row) if row.shown_at else None
        code, extra = (shown.code, shown.extra) if shown else ("", "")
        found.append(OwnCode(row.order_line_id or 0, row.hint, shown is not None, code, extra, row.pool.how))
    return found


def take_back_codes(
    order_line_id: int, units: int, *, reason: str, actor: Actor, at: dt.datetime
) -> tuple[int, int]:
    """End the codes of returned units; return how many are for sale again, and how many are burned.

    Codes that nobody has seen go first and are for sale again. One that was seen may have been used: it is
    burned.

    :raises CodesMissing: the line has fewer codes than that
    """
    actor.require("inventory.write")
    with transaction.atomic():
        rows = ArticleCode.objects.filter(order_line_id=order_line_id, state=State.GIVEN)
        first = rows.select_related("pool").first()
        if first is None:
            raise CodesMissing(order_line_id=order_line_id, wanted=units, found=0)
        counters.lock([first.pool.variant_id])
        unseen = list(rows.filter(shown_at=None).order_by("-unit").values_list("pk", flat=True)[:units])
        seen = list(
            rows.exclude(shown_at=None).order_by("-unit").values_list("pk", flat=True)[: units - len(unseen)]
        )
        if len(unseen) + len(seen) < units:
            raise CodesMissing(order_line_id=order_line_id, wanted=units, found=len(unseen) + len(seen))
        # Whoever shows them at this moment is faster or slower, by the condition, never both.
        back = ArticleCode.objects.filter(pk__in=unseen, state=State.GIVEN, shown_at=None).update(
            state=State.UNUSED, order=None, order_line=None, unit=None, given_at=None
        )
        burned = ArticleCode.objects.filter(pk__in=[*unseen, *seen], state=State.GIVEN).update(
            state=State.BURNED, burned_because=reason.strip()[:300] or "returned"
        )
        if back:
            _count(first.pool.variant_id, _place().pk, back, "returned", reason, actor=actor, at=at)
        audit.record(
            actor=actor,
            action="inventory.codes_taken_back",
            record="orders.order_line",
            record_id=order_line_id,
            at=at,
            after={"back": back, "burned": burned},
            reason=reason,
        )
    return back, burned


def _give(order_id: int, variant_id: int, line_id: int, wanted: int, at: dt.datetime) -> None:
    rows = ArticleCode.objects.filter(pool__variant_id=variant_id, state=State.UNUSED)
    ids = list(rows.order_by("pk").values_list("pk", flat=True)[:wanted])
    if len(ids) < wanted:
        raise CodesMissing(variant_id=variant_id, order_line_id=line_id, wanted=wanted, found=len(ids))
    last = ArticleCode.objects.filter(order_line_id=line_id).aggregate(last=Max("unit"))["last"] or 0
    for unit, code_id in enumerate(ids, start=last + 1):
        mine = ArticleCode.objects.filter(pk=code_id, state=State.UNUSED)
        values = {"order_id": order_id, "order_line_id": line_id, "unit": unit, "given_at": at}
        if not mine.update(state=State.GIVEN, **values):
            raise CodesMissing(variant_id=variant_id, order_line_id=line_id, wanted=wanted, found=unit - 1)


def _unknown(rows: Iterable[code_files.Written]) -> list[tuple[str, code_files.Written]]:
    """Return the codes that no pool has, with their digests under the key of today."""
    keys = [force_bytes(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    digests = {row.code: [code_files.digest(row.code, key) for key in keys] for row in rows}
    every = [digest for found in digests.values() for digest in found]
    known: set[str] = set()
    for start in range(0, len(every), 500):
        part = ArticleCode.objects.filter(digest__in=every[start : start + 500])
        known |= set(part.values_list("digest", flat=True))
    return [(digests[row.code][0], row) for row in rows if known.isdisjoint(digests[row.code])]


def _shown(row: ArticleCode) -> ShownCode:
    opened = secrets.unseal(row.sealed, purpose=PURPOSE)
    return ShownCode(
        row.order_line_id or 0, row.pool.variant_id, opened["code"], opened["extra"], row.pool.how
    )


def _count(
    variant_id: int, place: int, units: int, kind: str, document: str, *, actor: Actor, at: dt.datetime
) -> None:
    bucket = StockMovement.Bucket.ON_HAND
    entry = counters.Entry(variant_id, place, kind, bucket, units, "", document[:100])
    counters.post([entry], actor=actor, at=at)


def _place() -> Location:
    """Return the place of codes, from which every channel sells."""
    row, _new = Location.objects.get_or_create(
        code=PLACE, defaults={"name": "Codes", "kind": Location.Kind.DIGITAL}
    )
    LocationChannel.objects.bulk_create(
        [
            LocationChannel(location=row, channel_id=shop.id, priority=1000)
            for shop in channels.all_channels()
        ],
        ignore_conflicts=True,
    )
    return row
