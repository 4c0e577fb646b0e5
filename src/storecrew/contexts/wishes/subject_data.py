"""Wish lists of a person: handed out on request, gone when they leave."""

from __future__ import annotations

import datetime as dt
from typing import Any

from storecrew.contexts.wishes.models import WishList
from storecrew.kernel.actor import Actor


class WishData:
    """Lists with what is on them. Who bought gifts is not known, so it is not told."""

    name = "wish_lists"

    def export(self, *, customer_id: int, email: str) -> list[dict[str, Any]]:
        """Return every list."""
        rows = WishList.objects.filter(customer_id=customer_id).prefetch_related("wishes__variant")
        return [
            {
                "name": row.name,
                "is_shared": row.shared is not None,
                "created_at": row.created_at.isoformat(),
                "updated_at": row.updated_at.isoformat(),
                "wishes": [
                    {
                        "sku": each.variant.sku,
                        "quantity": each.quantity,
                        "note": each.note,
                        "added_at": each.added_at.isoformat(),
                    }
                    for each in row.wishes.all()
                ],
            }
            for row in rows.order_by("pk")
        ]

    def erase(self, *, customer_id: int, email: str, actor: Actor, at: dt.datetime) -> None:
        """Delete the lists; links to them lead nowhere from then on."""
        WishList.objects.filter(customer_id=customer_id).delete()
