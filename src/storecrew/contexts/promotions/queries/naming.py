"""Which articles a promotion names, and how many of each it will need where nobody planned any."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.promotions.models import Promotion
from storecrew.contexts.promotions.queries import stock
from storecrew.contexts.promotions.queries.proposing import propose_units
from storecrew.contexts.promotions.rules.terms import GIFT_KINDS, read_benefit, read_scope


def unplanned_units(row: Promotion, planned: Mapping[int, int], *, at: dt.datetime) -> dict[int, int]:
    """Return the units of what a promotion names and its plan leaves out, so that the stock gate sees it.

    Articles are expected to sell as they did, gifts to go with what is planned. Of a product somebody has to
    find one: its article of which there is most. Whole categories, and everything, name no article.
    """
    scope, benefit = (
        read_scope(row.definition.get("scope", {})),
        read_benefit(row.definition.get("benefit", {})),
    )
    scopes = (scope, benefit.gets, *benefit.groups)
    named = {key for each in scopes for key in each.variants} | {part[0] for part in benefit.parts}
    missing = sorted(named - set(planned))
    proposed = propose_units(missing, starts=row.active_from, ends=row.active_until, at=at) if missing else {}
    found = {key: each.units for key, each in proposed.items()}
    found |= _one_of_each_product(row, {key for each in scopes for key in each.products}, {*planned, *found})
    if row.kind in GIFT_KINDS:
        sold = sum(units for key, units in {**planned, **found}.items() if key not in benefit.gifts)
        times = max(1, sold // max(1, benefit.buy))
        given = benefit.get * (min(row.uses_cap, times) if row.uses_cap and sold else row.uses_cap or times)
        found |= {key: given for key in benefit.gifts if key not in planned}
    return found


def _one_of_each_product(row: Promotion, products: set[int], covered: set[int]) -> dict[int, int]:
    """Return one unit of the best article of each product of which none is covered yet."""
    variants = catalog.variant_ids_of_products(products) if products else {}
    open_ones = [ids for ids in variants.values() if ids and covered.isdisjoint(ids)]
    if not open_ones:
        return {}
    places = stock.available_now({key for ids in open_ones for key in ids}, row.channels)
    left = {key: sum(found.values()) for key, found in places.items()}
    return {max(ids, key=lambda key: (left[key], -key)): 1 for ids in open_ones}
