"""Products that a file sets live and that cannot be sold stay drafts, with a warning for each (HOD-7)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Protocol

from django.utils.translation import gettext as _

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.imports.operations.recognize import Known
from storecrew.kernel.actor import Actor


class Way(Protocol):
    """What of a plan is asked here."""

    @property
    def actor(self) -> Actor:
        """Who brings the file."""

    @property
    def at(self) -> dt.datetime:
        """When."""

    @property
    def dry_run(self) -> bool:
        """Whether nothing is written."""


def hold_back(taken: list[tuple[Known, catalog.RowResult]], plan: Way) -> None:
    """Leave those a draft that the file sets live and that cannot be sold, and warn; prices are written now.

    A preview has written no prices, so it looks at what the file says.
    """
    launching = {
        result.product_id or 0: item
        for item, result in taken
        if result.status == "created"
        or any(change.field == "status" and change.new == "live" for change in result.changes)
    }
    if plan.dry_run:
        for item, result in taken:
            variants = item.draft.variants
            unpriced = bool(variants) and not _priced(item)
            if result.status == "created" and item.draft.status == "live" and unpriced:
                _warn_held_back(item, [_("A price of each variant")])
        return
    held = catalog.hold_back([key for key in launching if key], actor=plan.actor, at=plan.at)
    for product_id, missing in held.items():
        _warn_held_back(launching[product_id], missing)


def keep_held_back(known: list[Known], rows: list[catalog.ProductRow], plan: Way) -> None:
    """Leave as they are those that wait for what this file does not bring either; see `hold_back`."""
    waiting = {
        item.identity.id: place
        for place, item in enumerate(known)
        if item.identity is not None and rows[place].status == "live"
    }
    for product_id, missing in catalog.not_sellable(list(waiting), at=plan.at).items():
        place = waiting[product_id]
        if list(missing) != ["price"] or not _priced(known[place]):
            rows[place] = replace(rows[place], status=None)
            _warn_held_back(known[place], list(missing.values()))


def _priced(item: Known) -> bool:
    """Say whether the file has a price for each variant of a product."""
    return all(
        any(price.amount is not None or price.on_request for price in variant.prices)
        for variant in item.draft.variants
        if not variant.in_shop
    )


def _warn_held_back(item: Known, missing: list[str]) -> None:
    words = _("It cannot be sold yet and stays a draft: %(missing)s.") % {"missing": ", ".join(missing)}
    item.built.warn(
        "catalog", item.draft.row, "status", "live", product=item.draft.title, reason=words,
        catalog_code="not_ready_for_sale",
    )  # fmt: skip
