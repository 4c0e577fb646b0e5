"""Noting what happens around the shop, and making tasks of it."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.insights.errors import InvalidTrend, UnknownTrend
from storecrew.contexts.insights.facts import PriceSeen
from storecrew.contexts.insights.models import RivalPrice, TrendNote, TrendTask
from storecrew.contexts.insights.queries.trend_words import problem_words, task_words
from storecrew.contexts.insights.rules.feeds import is_web
from storecrew.contexts.work import public as work
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor
from storecrew.kernel.money import InvalidAmount, Money, UnknownCurrency

PERMISSION = "insights.write"
DUE = dt.timedelta(days=7)
MOST_ROWS = 2000
COLUMNS = ("sku", "rival", "price", "currency", "seen_on", "url")
HEADS = {"competitor": "rival", "date": "seen_on", "link": "url", "address": "url"}
KINDS = ("term", "vain", "category", "price", "clip", "note")


def note_prices(prices: Sequence[PriceSeen], *, actor: Actor, at: dt.datetime) -> int:
    """Write prices of competitors down, all or none; the same article, competitor and day again corrects it.

    :raises InvalidTrend: with the sentence for each field (one price) or row (several)
    """
    actor.require(PERMISSION)
    ids = catalog.variant_ids_by_sku({one.sku for one in prices})
    rows: list[RivalPrice] = []
    wrong: dict[str, str] = {}
    for number, one in enumerate(prices, start=2):
        row, problems = _price(one, ids, at)
        if problems:
            named = {name: problem_words(code) for name, code in problems.items()}
            wrong |= named if len(prices) == 1 else {f"row {number}": " ".join(named.values())}
        elif row is not None:
            row.noted_by, row.noted_at = actor.label[:120], at
            rows.append(row)
    if wrong or not rows:
        raise InvalidTrend(**(wrong or {"table": problem_words("empty_table")}))
    unique = {(row.variant_id, row.rival, row.currency, row.seen_on): row for row in rows}
    with transaction.atomic():
        RivalPrice.objects.bulk_create(
            unique.values(), batch_size=500, update_conflicts=True,
            unique_fields=["variant", "rival", "currency", "seen_on"],
            update_fields=["amount", "url", "noted_by", "noted_at"],
        )  # fmt: skip
        first = rows[0]
        same = {
            "variant": first.variant_id,
            "rival": first.rival,
            "currency": first.currency,
            "seen_on": first.seen_on,
        }
        key = RivalPrice.objects.values_list("pk", flat=True).get(**same) if len(unique) == 1 else "table"
        audit.record(
            actor=actor, action="insights.rival_prices_noted", record="insights.rivalprice", record_id=key,
            after={"prices": len(unique)}, at=at,
        )  # fmt: skip
    return len(unique)


def _price(one: PriceSeen, ids: dict[str, int], at: dt.datetime) -> tuple[RivalPrice | None, dict[str, str]]:
    wrong = {}
    variant_id = ids.get(catalog.normalize_sku(one.sku))
    if variant_id is None:
        wrong["sku"] = "no_article"
    if not 0 < len(one.rival.strip()) <= 80:
        wrong["rival"] = "no_rival"
    currency, amount = one.currency.strip().upper(), 0
    try:
        amount = Money.parse(one.price, currency).amount
    except (InvalidAmount, UnknownCurrency):
        wrong["price"] = "no_price"
    if amount <= 0 or amount > 10**15:
        wrong["price"] = "no_price"
    day = at.date()
    try:
        day = dt.date.fromisoformat(one.seen_on.strip())
    except ValueError:
        wrong["seen_on"] = "no_day"
    if day > at.date() + dt.timedelta(days=1):
        wrong["seen_on"] = "later"
    if one.url.strip() and not is_web(one.url.strip()):
        wrong["url"] = "no_link"
    if wrong or variant_id is None:
        return None, wrong
    return RivalPrice(
        variant_id=variant_id, rival=one.rival.strip(), amount=amount, currency=currency, seen_on=day,
        url=one.url.strip(),
    ), {}  # fmt: skip


def read_prices(text: str) -> list[PriceSeen]:
    """Read a table with the columns sku, competitor, price, currency, date and url, in any order.

    :raises InvalidTrend: columns are missing, or it is too long
    """
    first = text.lstrip("\ufeff").partition("\n")[0]
    mark = max(",;\t", key=first.count)
    rows = list(csv.reader(io.StringIO(text.lstrip("\ufeff")), delimiter=mark))[: MOST_ROWS + 2]
    heads = [HEADS.get(name, name) for name in (cell.strip().lower() for cell in rows[0])] if rows else []
    if not {"sku", "rival", "price", "currency", "seen_on"} <= set(heads):
        raise InvalidTrend(table=problem_words("no_columns"))
    if len(rows) > MOST_ROWS + 1:
        raise InvalidTrend(table=problem_words("too_long"))
    return [
        PriceSeen(
            **({"url": ""} | {name: cell for name, cell in zip(heads, row, strict=False) if name in COLUMNS})
        )
        for row in rows[1:]
        if len(row) >= 5 and any(cell.strip() for cell in row)
    ]


def write_note(*, title: str, text: str, url: str, actor: Actor, at: dt.datetime) -> int:
    """Write down what somebody saw or heard; return its id. Raises InvalidTrend."""
    actor.require(PERMISSION)
    wrong = {}
    if not title.strip():
        wrong["title"] = problem_words("missing")
    if url.strip() and not is_web(url.strip()):
        wrong["url"] = problem_words("no_link")
    if wrong:
        raise InvalidTrend(**wrong)
    with transaction.atomic():
        row = TrendNote.objects.create(
            title=title.strip()[:120],
            text=text.strip(),
            url=url.strip(),
            noted_by=actor.label[:120],
            noted_at=at,
        )
        audit.record(
            actor=actor, action="insights.trend_noted", record="insights.trendnote", record_id=row.pk,
            after={"title": row.title}, at=at,
        )  # fmt: skip
    return row.pk


def delete_note(note_id: int, *, actor: Actor, at: dt.datetime) -> None:
    """Delete a note. Raises UnknownTrend."""
    _delete(TrendNote.objects.filter(pk=note_id), "trend_note_deleted", "trendnote", note_id, actor, at)


def delete_price(price_id: int, *, actor: Actor, at: dt.datetime) -> None:
    """Delete a price that was noted wrongly. Raises UnknownTrend."""
    _delete(RivalPrice.objects.filter(pk=price_id), "rival_price_deleted", "rivalprice", price_id, actor, at)


def _delete(rows: Any, action: str, record: str, key: int, actor: Actor, at: dt.datetime) -> None:
    actor.require(PERMISSION)
    with transaction.atomic():
        if not rows.delete()[0]:
            raise UnknownTrend(id=key)
        audit.record(
            actor=actor, action=f"insights.{action}", record=f"insights.{record}", record_id=key, at=at
        )  # fmt: skip


def trend_task(kind: str, key: str, *, says: str, url: str, actor: Actor, at: dt.datetime) -> int:
    """Make a task of a trend, and remember which; the same trend again is the same task while it is open.

    ``says`` is what the trend is called on the board. Return the task's id. Raises UnknownTrend.
    """
    key = key.strip()[:200]
    if kind not in KINDS or not key:
        raise UnknownTrend(kind=kind)
    title, detail, role = task_words(kind, says.strip()[:120] or key)
    with transaction.atomic():
        task = work.open_task(
            code="trend", title=title, detail=detail, owner_role=role,
            url=url, due_at=at + DUE, dedupe_key=f"trend:{kind}:{key}"[:200], actor=actor, at=at,
        )  # fmt: skip
        values = {"task_id": task.id, "made_at": at}
        try:
            with transaction.atomic():
                TrendTask.objects.update_or_create(kind=kind, key=key, defaults=values)
        except IntegrityError:  # somebody pressed at the same time; the task is one and the same
            TrendTask.objects.filter(kind=kind, key=key).update(**values)
    return task.id
