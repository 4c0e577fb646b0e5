"""Keeping the index of this machine equal to the database: narrowly, or as a whole."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterable
from itertools import islice

from django.db import transaction
from django.db.models import Max

from storecrew.contexts.discovery.facts import IndexReport
from storecrew.contexts.discovery.index.documents import BATCH, Doc, documents
from storecrew.contexts.discovery.index.store import Store, store
from storecrew.contexts.discovery.models import Change
from storecrew.kernel import clock, revisions

REBUILD = 0  # the product id that asks for a rebuild
MARK = -1  # no product: the row that an empty table starts with
SETTLING = dt.timedelta(seconds=30)
KEPT = dt.timedelta(days=1)
AT_ONCE = 2_000
LONG_JOURNAL = 64 * 1024 * 1024


def note_changes(product_ids: Iterable[int], *, at: dt.datetime) -> None:
    """Remember that products are out of date, and bring this machine's index up to date after commit."""
    ids = sorted(set(product_ids))
    Change.objects.bulk_create([Change(product_id=id_, at=at) for id_ in ids], batch_size=400)
    if ids:
        transaction.on_commit(catch_up, robust=True)


def catch_up() -> int:
    """Index what changed since this machine last looked; returns how many products.

    Does nothing while another process is at it, or without an index (see ``ensure_index``). An index that
    is more than a day behind is rebuilt.
    """
    here = store()
    done = 0
    with here.writing(wait=False) as mine:
        while mine:
            cursor = here.cursor()
            if cursor is None:
                break
            rows = _new_changes(here, cursor)
            if not rows:
                break
            if _must_rebuild(here, cursor, rows):
                return done + _rebuild(here).products
            ids = {row.product_id for row in rows}
            docs = list(documents(ids, at=clock.now()))
            here.write(docs, ids - {doc["id"] for doc in docs}, _settled(cursor, rows))
            here.seen |= {row.pk for row in rows}
            # Lists made from the index before this moment are out of date now.
            revisions.bump("catalog")
            done += len(ids)
    return done


def _new_changes(here: Store, cursor: int) -> list[Change]:
    rows = Change.objects.filter(pk__gt=cursor).order_by("pk")[: AT_ONCE + len(here.seen)]
    here.seen = {row.pk for row in rows if row.pk in here.seen}
    return [row for row in rows if row.pk not in here.seen]


def _settled(cursor: int, rows: list[Change]) -> int:
    """How far the mark may move: ids are given before they are committed, so a lower one may still come."""
    limit = clock.now() - SETTLING
    for row in rows:
        if row.at > limit:
            break
        cursor = row.pk
    return cursor


def _must_rebuild(here: Store, cursor: int, rows: list[Change]) -> bool:
    # The newest change is always kept. When the index's own mark is gone, others may be gone, too.
    forgotten = cursor > 0 and not Change.objects.filter(pk__lte=cursor).exists()
    asked = any(row.product_id == REBUILD for row in rows)
    return asked or forgotten or here.journal_size() > LONG_JOURNAL


def reindex(product_ids: Iterable[int] | None = None) -> IndexReport:
    """Rebuild the index of this machine, or only the entries of some products. The result is the same."""
    here = store()
    with here.writing(wait=True):
        if product_ids is None or here.cursor() is None:
            return _rebuild(here)
        started = time.perf_counter()
        ids = set(product_ids)
        docs = list(documents(ids, at=clock.now()))
        here.write(docs, ids - {doc["id"] for doc in docs}, here.cursor() or 0)
        variants = sum(len(doc["variants"]) for doc in docs)
        return IndexReport(len(docs), variants, time.perf_counter() - started)


def _rebuild(here: Store) -> IndexReport:
    started = time.perf_counter()
    # Changes that come while we read are read again afterwards.
    cursor = Change.objects.aggregate(last=Max("pk"))["last"]
    if cursor is None:
        cursor = Change.objects.create(product_id=MARK, at=clock.now()).pk
    here.seen = set()
    products, variants = here.rebuild(_batches(), cursor, clock.now().strftime("%Y%m%d%H%M%S%f"))
    revisions.bump("catalog")
    return IndexReport(products, variants, time.perf_counter() - started)


def _batches() -> Iterable[list[Doc]]:
    source = documents(None, at=clock.now())
    while batch := list(islice(source, BATCH)):
        yield batch


def ensure_index() -> bool:
    """Build the index when this machine has none; says whether it did."""
    if store().view() is not None:
        return False
    reindex()
    return True


def forget_changes(*, at: dt.datetime) -> int:
    """Drop changes older than a day, the newest one kept as the mark; returns how many."""
    last = Change.objects.aggregate(last=Max("pk"))["last"]
    deleted, _by_model = Change.objects.filter(at__lt=at - KEPT).exclude(pk=last).delete()
    return deleted


def check_index() -> IndexReport:
    """Compare the index with what a rebuild would hold; names up to 100 products that differ."""
    started = time.perf_counter()
    here = store()
    catch_up()
    view = here.view()
    if view is None:
        return IndexReport(0, 0, 0.0, ("no index",))
    differences: list[str] = []
    products = variants = 0
    seen: set[int] = set()
    for batch in _batches():
        for doc in batch:
            products, variants = products + 1, variants + len(doc["variants"])
            seen.add(doc["id"])
            with view.lock:
                if view.columns.describe(doc["id"]) != view.columns.normal(doc):
                    differences.append(f"#{doc['id']}")
    with view.lock:
        differences += [f"#{id_}" for id_ in view.columns.alive_ids() if id_ not in seen]
    return IndexReport(products, variants, time.perf_counter() - started, tuple(differences[:100]))
