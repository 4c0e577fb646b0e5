"""Reads of the places where shoppers collect orders, with their hours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields

from storecrew.contexts.customers.public import AddressFacts
from storecrew.contexts.inventory.errors import InvalidHours
from storecrew.contexts.inventory.facts import PickupPlace
from storecrew.contexts.inventory.models import Location
from storecrew.contexts.inventory.queries.stock import candidates, with_own
from storecrew.contexts.inventory.rules import Shortfall, plan
from storecrew.kernel import hours
from storecrew.kernel.kept import kept


@kept("stores", in_transactions=True)
def pickup_places(channel_id: int) -> tuple[PickupPlace, ...]:
    """Return the active locations of a channel where orders can be collected, the first asked first."""
    rows = Location.objects.filter(channels__channel_id=channel_id, active=True, pick_up=True)
    return tuple(_place(row) for row in rows.order_by("channels__priority", "pk"))


def read_hours(texts: Sequence[str]) -> tuple[hours.Span, ...]:
    """Return the opening hours of a week as typed for Monday to Sunday. Raises InvalidHours."""
    found: list[hours.Span] = []
    for day, text in enumerate(texts, start=1):
        try:
            found += hours.read(day, text)
        except ValueError as error:
            raise InvalidHours(hours=str(error), day=day) from None
    return tuple(found)


def typed_hours(spans: Sequence[Sequence[object]]) -> tuple[str, ...]:
    """Return opening hours as a form shows them, from Monday to Sunday."""
    return tuple(hours.typed(hours.week(spans), day) for day in hours.DAYS)


def missing_at_places(
    needs: Mapping[int, int], channel_id: int, *, holder: str = ""
) -> dict[int, tuple[int, ...]]:
    """Return, for each place to collect at, the variants of which it has not enough for one order.

    What ``holder`` holds counts as free; codes come from where they are. One query, two with a holder.
    """
    rows = with_own(candidates(needs, channel_id), holder)
    found = {}
    for place in pickup_places(channel_id):
        here = [row for row in rows if row.location_id == place.id or row.digital]
        planned = plan(needs, here)
        short = (planned.short or needs) if isinstance(planned, Shortfall) else ()
        found[place.id] = tuple(sorted(short))
    return found


def _place(row: Location) -> PickupPlace:
    parts = {field.name: str((row.address or {}).get(field.name) or "") for field in fields(AddressFacts)}
    address = AddressFacts(**{**parts, "name": parts["name"] or row.name})
    return PickupPlace(row.pk, row.code, row.name, address, tuple(hours.week(row.opening_hours or ())))
