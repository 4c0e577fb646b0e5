"""What is done when a second person has approved lower prices."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from storecrew.contexts.approvals import public as approvals
from storecrew.contexts.pricing.errors import PreviewOutdated
from storecrew.contexts.pricing.facts import BulkChange, PriceRow
from storecrew.contexts.pricing.operations.bulk_change import write_bulk_change
from storecrew.contexts.pricing.operations.second_person import DROP_LIMIT, FLOOR_LIMIT, KIND, SHOWN
from storecrew.contexts.pricing.operations.set_prices import write_prices
from storecrew.contexts.pricing.queries.bulk import preview_bulk_change
from storecrew.contexts.pricing.queries.lists import price_list
from storecrew.kernel.actor import Actor

Json = Mapping[str, Any]


def register() -> None:
    """Tell the approvals what a price drop is, who decides about it and where its limits are."""
    approvals.register(
        approvals.Kind(
            KIND,
            gettext_lazy("Price drop"),
            "pricing.approve",
            title=title,
            apply=apply,
            merge=merge,
        )
    )
    approvals.register_limit(
        approvals.LimitKind(
            DROP_LIMIT,
            gettext_lazy("How far one person may lower a price"),
            gettext_lazy("In percent of the price before, counted over a day."),
            "percent",
            3_000,
        )
    )
    approvals.register_limit(
        approvals.LimitKind(
            FLOOR_LIMIT,
            gettext_lazy("The margin that must be left"),
            gettext_lazy("In percent of the price without tax; 0 is the cost."),
            "percent",
            0,
        )
    )


def title(facts: Json) -> str:
    """Say in a line what would fall."""
    count = facts["count"]
    words = ngettext("%(n)s lower price in %(list)s", "%(n)s lower prices in %(list)s", count)
    return words % {"n": count, "list": facts["list"]}


def apply(approval: approvals.ApprovalFacts, actor: Actor, at: dt.datetime) -> dict[str, Any]:
    """Write the prices that waited, if they still stand as they were when it was asked.

    Raises StalePrice or PreviewOutdated otherwise; the request then stays open.
    """
    payload = approval.payload
    target = price_list(payload["list"])
    both = dataclasses.replace(
        actor,
        label=_("%(who)s, approved by %(other)s") % {"who": approval.requester, "other": actor.label},
        on_behalf_of=approval.requester,
    )
    if "bulk" in payload:
        change = BulkChange(**{**payload["bulk"], "variant_ids": tuple(payload["bulk"]["variant_ids"])})
        preview = preview_bulk_change(change, actor=_reader(actor), at=at)
        if preview.fingerprint != payload["fingerprint"]:
            raise PreviewOutdated()
        done = write_bulk_change(
            target, change, preview, title=payload["title"], actor=both, at=at, approval_id=approval.id
        )
        return {"changed": done.changed, "operation": done.operation_id}
    rows = [
        PriceRow(variant_id, amount, strike, minimum, expected_amount=stored)
        for variant_id, minimum, amount, strike, stored in payload["rows"]
    ]
    written = write_prices(target, rows, actor=both, at=at, approval_id=approval.id)
    return {"changed": written.changed + written.created}


def merge(waiting: tuple[Json, Json], more: tuple[Json, Json]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Join the next batch of an import to the request that waits."""
    (payload, facts), (next_payload, next_facts) = waiting, more
    if "bulk" in payload:
        return dict(payload), dict(facts)
    rows = {tuple(row[:2]): row for row in [*payload["rows"], *next_payload["rows"]]}
    return (
        {**payload, "rows": list(rows.values())},
        {
            **facts,
            "count": len(rows),
            "largest_drop": max(facts["largest_drop"], next_facts["largest_drop"]),
            "below_floor": facts["below_floor"] + next_facts["below_floor"],
            "rows": [*facts["rows"], *next_facts["rows"]][:SHOWN],
        },
    )


def _reader(actor: Actor) -> Actor:
    """Return the approver with the right to read, which the preview asks for."""
    return dataclasses.replace(actor, permissions=actor.permissions | {"pricing.read"})
