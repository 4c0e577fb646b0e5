"""What the shared calendar shows of stock: transfers that arrive, and what is to be counted."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.inventory.models import CountTask, Location, Transfer
from storecrew.contexts.work import public as work
from storecrew.kernel.actor import system_actor

ACTOR = system_actor("inventory.calendar")
TRANSFER = "inventory.transfer"
PLACE = "inventory.location"


def show_transfer(row: Transfer, *, at: dt.datetime) -> None:
    """Show when a transfer that is on its way should arrive; one without a day is not shown."""
    if row.due_at is None:
        return
    work.put_on_calendar(
        kind="transfer",
        title=f"{row.code} · {row.source.name} → {row.target.name}",
        starts_at=row.due_at,
        ends_at=row.due_at,
        owner_role="inventory_manager",
        record=TRANSFER,
        record_id=row.pk,
        url=f"/admin/stock/transfers/{row.pk}/",
        touches=[f"location:{row.target.code}"],
        actor=ACTOR,
        at=at,
    )


def hide_transfer(row: Transfer, *, at: dt.datetime) -> None:
    """Nothing more arrives with a transfer."""
    work.take_off_calendar(record=TRANSFER, record_id=row.pk, kind="transfer", actor=ACTOR, at=at)


def show_counts(place: Location, *, at: dt.datetime) -> None:
    """Show until when what is open has to be counted at a location; nothing when nothing is."""
    due = CountTask.objects.filter(location=place, state__in=("open", "recount")).order_by("-due_at")
    variants = due.order_by().values_list("variant_id", flat=True).distinct()
    products = set(catalog.product_ids_of_variants(variants).values())
    last = due.values_list("due_at", flat=True).first()
    if last is None:
        work.take_off_calendar(record=PLACE, record_id=place.pk, kind="count", actor=ACTOR, at=at)
        return
    work.put_on_calendar(
        kind="count",
        title=f"{place.name} · {due.count()}",
        starts_at=min(at, last),
        ends_at=last,
        owner_role="inventory_manager",
        record=PLACE,
        record_id=place.pk,
        url=f"/admin/stock/counts/?f.location={place.pk}",
        touches=[f"location:{place.code}", *(f"product:{key}" for key in products)],
        actor=ACTOR,
        at=at,
    )
