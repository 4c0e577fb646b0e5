"""What can be done to many orders of the list at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from storecrew.contexts.aftersales import public as aftersales
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.ui.backoffice.bulk import BulkAction, BulkRequest, Effect
from storecrew.surfaces.workspaces.customer_service.orders.order_actions import CancelForm
from storecrew.surfaces.workspaces.customer_service.orders.words import status_of

# each asks a gateway for the money: more would keep the page waiting
MOST = 50


def _refused(row: Any) -> str:
    if row.status == "canceled":
        return _("is canceled already")
    return "" if row.fulfillment_status == "unfulfilled" else _("a part is on its way")


def _effects(_ask: BulkRequest, rows: list[Any]) -> Sequence[Effect]:
    return [Effect(row.number, status_of(row, "status").label, _("Canceled"), _refused(row)) for row in rows]


def _cancel(ask: BulkRequest) -> str:
    """Cancel each by itself: one that is refused does not hold up the others."""
    canceled, refused = 0, Counter[str]()
    ids = list(ask.rows.values_list("pk", flat=True)[: MOST + 1])
    for order_id in ids[:MOST]:
        try:
            canceled += aftersales.cancel_order(
                order_id, reason=ask.answers["reason"], actor=ask.actor, at=ask.at
            )
        except DomainError as error:
            refused[str(error)] += 1
    said = [ngettext("%(n)s order canceled.", "%(n)s orders canceled.", canceled) % {"n": canceled}]
    said += [f"{count} × {words}" for words, count in refused.items()]
    if len(ids) > MOST:
        said.append(_("At most %(n)s at once: choose the rest again.") % {"n": MOST})
    return " ".join(said)


CANCEL = BulkAction(
    "cancel",
    gettext_lazy("Cancel the orders"),
    _cancel,
    _effects,
    permission="orders.cancel",
    form=CancelForm,
    destructive=True,
    explanation=gettext_lazy(
        "Each customer gets a mail, stock and money go back. What is on its way stays. At most 50 at once."
    ),
)
