"""The price history of a variant, for the record and for the chart."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from storecrew.contexts.channels import public as channels
from storecrew.contexts.pricing.facts import PriceHistoryLine
from storecrew.contexts.pricing.models import PriceChange
from storecrew.contexts.pricing.queries.reductions import public_histories
from storecrew.contexts.pricing.rules.history import DAYS, lowest_between
from storecrew.kernel.money import Money


def price_points(variant_ids: Collection[int], *, price_list_code: str) -> dict[int, list[Money]]:
    """Return the prices that each variant had for one unit in a list, oldest first; one query."""
    rows = PriceChange.objects.filter(
        variant_id__in=list(variant_ids), price_list__code=price_list_code, min_quantity=1
    ).exclude(new_amount=None)
    found: dict[int, list[Money]] = {}
    for variant_id, amount, currency in rows.order_by("at", "pk").values_list(
        "variant_id", "new_amount", "price_list__currency"
    ):
        points = found.setdefault(variant_id, [])
        if not points or points[-1].amount != amount:
            points.append(Money(int(amount or 0), currency))
    return found


def price_history(variant_id: int, *, price_list_code: str = "", limit: int = 200) -> list[PriceHistoryLine]:
    """Return the changes of a variant's prices, newest first."""
    rows = PriceChange.objects.filter(variant_id=variant_id).select_related("price_list")
    if price_list_code:
        rows = rows.filter(price_list__code=price_list_code)
    return [_line(row) for row in rows.order_by("-at", "-pk")[:limit]]


def prices_at(variant_id: int, at: dt.datetime) -> dict[tuple[str, int], PriceHistoryLine]:
    """Return what each price of a variant was at a moment: its last change until then, by list and quantity.

    One query. A line whose `new` is None was no price, or on request.
    """
    rows = PriceChange.objects.filter(variant_id=variant_id, at__lte=at).select_related("price_list")
    return {(row.price_list.code, row.min_quantity): _line(row) for row in rows.order_by("at", "pk")}


def lowest_public(variant_id: int, *, channel: channels.ChannelFacts, at: dt.datetime) -> Money | None:
    """Return what one piece cost the public at the least in the 30 days before; None when it had no price.

    A price that is lowered at that moment has this one beside its strike price.
    """
    histories = public_histories(
        [variant_id], market_id=channel.market_id, channel_id=channel.id, currency=channel.currency
    )
    return _money(lowest_between(histories.get(variant_id, ()), at - DAYS, at), channel.currency)


def _line(row: PriceChange) -> PriceHistoryLine:
    currency = row.price_list.currency
    return PriceHistoryLine(
        at=row.at,
        price_list=row.price_list.code,
        list_name=row.price_list.name,
        min_quantity=row.min_quantity,
        old=_money(row.old_amount, currency),
        new=_money(row.new_amount, currency),
        old_strike=_money(row.old_compare_at_amount, currency),
        new_strike=_money(row.new_compare_at_amount, currency),
        actor=row.actor_label,
        operation_id=row.operation_id,
        on_request=row.on_request,
        approval_id=row.approval_id,
    )


def _money(amount: int | None, currency: str) -> Money | None:
    return None if amount is None else Money(amount, currency)
