"""What units cost us."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from storecrew.contexts.pricing.models import Cost
from storecrew.kernel.money import Money


def costs_for(variant_ids: Collection[int], *, currency: str) -> dict[int, Money]:
    """Return what a unit of each variant costs us, without tax; variants without a cost are absent."""
    rows = Cost.objects.filter(variant_id__in=variant_ids, currency=currency)
    return {
        variant_id: Money(amount, currency) for variant_id, amount in rows.values_list("variant_id", "amount")
    }


def costed_in(currencies: Iterable[str]) -> str | None:
    """Return the first of some currencies in which any article has a cost."""
    known = set(
        Cost.objects.filter(currency__in=list(currencies)).values_list("currency", flat=True).distinct()
    )
    return next((currency for currency in currencies if currency in known), None)
