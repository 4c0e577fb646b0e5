"""Why a label was bought where it was, as a table of its record."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from storecrew.contexts.shipping.models import ServiceDecision
from storecrew.kernel.money import Money
from storecrew.surfaces.ui.backoffice.record import Table
from storecrew.surfaces.ui.numbers import percent
from storecrew.surfaces.workspaces.logistics_manager.manner.words import reason_of


def decision_table(key: str) -> Table:
    """Return every service that was looked at for a label, the one that was taken first."""
    row = ServiceDecision.objects.filter(key=key).first()
    rows = [_cells(each) for each in row.considered] if row else []
    title = _("Why this carrier")
    if row and row.rules:
        title = _("Why this carrier · rules: %(rules)s") % {"rules": ", ".join(row.rules)}
    return Table(
        title,
        (_("Service"), _("Price"), _("Arrives by"), _("In time before"), _("Why")),
        rows,
        empty=_("A person chose the service, or another program did."),
        kinds=("text", "money", "date", "text", "status"),
    )


def _cells(each: dict[str, Any]) -> tuple[Any, ...]:
    price = None if each["amount"] is None else Money(each["amount"], each["currency"])
    service = f"{each['carrier']} · {each['name']}"
    if each["fallback"]:
        service = _("%(service)s (by the table, the carrier was silent)") % {"service": service}
    return (
        service,
        price,
        dt.date.fromisoformat(each["arrives"]) if each["arrives"] else None,
        percent(each["score"], 1000, 0),
        reason_of(each["reason"], each["detail"]),
    )
