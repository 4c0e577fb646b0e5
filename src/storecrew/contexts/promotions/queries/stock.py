"""The stock gate's facts: what a plan needs, what can be promised, what comes, what others have."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping

from django.db.models import Q, Sum

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.promotions.models import PlannedUnits, Promotion, StockOverride
from storecrew.contexts.promotions.rules.shortfall import Coming, StockCheck, Supply, check


def stock_checks(promotion: Promotion) -> tuple[StockCheck, ...]:
    """Compare every article of a promotion's plan with its supply, as of now."""
    planned = dict(promotion.planned.values_list("variant_id", "units"))
    if not planned:
        return ()
    supplies = _supplies(promotion, planned)
    skus = catalog.variants(planned)
    return tuple(
        check(key, skus[key].sku, units, supplies[key], promotion.active_from)
        for key, units in planned.items()
        if key in skus
    )


def shortfalls(promotion: Promotion) -> tuple[StockCheck, ...]:
    """Return the articles of which there is too little."""
    return tuple(each for each in stock_checks(promotion) if each.missing)


def override_of(promotion: Promotion, at: dt.datetime) -> StockOverride | None:
    """Return the override that still holds, if somebody gave one."""
    return promotion.overrides.filter(expires_at__gt=at).first()


def available_now(variant_ids: Collection[int], codes: Collection[str]) -> dict[int, Mapping[str, int]]:
    """Return by article what each location can send for any of these channels."""
    places: dict[int, dict[str, int]] = {key: {} for key in variant_ids}
    for channel in channels.all_channels():
        if codes and channel.code not in codes:
            continue
        for key, answer in inventory.available_to_promise(variant_ids, channel_id=channel.id).items():
            places[key].update(answer.by_location)
    return {key: dict(found) for key, found in places.items()}


def _supplies(promotion: Promotion, planned: Mapping[int, int]) -> dict[int, Supply]:
    places = available_now(planned, promotion.channels)
    coming = inventory.inbound(planned)
    promised = _promised_elsewhere(promotion, planned)
    return {
        key: Supply(
            sum(places[key].values()),
            places[key],
            tuple(
                Coming(each.quantity, each.location_code, each.due_at, each.reference) for each in coming[key]
            ),
            promised.get(key, 0),
        )
        for key in planned
    }


def _promised_elsewhere(promotion: Promotion, planned: Mapping[int, int]) -> dict[int, int]:
    """Return what other plans of the same time still mean to sell of these articles."""
    others = Q(promotion__state__in=(Promotion.State.SCHEDULED, Promotion.State.LIVE))
    if promotion.active_until is not None:
        others &= Q(promotion__active_from=None) | Q(promotion__active_from__lt=promotion.active_until)
    if promotion.active_from is not None:
        others &= Q(promotion__active_until=None) | Q(promotion__active_until__gt=promotion.active_from)
    rows = PlannedUnits.objects.filter(others, variant_id__in=planned).exclude(promotion=promotion)
    return dict(rows.order_by().values_list("variant_id").annotate(units=Sum("units")))
