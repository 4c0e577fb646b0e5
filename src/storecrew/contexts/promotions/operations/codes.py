"""Making and reading in codes, ten thousand in a second."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterable, Iterator
from itertools import islice

from django.db import transaction

from storecrew.contexts.promotions.errors import CodeTaken, InvalidCode
from storecrew.contexts.promotions.models import Coupon, CouponBatch, Promotion
from storecrew.contexts.promotions.operations.activating import renew_active
from storecrew.contexts.promotions.operations.moving import RECORD, find
from storecrew.contexts.promotions.rules import codes
from storecrew.kernel import audit, rows
from storecrew.kernel.actor import Actor

SHORTEST = 3
MOST = 1_000_000
CHUNK = 2_000


def add_code(
    promotion_id: int,
    text: str,
    *,
    uses_cap: int = 0,
    expires_at: dt.datetime | None = None,
    actor: Actor,
    at: dt.datetime,
) -> Coupon:
    """Give a promotion one code that people can say and type, such as SPRING10.

    :raises InvalidCode: shorter than three characters or longer than forty
    :raises CodeTaken: it exists, for this promotion or another
    """
    actor.require("promotions.write")
    row = find(promotion_id)
    code = codes.normalize(text)
    if len(code) < SHORTEST:
        raise InvalidCode(code=text[:40])
    with transaction.atomic():
        coupon = _coupon(row, None, code, at, hidden=False, uses_cap=uses_cap, expires_at=expires_at)
        if not rows.insert([coupon], once_per="digest"):
            raise CodeTaken(code=code)
        _make_by_code(row, at)
        _note(row, {"code": code}, actor, at)
    return coupon


def generate_codes(
    promotion_id: int,
    *,
    name: str,
    count: int,
    prefix: str = "",
    length: int = codes.SHORTEST_HIDDEN,
    hidden: bool = False,
    uses_cap: int = 1,
    expires_at: dt.datetime | None = None,
    actor: Actor,
    at: dt.datetime,
) -> tuple[CouponBatch, list[str]]:
    """Make a batch of random codes and return it with them; hidden ones can be read here and never again.

    :raises InvalidCode: too many, or too short to be kept from guessing
    """
    actor.require("promotions.write")
    row = find(promotion_id)
    if not 1 <= count <= MOST or not codes.SHORTEST_HIDDEN <= length <= codes.LONGEST - len(prefix):
        raise InvalidCode(count=count, length=length, shortest=codes.SHORTEST_HIDDEN)
    made: list[str] = []
    with transaction.atomic():
        batch = _batch(row, name, hidden, actor, at)
        while len(made) < count:
            fresh = codes.generate(count - len(made), prefix=prefix, length=length, choice=secrets.choice)
            made += _insert(row, batch, fresh, at, hidden=hidden, uses_cap=uses_cap, expires_at=expires_at)
        _finish(row, batch, len(made), actor, at)
    return batch, made


def import_codes(
    promotion_id: int,
    texts: Iterable[str],
    *,
    name: str,
    hidden: bool = False,
    uses_cap: int = 1,
    expires_at: dt.datetime | None = None,
    actor: Actor,
    at: dt.datetime,
) -> tuple[CouponBatch, int]:
    """Read codes in, one per text; return the batch and how many were left out: unusable, or there before."""
    actor.require("promotions.write")
    row = find(promotion_id)
    read = 0

    def usable() -> Iterator[str]:
        nonlocal read
        for text in texts:
            if text.strip():
                read += 1
                code = codes.normalize(text)
                if len(code) >= SHORTEST:
                    yield code

    with transaction.atomic():
        batch = _batch(row, name, hidden, actor, at)
        taken = _insert(row, batch, usable(), at, hidden=hidden, uses_cap=uses_cap, expires_at=expires_at)
        _finish(row, batch, len(taken), actor, at)
    return batch, read - len(taken)


def block_code(coupon_id: int, *, blocked: bool, actor: Actor, at: dt.datetime) -> None:
    """Block a code or let it count again."""
    actor.require("promotions.write")
    with transaction.atomic():
        coupon = Coupon.objects.select_related("promotion").get(pk=coupon_id)
        Coupon.objects.filter(pk=coupon.pk).update(blocked=blocked)
        _note(coupon.promotion, {"code": str(coupon), "blocked": blocked}, actor, at)


def _insert(
    row: Promotion,
    batch: CouponBatch,
    texts: Iterable[str],
    at: dt.datetime,
    *,
    hidden: bool,
    uses_cap: int,
    expires_at: dt.datetime | None,
) -> list[str]:
    """Insert codes in chunks; return those that were new."""
    new: list[str] = []
    source = iter(texts)
    while chunk := list(dict.fromkeys(islice(source, CHUNK))):
        coupons = [
            _coupon(row, batch, code, at, hidden=hidden, uses_cap=uses_cap, expires_at=expires_at)
            for code in chunk
        ]
        if rows.insert(coupons, once_per="digest") == len(chunk):
            new += chunk
        else:
            ours = set(
                batch.coupons.filter(digest__in=[each.digest for each in coupons]).values_list(
                    "digest", flat=True
                )
            )
            new += [code for code, each in zip(chunk, coupons, strict=True) if each.digest in ours]
    return new


def _coupon(
    row: Promotion,
    batch: CouponBatch | None,
    code: str,
    at: dt.datetime,
    *,
    hidden: bool,
    uses_cap: int,
    expires_at: dt.datetime | None,
    buyer: str = "",
) -> Coupon:
    return Coupon(
        promotion_id=row.pk,
        batch_id=batch.pk if batch else None,
        digest=codes.digest(code),
        code="" if hidden else code,
        hint=code[-4:],
        uses_cap=uses_cap,
        expires_at=expires_at,
        buyer=buyer,
        created_at=at,
    )


def _batch(row: Promotion, name: str, hidden: bool, actor: Actor, at: dt.datetime) -> CouponBatch:
    return CouponBatch.objects.create(
        promotion=row,
        name=name.strip()[:120] or row.name,
        hidden=hidden,
        created_at=at,
        created_by=actor.label[:200],
    )


def _finish(row: Promotion, batch: CouponBatch, count: int, actor: Actor, at: dt.datetime) -> None:
    CouponBatch.objects.filter(pk=batch.pk).update(count=count)
    batch.count = count
    _make_by_code(row, at)
    _note(row, {"batch": batch.name, "codes": count}, actor, at)


def _make_by_code(row: Promotion, at: dt.datetime) -> None:
    """A promotion with codes needs one; without this its discount would be everybody's."""
    if row.kind != "next_order_coupon" and not row.by_code:
        Promotion.objects.filter(pk=row.pk).update(by_code=True, updated_at=at)
        row.by_code = True
        renew_active()


def _note(row: Promotion, after: dict[str, object], actor: Actor, at: dt.datetime) -> None:
    audit.record(actor=actor, action="promotions.codes", record=RECORD, record_id=row.pk, at=at, after=after)
