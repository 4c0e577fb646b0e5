"""How a customer wants to be reached."""

from __future__ import annotations

from storecrew.contexts.loyalty.models import ServicePreference

WAYS = ServicePreference.Way.choices


def preference(customer_id: int) -> tuple[str, str, str]:
    """Return the way, its name and the note; empty when nothing was chosen."""
    row = ServicePreference.objects.filter(customer_id=customer_id).first()
    return (row.way, str(row.get_way_display()), row.note) if row else ("", "", "")
