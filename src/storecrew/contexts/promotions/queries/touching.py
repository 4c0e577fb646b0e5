"""What a promotion is about, in the words of the shared calendar: places, goods and customers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.promotions.models import Promotion
from storecrew.contexts.promotions.queries.active import (
    categories_below,
    open_window_of,
    with_below,
)
from storecrew.contexts.promotions.queries.proposing import USUAL_DAYS
from storecrew.contexts.promotions.rules import schedule
from storecrew.contexts.promotions.rules.terms import read_benefit, read_needs, read_scope
from storecrew.contexts.work import public as work


def span(row: Promotion, at: dt.datetime) -> tuple[dt.datetime, dt.datetime]:
    """Return from when until when the calendar shows it; one without an end is shown for its first days."""
    starts = row.active_from or at
    return starts, max(starts, row.active_until or starts + dt.timedelta(days=USUAL_DAYS))


def opens_at(row: Promotion) -> dt.datetime | None:
    """Return when a promotion that some have early opens to everybody, in the first of its shops."""
    if schedule.early_of(row.definition) is None:
        return None
    zones = [
        each.timezone for each in channels.all_channels() if each.code in row.channels or not row.channels
    ]
    moments = [open_window_of(row, zone)[0] for zone in zones]
    return min((each for each in moments if each is not None), default=None)


def conflicts_ahead(row: Promotion, *, at: dt.datetime) -> list[work.Ahead]:
    """Return what would stand against a promotion that is not scheduled yet."""
    starts, ends = span(row, at)
    date = work.CalendarDate(
        id=0,
        kind="promotion",
        title=row.name,
        starts_at=starts,
        ends_at=ends,
        owner_role="marketing_manager",
        record="promotions.promotion",
        record_id=str(row.pk),
        url="",
        put_by="",
        changed_at=at,
        touches=tuple(touches(row)),
    )
    return work.preview_conflicts(date, at=at)


def touches(row: Promotion) -> list[str]:
    """Return the places it is sent from, its goods with the categories they are within, and its customers."""
    scope = read_scope(row.definition.get("scope", {}))
    benefit = read_benefit(row.definition.get("benefit", {}))
    scopes = [scope, *benefit.groups]
    variants = {key for each in scopes for key in each.variants} | {part[0] for part in benefit.parts}
    products = {key for each in scopes for key in each.products}
    categories = frozenset(key for each in scopes for key in each.categories)
    if categories:
        categories = with_below(categories, categories_below())
    if variants:
        products.update(catalog.product_ids_of_variants(variants).values())
    within = set[int]()
    if products:
        for found in catalog.categories_of_products(products).values():
            within.update(found)
    groups = read_needs(row.definition.get("needs", {})).groups
    return sorted(
        [f"shop:{code}" for code in row.channels]
        + [f"location:{code}" for code in places(row.channels)]
        + [f"product:{key}" for key in products]
        + [f"category:{key}" for key in categories]
        + [f"within:{key}" for key in within]
        + [f"segment:{name}" for name in groups]
    )


def places(codes: Collection[str]) -> set[str]:
    """Return the codes of the locations that the channels are served from; of all channels for none."""
    return {
        place.code
        for channel in channels.all_channels()
        if not codes or channel.code in codes
        for place in inventory.locations(channel_id=channel.id)
        if place.active
    }
