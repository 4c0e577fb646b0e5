"""What of the sample store is still there."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.health.facts import SamplePreview
from storecrew.contexts.health.models import SampleStore
from storecrew.contexts.orders import public as orders
from storecrew.contexts.people import public as people
from storecrew.contexts.promotions import public as promotions

ENDED = {"status": "end_of_life"}
MOST_ORDERS = 10_000


def sample() -> SampleStore | None:
    """Return the note about the sample store; None when there is none, or none any more."""
    return SampleStore.objects.filter(retired_at=None).order_by("pk").first()


def has_sample() -> bool:
    """Say whether there is a sample store that could be taken away."""
    return SampleStore.objects.filter(retired_at=None).exists()


def sample_preview(*, at: dt.datetime) -> SamplePreview | None:
    """Return what would go and what would stay; None when there is no sample store, or none any more."""
    row = sample()
    if row is None:
        return None
    public = public_sign_ins(row)
    return SamplePreview(
        products=len(products_for_sale(row)),
        promotions=len(promotions.unfinished(row.promotion_ids)),
        open_orders=len(open_orders(row, at=at)),
        sign_ins=len(public),
        has_own_owner=bool(set(people.owner_ids()) - set(public)),
        product_ids=tuple(row.product_ids),
        last_order_id=row.last_order_id,
    )


def public_sign_ins(row: SampleStore) -> tuple[int, ...]:
    """Return the people of the sample who still sign in with the password that everybody knows."""
    return people.with_password(row.user_ids, row.password)


def products_for_sale(row: SampleStore) -> list[int]:
    """Return the sample products that are not at the end of their life."""
    preview = catalog.preview_bulk_edit(ids=row.product_ids, changes=ENDED)
    return [product.product_id for product in preview if product.changes]


def open_orders(row: SampleStore, *, at: dt.datetime) -> list[int]:
    """Return the sample orders that wait for money or for a parcel."""
    unpaid = [order.id for order in orders.pending_orders(placed_before=at, limit=MOST_ORDERS)]
    waiting = [*unpaid, *orders.waiting_to_leave(limit=MOST_ORDERS)]
    return [id_ for id_ in waiting if id_ <= row.last_order_id]
