"""What the palette finds of service, how its records are named elsewhere, and what it begins."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from storecrew.contexts.aftersales.models import Return
from storecrew.contexts.customers.models import Customer
from storecrew.surfaces.ui.backoffice.kinds import Kind, register_kind
from storecrew.surfaces.ui.backoffice.parts import within

register_kind(
    Kind(
        "aftersales.return",
        _("Return"),
        "returns_record",
        "orders.read",
        lambda actor: within(Return.objects.all(), actor, channel="order__channel__code"),
        title="number",
        by=("number",),
        detail="order__number",
        order=15,
    )
)
register_kind(
    Kind(
        "customers.customer",
        _("Customer"),
        "customers_record",
        "customers.read",
        lambda actor: Customer.objects.filter(erased_at=None),
        by=(),
    )
)
