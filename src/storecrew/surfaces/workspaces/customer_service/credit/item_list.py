"""The list of open items, with what is owed by how late it is."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    ExpressionWrapper,
    F,
    QuerySet,
    Sum,
    Value,
    When,
)
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.channels import public as channels
from storecrew.contexts.receivables import public as receivables
from storecrew.contexts.receivables.models import OpenItem
from storecrew.kernel import clock
from storecrew.kernel.money import Money
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, SystemView
from storecrew.surfaces.workspaces.customer_service.credit import words

OWED = ExpressionWrapper(F("amount") - F("paid") - F("credited"), output_field=BigIntegerField())


def by_age(today: dt.date) -> Case:
    """Return the part of the aging of each open item as the database computes it."""
    return Case(
        *(
            When(state="open", due_on__gte=first, then=Value(code))
            for code, first in (
                (each.code, receivables.due_between(each, today)[0]) for each in receivables.AGING
            )
            if first is not None
        ),
        When(state="open", then=Value(receivables.AGING[-1].code)),
        default=Value(""),
        output_field=CharField(),
    )


class ItemList(Listing):
    """Invoices on account, the earliest due day first."""

    code = "receivables.items"
    title = _("Open items")
    permission = "receivables.read"
    export_permission = "orders.export"
    search_fields = ("number", "order__number", "order__email", "grant__name", "receipts__reference")
    default_sort = "due"
    opens_with = "f.state=open&sort=due"
    template = "customer_service/open_items.html"
    empty_title = _("Nobody owes anything")
    empty_text = _(
        "Orders of customers on account stand here from the day they are placed until they are paid."
    )
    columns = (
        Column("number", _("Invoice"), "number", sort="number", primary=True),
        Column("account", _("Account"), "grant.name", sort="grant__name"),
        Column(
            "state", _("State"), lambda row: words.state_of(row.state, row.hold), kind="status", sort="state"
        ),
        Column("due", _("To be paid by"), "due_on", kind="date", sort="due_on"),
        Column(
            "age",
            _("Age"),
            lambda row: words.age_of(row.state, row.due_on, channels.house_day(clock.now())),
            kind="status",
        ),
        Column("owed", _("Still owed"), lambda row: Money(row.owed, row.currency), kind="money", sort="left"),
        Column(
            "amount", _("Amount"), lambda row: Money(row.amount, row.currency), kind="money", sort="amount"
        ),
        Column("order", _("Order"), "order.number", sort="order__number", default=False),
        Column("channel", _("Channel"), "order.channel.name", default=False),
        Column("issued", _("Invoiced"), "issued_at", kind="datetime", sort="issued_at", default=False),
        Column("closed", _("Closed"), "closed_at", kind="datetime", sort="closed_at", default=False),
    )
    filters = (
        Filter("state", _("State"), "choice", "state", choices=tuple(words.STATES.items())),
        Filter("age", _("Age"), "choice", "age", choices=tuple(words.AGING.items())),
        Filter("hold", _("Hold"), "choice", "hold", choices=tuple(words.HOLDS.items())),
        Filter("due", _("To be paid by"), "date", "due_on"),
        Filter("issued", _("Invoiced"), "date", "issued_at"),
        Filter("currency", _("Currency"), "text", "currency"),
    )
    views = (
        SystemView(_("Open"), "f.state=open&sort=due"),
        SystemView(_("Late"), "f.age=1-30&f.age=31-60&f.age=61-90&f.age=over_90&sort=due"),
        SystemView(_("Disputed or on hold"), "f.state=open&f.hold=disputed&f.hold=held&sort=due"),
        SystemView(_("Paid"), "f.state=paid&sort=-closed"),
    )

    def rows(self) -> QuerySet[Any]:
        """Return the invoices of the reader's channels."""
        today = channels.house_day(clock.now())
        return receivables.visible_items(self.actor).annotate(age=by_age(today), left=OWED)

    def row_url(self, row: OpenItem) -> str:
        """Open the invoice."""
        return reverse("open_items_record", args=[row.pk])

    def extra_context(self) -> dict[str, Any]:
        """Return what is owed in all by currency and age."""
        rows = self.rows().filter(state="open").order_by()
        sums: dict[str, dict[str, int]] = {}
        for currency, age, owed in rows.values_list("currency", "age").annotate(owed=Sum(OWED)):
            sums.setdefault(currency, {})[age] = owed
        return {
            "aging_heads": [(code, label, f"?f.age={code}&sort=due") for code, label in words.AGING.items()],
            "aging": [
                (
                    currency,
                    [(words.AGING[code], Money(found.get(code, 0), currency)) for code in words.AGING],
                    Money(sum(found.values()), currency),
                )
                for currency, found in sorted(sums.items())
            ],
        }
