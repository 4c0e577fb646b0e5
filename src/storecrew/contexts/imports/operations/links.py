"""Products that go with others: read with their rows, set when all products of the file are in.

What a row names may come later in the file, so the links wait on disk until then.
"""

from __future__ import annotations

import datetime as dt
import json
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice
from types import TracebackType
from typing import Any, NamedTuple, Self

from django.db import transaction

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.imports.facts import Problem
from storecrew.contexts.imports.operations.recognize import Known
from storecrew.kernel.actor import Actor

_PART = 500
COLUMNS = {"accessory": "accessories", "substitute": "substitutes"}
Before = list[list[Any]]  # product, kind, ids before, ids after


class Waiting(NamedTuple):
    """The links of one product: by kind, what the file says, the keys to look for, and the column."""

    row: int
    title: str
    slug: str
    product_id: int  # 0 for one that a preview would make
    status: str  # what the product counts as so far
    links: dict[str, list[tuple[str, list[str], str]]]


class Related(NamedTuple):
    """What became of the links of one product: by kind, the addresses before and after."""

    of: Waiting
    changes: list[tuple[str, str, str]]
    warnings: list[Problem]


class Links:
    """The links of a file. Use as a context manager; nothing is kept of a file that names no products."""

    def __init__(self, *, wanted: bool) -> None:
        self._wanted = wanted
        self._file = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115 (closed on exit)
        self._own: dict[str, str] = {}  # keys of products that a preview would make, with their address

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def add(self, item: Known, result: catalog.RowResult, status: str) -> None:
        """Note what a product of the file names, and under which keys it is named itself."""
        if not self._wanted:
            return
        draft = item.draft
        if result.product_id is None:
            keys = [
                f"source:{draft.key}",
                f"slug:{draft.slug}",
                *(f"sku:{each.sku}" for each in draft.variants),
            ]
            self._own |= dict.fromkeys(keys, draft.slug)
        if draft.links is not None:
            links = {
                kind: [(link.said, link.keys, link.column) for link in several]
                for kind, several in draft.links.items()
            }
            waiting = (draft.row, draft.title, result.slug, result.product_id or 0, status, links)
            self._file.write(json.dumps(waiting) + "\n")

    def relate(
        self, *, actor: Actor, at: dt.datetime, dry_run: bool
    ) -> Iterator[tuple[list[Related], Before]]:
        """Set the links, or only compare, some hundred products at a time.

        Yields what became of them, and what they were before where that changed (for undo). A product that
        names only others that nobody knows keeps the links that it has.
        """
        self._file.seek(0)
        lines = iter(self._file)
        while part := [Waiting(*json.loads(line)) for line in islice(lines, _PART)]:
            told, wanted = self._compare(part)
            if dry_run:
                yield told, []
                continue
            with transaction.atomic():
                before = catalog.relate_products(wanted, actor=actor, at=at)
                yield told, [[key, kind, old, wanted[key][kind]] for (key, kind), old in before.items()]

    def _compare(self, part: Sequence[Waiting]) -> tuple[list[Related], dict[int, dict[str, list[int]]]]:
        slug_of, ids = self._look_up(part)
        stored = catalog.relations_of(each.product_id for each in part)
        names = catalog.product_slugs(
            {id_ for kinds in stored.values() for several in kinds.values() for id_ in several}
        )
        told = []
        wanted: dict[int, dict[str, list[int]]] = defaultdict(dict)
        for each in part:
            related = Related(each, [], [])
            for kind, links in each.links.items():
                found = [
                    next((slug_of[key] for key in keys if key in slug_of), "")
                    for _said, keys, _column in links
                ]
                lost = [link for link, slug in zip(links, found, strict=True) if not slug]
                if lost:
                    related.warnings.append(_unknown(each, lost))
                new = [slug for slug in dict.fromkeys(found) if slug and slug != each.slug]
                old = [names[id_] for id_ in stored.get(each.product_id, {}).get(kind, ())]
                if new == old or (lost and not new):
                    continue
                related.changes.append((COLUMNS[kind], ", ".join(old), ", ".join(new)))
                wanted[each.product_id][kind] = [ids[slug] for slug in new if slug in ids]
            told.append(related)
        return told, wanted

    def _look_up(self, part: Sequence[Waiting]) -> tuple[dict[str, str], dict[str, int]]:
        """The addresses behind all keys that these products name, and the ids behind the addresses."""
        named = {
            key for each in part for links in each.links.values() for _s, keys, _c in links for key in keys
        }
        by_kind: dict[str, list[str]] = defaultdict(list)
        for key in sorted(named):
            kind, _colon, name = key.partition(":")
            by_kind[kind].append(name)
        found = catalog.identities(source_keys=by_kind["source"], slugs=by_kind["slug"], skus=by_kind["sku"])
        slug_of = {key: self._own[key] for key in named if key in self._own}
        ids = {}
        for kind, several in (("source", found.by_source), ("slug", found.by_slug), ("sku", found.by_sku)):
            for name, product in several.items():
                slug_of[f"{kind}:{name}"] = product.slug
                ids[product.slug] = product.id
        return slug_of, ids


def _unknown(waiting: Waiting, lost: Sequence[tuple[str, list[str], str]]) -> Problem:
    said = ", ".join(dict.fromkeys(each for each, _keys, _column in lost))
    return Problem("link_unknown", waiting.row, lost[0][2], said[:200], product=waiting.title)


def restore_links(
    entries: Sequence[Sequence[Any]], actor: Actor, at: dt.datetime
) -> tuple[set[int], list[tuple[str, str]]]:
    """Restore links that are still what the import made them.

    Returns the products that changed, and (address, what stayed).
    """
    stored = catalog.relations_of(int(product_id) for product_id, *_rest in entries)
    slugs = catalog.product_slugs({int(product_id) for product_id, *_rest in entries})
    wanted: dict[int, dict[str, list[int]]] = defaultdict(dict)
    kept = []
    for product_id, kind, old, new in entries:
        if product_id not in slugs:
            continue
        if stored.get(product_id, {}).get(kind, []) == new:
            wanted[product_id][kind] = old
        else:
            kept.append((slugs[product_id], COLUMNS[kind]))
    changed = catalog.relate_products(wanted, actor=actor, at=at)
    return {product_id for product_id, _kind in changed}, kept
