"""Addresses that moved: one hop, never a chain, never a loop."""

from __future__ import annotations

from collections.abc import Mapping

from storecrew.contexts.catalog.models import PathRedirect


def add_redirects(moves: Mapping[str, str]) -> None:
    """Lead old addresses to new ones (``c/<path>``, ``p/<slug>``); a fixed number of statements.

    What led to an old address now leads to the new one, and an address in use again no longer
    leads away.
    """
    PathRedirect.objects.filter(old_path__in=list(moves.values())).delete()
    chained = list(PathRedirect.objects.filter(new_path__in=list(moves)))
    for redirect in chained:
        redirect.new_path = moves[redirect.new_path]
    PathRedirect.objects.bulk_update(chained, ["new_path"], batch_size=400)
    PathRedirect.objects.bulk_create(
        [PathRedirect(old_path=old, new_path=new) for old, new in moves.items() if old != new],
        update_conflicts=True, unique_fields=["old_path"], update_fields=["new_path"],
    )  # fmt: skip
