"""Lists whose rows are values in memory, such as texts of the source: filtered and exported as any list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

from django.db.models import QuerySet

from storecrew.surfaces.ui.backoffice.columns import ListState
from storecrew.surfaces.ui.backoffice.listing import Listing


class ValueListing(Listing):
    """Declare a list of values: `values()` in place of `rows()`.

    `search_fields` and the `sort` of columns are attributes of a value; filters have no `field`, since a
    value passes when what `told` says of it under the filter's key is among what was chosen.
    """

    def values(self) -> Sequence[Any]:
        """Return all values in their usual order."""
        raise NotImplementedError

    def told(self, value: Any) -> Mapping[str, Iterable[str]]:
        """Return by key of a filter which of its choices hold for a value."""
        return {}

    def rows(self) -> QuerySet[Any]:
        """Return the values; the parts of a list that need a query are replaced below."""
        return cast("QuerySet[Any]", list(self.values()))

    def row_id(self, row: Any) -> Any:
        """Return the key of a value."""
        return row.key

    def matching(self, state: ListState | None = None) -> QuerySet[Any]:
        """Return the values that the filters and the search let through, sorted."""
        state = state or self.state
        chosen = [each for each in state.filters if each.active]
        words = state.q.casefold().split()[:6]
        found = [
            value
            for value in self.rows()
            if all(self._passes(value, each.filter.key, each.op, each.values) for each in chosen)
            and all(word in self._said(value) for word in words)
        ]
        key = (state.sort or self.default_sort).lstrip("-")
        by = next((c.sort for c in self.allowed_columns if c.key == key and c.sort), "")
        if by:
            # Without a value last, whichever way the rest goes.
            there = [value for value in found if getattr(value, by) not in (None, "")]
            there.sort(key=lambda value: getattr(value, by), reverse=state.sort.startswith("-"))
            found = there + [value for value in found if getattr(value, by) in (None, "")]
        return cast("QuerySet[Any]", found)

    def _all_rows(self) -> Iterable[Any]:
        return self.load(list(self.matching()))

    def _passes(self, value: Any, key: str, op: str, wanted: list[str]) -> bool:
        holds = set(self.told(value).get(key, ()))
        return holds.isdisjoint(wanted) if op == "not" else not holds.isdisjoint(wanted)

    def _said(self, value: Any) -> str:
        return " ".join(str(getattr(value, name)) for name in self.search_fields).casefold()
