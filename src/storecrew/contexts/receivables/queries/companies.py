"""Companies that buy on account as groups of customers: price lists and promotions may be for one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from storecrew.contexts.pricing import public as pricing
from storecrew.contexts.receivables.models import Grant, GrantMember

GROUP = "company:"


class CompanyGroups:
    """The one company for which a customer orders. Its name is for colleagues only."""

    is_private = True

    def groups_of(self, customer_id: int, *, wanted: Collection[str], at: dt.datetime) -> frozenset[str]:
        """Return the company where somebody asks for one."""
        return frozenset(_company_of(customer_id) if any(each.startswith(GROUP) for each in wanted) else ())

    def segments_of(self, customer_id: int) -> tuple[str, ...]:
        """Return the company if any company has prices of its own; without such a list nothing is read."""
        return _company_of(customer_id) if pricing.companies_with_prices() else ()

    def announced(self) -> tuple[str, ...]:
        """Return nothing: what one company pays is not shown to others."""
        return ()

    def names(self) -> dict[str, str]:
        """Return the companies by their codes."""
        rows = Grant.objects.filter(ended_at=None).exclude(name="").values_list("pk", "name")
        return {f"{GROUP}{grant_id}": name for grant_id, name in rows}


def _company_of(customer_id: int) -> tuple[str, ...]:
    rows = GrantMember.objects.filter(customer_id=customer_id, grant__ended_at=None)
    return tuple(f"{GROUP}{grant_id}" for grant_id in rows.values_list("grant_id", flat=True))
