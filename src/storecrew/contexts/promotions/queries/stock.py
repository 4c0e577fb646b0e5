"""The stock gate's facts: what a plan needs, what can be promised, what comes, what others have."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.orders import public as orders
from storecrew.contexts.promotions.models import PlannedUnits, Promotion, StockOverride
from storecrew.contexts.promotions.queries import touching
from storecrew.contexts.promotions.rules.shortfall import Coming, StockCheck, Supply, check

BEGUN = (Promotion.State.LIVE, Promotion.State.PAUSED)


def stock_checks(promotion: Promotion) -> tuple[StockCheck, ...]:
    """Compare every article of a promotion's plan with its supply, as of now."""
    return stock_checks_of([promotion]).get(promotion.pk, ())


def stock_checks_of(promotions: Sequence[Promotion]) -> dict[int, tuple[StockCheck, ...]]:
    """Compare the plans of promotions with their supply; as many queries for many as for one.

    Plans for other channels than the others ask once more for what these can send. Of one that runs, what
    it has sold is not needed any more.
    """
    plans: dict[int, dict[int, int]] = {}
    units = PlannedUnits.objects.filter(promotion__in=promotions).order_by("pk")
    for key, variant_id, count in units.values_list("promotion_id", "variant_id", "units"):
        plans.setdefault(key, {})[variant_id] = count
    if not plans:
        return {}
    rows = [row for row in promotions if row.pk in plans]
    for (key, variant_id), units_sold in _sold(row.pk for row in rows if row.state in BEGUN).items():
        if variant_id in plans[key]:
            plans[key][variant_id] = max(0, plans[key][variant_id] - units_sold)
    skus = catalog.variants({variant_id for plan in plans.values() for variant_id in plan})
    supplies = _supplies(rows, plans)
    return {
        row.pk: tuple(
            check(key, skus[key].sku, units, supplies[row.pk][key], row.active_from)
            for key, units in plans[row.pk].items()
            if key in skus
        )
        for row in rows
    }


def shortfalls(promotion: Promotion) -> tuple[StockCheck, ...]:
    """Return the articles of which there is too little."""
    return tuple(each for each in stock_checks(promotion) if each.missing)


def shortfalls_of(promotions: Sequence[Promotion]) -> dict[int, tuple[StockCheck, ...]]:
    """Return the articles of which there is too little, of many promotions."""
    return {
        key: tuple(each for each in checks if each.missing)
        for key, checks in stock_checks_of(promotions).items()
    }


def units_checks(units: Mapping[int, int], *, channel_code: str) -> tuple[StockCheck, ...]:
    """Compare units that are to be given away now, by article, with what no plan means to sell.

    It is the gate of promotions (MKT-18) for what is no promotion: what scheduled and live promotions still
    need is not there, and what only comes is not either.
    """
    row = Promotion(pk=0, channels=[channel_code])
    skus = catalog.variants(units)
    supplies = _supplies([row], {0: units})[0]
    return tuple(
        check(key, skus[key].sku, count, supplies[key], None) for key, count in units.items() if key in skus
    )


def override_of(promotion: Promotion, at: dt.datetime) -> StockOverride | None:
    """Return the override that still holds, if somebody gave one."""
    return promotion.overrides.filter(expires_at__gt=at).first()


def low_from(promotion_id: int, *, at: dt.datetime) -> int:
    """Return from how few units on a promotion pauses; 0 while it is let pass in spite of stock."""
    row = Promotion.objects.filter(pk=promotion_id).first()
    return row.pause_below if row is not None and override_of(row, at) is None else 0


def available_now(variant_ids: Collection[int], codes: Collection[str]) -> dict[int, Mapping[str, int]]:
    """Return by article what each location can send for any of these channels."""
    places: dict[int, dict[str, int]] = {key: {} for key in variant_ids}
    for channel in channels.all_channels():
        if codes and channel.code not in codes:
            continue
        for key, answer in inventory.available_to_promise(variant_ids, channel_id=channel.id).items():
            places[key].update(answer.by_location)
    return {key: dict(found) for key, found in places.items()}


def _supplies(
    rows: Sequence[Promotion], plans: Mapping[int, Mapping[int, int]]
) -> dict[int, dict[int, Supply]]:
    articles = {variant_id for plan in plans.values() for variant_id in plan}
    places = {codes: available_now(articles, codes) for codes in {frozenset(row.channels) for row in rows}}
    serving = {codes: touching.places(codes) for codes in places}
    coming = inventory.inbound(articles)
    promised = _promised_elsewhere(rows, plans, articles)

    def supply(row: Promotion, key: int) -> Supply:
        codes = frozenset(row.channels)
        near = [each for each in coming[key] if each.location_code in serving[codes]]
        return _supply(places[codes][key], near, promised[row.pk].get(key, 0))

    return {row.pk: {key: supply(row, key) for key in plans[row.pk]} for row in rows}


def _supply(places: Mapping[str, int], coming: Iterable[inventory.Inbound], promised: int) -> Supply:
    """Return what is known of an article; ``coming`` is on the way to where the channels are served from."""
    ahead = (Coming(each.quantity, each.location_code, each.due_at, each.reference) for each in coming)
    return Supply(sum(places.values()), places, tuple(ahead), promised)


def _sold(promotion_ids: Iterable[int]) -> dict[tuple[int, int], int]:
    """Return what orders took with running promotions, by promotion and article."""
    wanted = list(promotion_ids)
    return orders.units_discounted(wanted) if wanted else {}


def _promised_elsewhere(
    rows: Sequence[Promotion], plans: Mapping[int, Mapping[int, int]], articles: Collection[int]
) -> dict[int, dict[int, int]]:
    """Return what other plans of the same time still mean to sell of these articles."""
    others = PlannedUnits.objects.filter(
        promotion__state__in=(Promotion.State.SCHEDULED, Promotion.State.LIVE), variant_id__in=articles
    )
    known = list(
        others.values_list(
            "promotion_id", "variant_id", "units", "promotion__active_from", "promotion__active_until"
        )
    )
    # What a running one has sold has left the stock already.
    live = others.filter(promotion__state=Promotion.State.LIVE)
    sold = _sold(live.order_by().values_list("promotion_id", flat=True).distinct())
    found: dict[int, dict[int, int]] = {row.pk: {} for row in rows}
    for row in rows:
        mine = found[row.pk]
        for key, variant_id, units, begins, ends in known:
            if key == row.pk or variant_id not in plans[row.pk]:
                continue
            before = bool(row.active_from and ends and ends <= row.active_from)
            after = bool(row.active_until and begins and begins >= row.active_until)
            if not before and not after:
                left = max(0, units - sold.get((key, variant_id), 0))
                mine[variant_id] = mine.get(variant_id, 0) + left
    return found
