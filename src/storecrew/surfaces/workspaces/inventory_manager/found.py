"""What the palette finds of stock and purchasing, how its records are named elsewhere, and what it begins."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.inventory.models import Bin, Location, Receipt, Transfer
from storecrew.contexts.purchasing.models import PurchaseOrder, QuotationRequest, Supplier
from storecrew.kernel.actor import Actor
from storecrew.surfaces.ui.backoffice.kinds import Act, Kind, every, register_action, register_kind
from storecrew.surfaces.ui.backoffice.parts import within


def _transfers(actor: Actor) -> QuerySet[Transfer]:
    allowed = actor.scopes.get("location")
    rows = Transfer.objects.all()
    if allowed is None:
        return rows
    return rows.filter(Q(source__code__in=allowed) | Q(target__code__in=allowed))


register_kind(
    Kind(
        "purchasing.order",
        _("Purchase order"),
        "purchasing_order",
        "purchasing.read",
        lambda actor: within(PurchaseOrder.objects.all(), actor, location="location__code"),
        title="number",
        by=("number", "supplier__name"),
        detail="supplier__name",
        acts=(
            Act(
                ("receive", "입고"),
                _("Receive %(record)s"),
                "purchasing_order_receive",
                Q(state__in=("approved", "sent", "partly_received")),
            ),
        ),
        order=130,
    )
)
register_kind(
    Kind(
        "purchasing.supplier",
        _("Supplier"),
        "purchasing_supplier",
        "purchasing.read",
        every(Supplier),
        by=("name", "code"),
        address="code",
        order=125,
    )
)
register_kind(
    Kind(
        "purchasing.quotation_request",
        _("Request for quotation"),
        "purchasing_quotation",
        "purchasing.read",
        lambda actor: within(QuotationRequest.objects.all(), actor, location="location__code"),
        title="number",
        by=("number",),
    )
)
register_kind(
    Kind(
        "inventory.transfer",
        _("Transfer"),
        "stock_transfer",
        "inventory.read",
        _transfers,
        title="code",
        by=("code",),
    )
)
register_kind(
    Kind(
        "inventory.receipt",
        _("Receipt of goods"),
        "stock_receipt",
        "inventory.read",
        lambda actor: within(Receipt.objects.all(), actor, location="location__code"),
        title="reference",
        by=("reference",),
    )
)
register_kind(
    Kind(
        "inventory.location",
        _("Location"),
        "stock_place",
        "inventory.read",
        lambda actor: within(Location.objects.all(), actor, location="code"),
        by=("name", "code"),
        address="code",
    )
)
register_kind(
    Kind(
        "inventory.bin",
        _("Bin"),
        "stock_bin",
        "inventory.read",
        lambda actor: within(Bin.objects.all(), actor, location="location__code"),
        title="code",
        by=("code",),
        detail="location__name",
    )
)

for _label, _page in (
    (_("New purchase order"), "purchasing_order_add"),
    (_("New supplier"), "purchasing_supplier_add"),
    (_("New transfer"), "stock_transfer_add"),
    (_("New location"), "stock_place_add"),
    (_("New bin"), "stock_bin_add"),
):
    register_action(_label, _page)
