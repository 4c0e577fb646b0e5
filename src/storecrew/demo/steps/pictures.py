"""Attaching the drawn pictures, in two processes; the worker makes the small sizes afterwards."""

from __future__ import annotations

import datetime as dt
import multiprocessing
import sys
import threading
from collections.abc import Iterator, Sequence

import django
from django.db import connections

from storecrew.kernel.actor import system_actor

PROCESSES = 2


def build(slugs: Sequence[str], *, at: dt.datetime) -> Iterator[int]:
    """Attach the pictures of the products with these slugs; yield how many are done so far."""
    connections.close_all()
    shares = [(slugs[start::PROCESSES], at) for start in range(PROCESSES)]
    done = 0
    with multiprocessing.get_context(_way()).Pool(PROCESSES, initializer=django.setup) as pool:
        for count in pool.imap_unordered(
            _attach, [(chunk, at) for share, _ in shares for chunk in _chunks(share)]
        ):
            done += count
            yield done


def _way() -> str:
    """Return how processes begin: as copies of this one where that is safe, which spares them all imports."""
    return "fork" if sys.platform == "linux" and threading.active_count() == 1 else "spawn"


def _chunks(slugs: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(slugs), 12):
        yield slugs[start : start + 12]


def _attach(share: tuple[Sequence[str], dt.datetime]) -> int:
    """Attach the pictures of some products, in the order of their colors."""
    from storecrew.contexts.catalog import public as catalog
    from storecrew.demo.assortment import assortment
    from storecrew.demo.pictures.album import file_of

    slugs, at = set(share[0]), share[1]
    actor = system_actor("demo")
    pictures = [picture for item in assortment() if item.row.slug in slugs for picture in item.pictures]
    identities = catalog.variant_ids_by_sku([picture.sku for picture in pictures])
    products = catalog.product_ids_of_variants(list(identities.values()))
    for picture in pictures:
        variant_id = identities[picture.sku]
        catalog.attach_image(
            product_id=products[variant_id],
            variant_id=variant_id,
            content=file_of(picture).read_bytes(),
            alt=picture.alt,
            source_url=f"demo:{picture.sku}",
            formats=(),
            actor=actor,
            at=at,
        )
    return len(pictures)
