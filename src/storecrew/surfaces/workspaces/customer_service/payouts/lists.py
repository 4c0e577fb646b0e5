"""The lists of payouts and of differences."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.payments import public as payments
from storecrew.contexts.payments.models import Difference, Payout
from storecrew.kernel.money import Money
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, Status, SystemView

KINDS = dict(payments.DIFFERENCES)
LINES = dict(payments.LINE_KINDS)
STATES = dict(payments.LINE_STATES)
TONES = {"matched": "good", "differs": "bad", "unknown": "warning", "missing": "bad", "total": "bad"}


def line_state(state: str) -> Status:
    """Return how the state of a line looks."""
    return Status(STATES[state], TONES[state])


def kind_of(kind: str) -> Status:
    """Return how the kind of a difference looks."""
    return Status(KINDS[kind], TONES[kind])


def _ours(row: Difference) -> Money:
    return Money(row.ours, row.currency)


def _theirs(row: Difference) -> Money:
    return Money(row.theirs, row.currency)


def _kind(row: Difference) -> Status:
    return kind_of(row.kind)


def order_of(row: Difference) -> str:
    """Return the number of the order that a difference is about, or what the line names."""
    event = row.event or (row.line.event if row.line else None)
    if event is not None:
        return str(event.payment.order.number)
    return row.line.named if row.line else ""


class PayoutList(Listing):
    """Payouts, newest first."""

    code = "payments.payouts"
    title = _("Payouts")
    permission = "payments.read"
    export_permission = "orders.export"
    search_fields = ("reference", "lines__named", "lines__reference")
    default_sort = "-arrived"
    empty_title = _("No payout is here yet")
    empty_text = _("Fetch payouts from gateways that tell them, or take in a file of your bank or gateway.")
    columns = (
        Column("reference", _("Payout"), "reference", sort="reference", primary=True),
        Column("gateway", _("Gateway"), "gateway", sort="gateway"),
        Column("arrived", _("Arrived"), "arrived_on", kind="date", sort="arrived_on"),
        Column(
            "amount", _("Amount"), lambda row: Money(row.amount, row.currency), kind="money", sort="amount"
        ),
        Column("lines", _("Lines"), "line_count", kind="number", sort="line_count"),
        Column("open", _("Open differences"), "open_count", kind="number", sort="open_count"),
        Column("source", _("Came"), "get_source_display", default=False),
        Column("imported", _("Taken in"), "imported_at", kind="datetime", sort="imported_at", default=False),
    )
    filters = (
        Filter("arrived", _("Arrived"), "date", "arrived_on"),
        Filter("source", _("Came"), "choice", "source", choices=payments.PAYOUT_SOURCES),
    )
    views = (SystemView(_("With open differences"), "sort=-open"),)

    def rows(self) -> QuerySet[Any]:
        """Return the payouts with their counts."""
        still = Q(differences__resolved_at=None) & ~Q(differences=None)
        return payments.visible_payouts(self.actor).annotate(
            line_count=Count("lines", distinct=True),
            open_count=Count("differences", filter=still, distinct=True),
        )

    def row_url(self, row: Payout) -> str:
        """Open the payout."""
        return reverse("payouts_record", args=[row.pk])

    def primary_action(self) -> tuple[Any, str] | None:
        """Lead to the file."""
        if not self.actor.can("payments.write"):
            return None
        return _("Take in a file"), reverse("payouts_upload")


class DifferenceList(Listing):
    """What payouts and the ledger do not agree about, oldest first."""

    code = "payments.differences"
    title = _("Differences of payouts")
    permission = "payments.read"
    export_permission = "orders.export"
    search_fields = ("payout__reference", "line__named", "event__payment__order__number", "reason")
    default_sort = "opened"
    opens_with = "f.open=1&sort=opened"
    empty_title = _("Everything agrees")
    empty_text = _("Lines of payouts that the ledger does not know, or not so, wait here for a reason.")
    columns = (
        Column("kind", _("Difference"), _kind, kind="status", sort="kind", primary=True),
        Column("order", _("Order"), order_of),
        Column("payout", _("Payout"), "payout.reference", sort="payout__reference"),
        Column("ours", _("In our ledger"), _ours, kind="money", sort="ours"),
        Column(
            "theirs",
            _("In the payout"),
            lambda row: Money(row.theirs, row.currency),
            kind="money",
            sort="theirs",
        ),
        Column("opened", _("Since"), "opened_at", kind="datetime", sort="opened_at"),
        Column("resolved", _("Resolved"), "resolved_at", kind="datetime", sort="resolved_at"),
        Column("reason", _("Reason"), "reason"),
    )
    filters = (
        Filter("open", _("Open"), "boolean", "resolved_at__isnull"),
        Filter("kind", _("Difference"), "choice", "kind", choices=payments.DIFFERENCES),
        Filter("opened", _("Since"), "date", "opened_at"),
    )
    views = (SystemView(_("All, newest first"), "sort=-opened"),)

    def rows(self) -> QuerySet[Any]:
        """Return the differences with their orders."""
        return payments.visible_differences(self.actor)

    def row_url(self, row: Difference) -> str:
        """Open the difference."""
        return reverse("payouts_difference", args=[row.pk])
