"""What carriers carry, side by side, whoever they are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db.models import Count, F, Q, Sum

from storecrew.contexts.shipping.facts import CarrierVolume
from storecrew.contexts.shipping.models import CarrierAccount, Label
from storecrew.contexts.shipping.rules.tracking import FINAL, MOVING
from storecrew.kernel.money import Money


def carrier_volumes(since: dt.datetime) -> tuple[CarrierVolume, ...]:
    """Return each active carrier's contract and its parcels since an instant; two queries."""
    accounts = CarrierAccount.objects.filter(active=True).annotate(
        service_count=Count("services", filter=Q(services__active=True), distinct=True),
        price_count=Count("zones__rates", distinct=True),
    )
    priced = Q(cost_currency=F("account__currency"))
    found: dict[int, Mapping[str, Any]] = {
        row["account_id"]: row
        for row in Label.objects.filter(state="bought", bought_at__gte=since)
        .order_by()
        .values("account_id")
        .annotate(
            parcels=Count("pk"),
            moving=Count("pk", filter=Q(status__in=MOVING - FINAL)),
            priced=Count("pk", filter=priced),
            paid=Sum("cost_amount", filter=priced),
        )
    }
    return tuple(_volume(account, found.get(account.pk, {})) for account in accounts)


def _volume(account: CarrierAccount, row: Mapping[str, Any]) -> CarrierVolume:
    count, paid = row.get("priced", 0), row.get("paid") or 0
    return CarrierVolume(
        code=account.code,
        name=account.name,
        services=account.service_count,  # type: ignore[attr-defined]
        prices=account.price_count,  # type: ignore[attr-defined]
        parcels=row.get("parcels", 0),
        moving=row.get("moving", 0),
        average=Money((paid + count // 2) // count, account.currency) if count else None,
    )
