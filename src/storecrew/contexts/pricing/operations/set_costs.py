"""Set what goods cost us."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from django.db import transaction

from storecrew.contexts.pricing.errors import InvalidPrice
from storecrew.contexts.pricing.models import Cost
from storecrew.contexts.pricing.operations.bulk_write import upsert
from storecrew.contexts.pricing.rules.exchange import Conversion
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor
from storecrew.kernel.money import exponent


def set_costs(
    *,
    costs: Mapping[int, int],
    currency: str,
    actor: Actor,
    at: dt.datetime,
    conversions: Sequence[Conversion] = (),
) -> int:
    """Write the cost of one unit per variant, in minor units without tax; return how many changed.

    `conversions` by which they came about stay with them in the history.

    Raises InvalidPrice for a negative amount and UnknownCurrency.
    """
    actor.require("pricing.write")
    exponent(currency)
    for variant_id, amount in costs.items():
        if isinstance(amount, bool) or not isinstance(amount, int) or not 0 <= amount < 2**63:
            raise InvalidPrice(variant_id=variant_id, problem="out_of_range")
    with transaction.atomic():
        old = _stored(list(costs), currency)
        changed = {key: amount for key, amount in costs.items() if old.get(key) != amount}
        rows = [(variant_id, currency, amount, at) for variant_id, amount in changed.items()]
        told = [{"rate": each.rate_text, "from": each.source, "day": each.day.isoformat(), "by": each.said_by}
                for each in conversions]  # fmt: skip
        upsert(Cost, ("variant_id", "currency", "amount", "updated_at"), rows, key=("variant_id", "currency"))
        audit.record_many(
            [
                audit.Change("pricing.cost_set", "catalog.variant", key, _json(old.get(key), currency),
                             (_json(amount, currency) or {}) | ({"rates": told} if told else {}))
                for key, amount in changed.items()
            ],
            actor=actor,
            at=at,
        )  # fmt: skip
    return len(changed)


def restore_costs(
    *,
    before: Mapping[int, int | None],
    after: Mapping[int, int],
    currency: str,
    actor: Actor,
    at: dt.datetime,
) -> int:
    """Put back the costs of ``before`` (None: there was none) where ``after`` still stands; return how many.

    What was set anew since stays as it is.
    """
    actor.require("pricing.write")
    with transaction.atomic():
        stands = _stored(list(after), currency)
        same = {key: before.get(key) for key, amount in after.items() if stands.get(key) == amount}
        gone = [key for key, amount in same.items() if amount is None]
        set_costs(
            costs={key: amount for key, amount in same.items() if amount is not None},
            currency=currency, actor=actor, at=at,
        )  # fmt: skip
        Cost.objects.filter(variant_id__in=gone, currency=currency).delete()
        audit.record_many(
            [
                audit.Change("pricing.cost_set", "catalog.variant", key, _json(after[key], currency), None)
                for key in gone
            ],
            actor=actor,
            at=at,
        )
    return len(same)


def _stored(variant_ids: list[int], currency: str) -> dict[int, int]:
    found: dict[int, int] = {}
    for start in range(0, len(variant_ids), 5_000):
        rows = Cost.objects.filter(variant_id__in=variant_ids[start : start + 5_000], currency=currency)
        found.update(rows.values_list("variant_id", "amount"))
    return found


def _json(amount: int | None, currency: str) -> dict[str, object] | None:
    return None if amount is None else {"cost": amount, "currency": currency}
