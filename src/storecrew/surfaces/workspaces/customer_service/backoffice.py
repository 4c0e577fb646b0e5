"""What customer service's workspace adds to the menu, the homes and the palette."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.customers.models import Customer
from storecrew.contexts.fulfillment.models import Shipment
from storecrew.contexts.orders import public as orders
from storecrew.contexts.payments import public as payments
from storecrew.contexts.receivables import public as receivables
from storecrew.surfaces.ui.backoffice.registry import (
    Look,
    PaletteItem,
    register_menu,
    register_palette_source,
    register_record,
)
from storecrew.surfaces.workspaces.customer_service import found as _found  # noqa: F401
from storecrew.surfaces.workspaces.customer_service import home as _home  # noqa: F401

SHOWN = 8

register_menu(gettext_lazy("Orders"), "orders_list", "form", "orders.read", "orders", order=10)
register_menu(gettext_lazy("Returns"), "returns_list", "resubmit", "orders.read", "orders", order=15)
register_menu(gettext_lazy("Why it comes back"), "returns_why", "help", "inventory.read", "orders", order=16)
register_menu(gettext_lazy("Disputes"), "disputes_list", "warning", "payments.read", "orders", order=17)
register_menu(
    gettext_lazy("Refunds by hand"), "refunds_list", "resubmit", "payments.read", "orders", order=13
)
register_menu(
    gettext_lazy("Open items"), "open_items_list", "calendar", "receivables.read", "orders", order=18
)
register_menu(
    gettext_lazy("Customers on account"), "credit_list", "group", "receivables.read", "orders", order=21
)
register_menu(
    gettext_lazy("Reminders of invoices"), "credit_reminders", "mail", "receivables.write", "orders", order=22
)
register_menu(
    gettext_lazy("Bank account of invoices"), "credit_pay_to", "key", "receivables.grant", "orders", order=23
)
register_menu(gettext_lazy("Payouts"), "payouts_list", "download", "payments.read", "orders", order=30)
register_menu(
    gettext_lazy("Differences of payouts"),
    "payouts_differences",
    "warning",
    "payments.read",
    "orders",
    order=31,
)
register_menu(gettext_lazy("Customers"), "customers_list", "group", "customers.read", "orders", order=20)
register_menu(
    gettext_lazy("Tell many customers"), "orders_incident", "openquote", "orders.write", "orders", order=80
)
register_menu(
    gettext_lazy("Why does a promotion not apply?"),
    "promotions_why",
    "help",
    "promotions.read",
    "orders",
    order=70,
)
register_menu(gettext_lazy("Mails"), "mails_list", "mail", "orders.read", "orders", order=90)


def _orders(text: str, look: Look) -> Iterable[PaletteItem]:
    """Find orders by number or e-mail address."""
    rows = orders.filter_orders(orders.visible_orders(look.actor), search=text)
    return [
        PaletteItem(
            row.number,
            reverse("orders_record", args=[row.number]),
            _("Order"),
            row.shipping_address.get("name", ""),
        )
        for row in rows[:SHOWN]
    ]


def _customers(text: str, look: Look) -> Iterable[PaletteItem]:
    """Find customers by the start of their address or a part of their name."""
    rows = Customer.objects.filter(erased_at=None).filter(
        Q(email__startswith=text.lower()) | Q(name__icontains=text)
    )
    return [
        PaletteItem(
            row.name or row.email, reverse("customers_record", args=[row.pk]), _("Customer"), row.email
        )
        for row in rows[:SHOWN]
    ]


def _order_places(ids: Sequence[str], look: Look) -> dict[str, PaletteItem]:
    """Return the pages of orders by the ids that the audit trail has."""
    if not look.actor.can("orders.read"):
        return {}
    rows = orders.visible_orders(look.actor).filter(pk__in=[key for key in ids if key.isdigit()])
    return {
        str(pk): PaletteItem(number, reverse("orders_record", args=[number]), _("Order"))
        for pk, number in rows.values_list("pk", "number")
    }


def _parcels(text: str, look: Look) -> Iterable[PaletteItem]:
    """Find the order of a tracking number."""
    number = "".join(text.split())
    if len(number) < 6:
        return []
    rows = Shipment.objects.filter(tracking_number__startswith=number).order_by("-pk")
    found = dict(rows.values_list("order_id", "tracking_number")[:SHOWN])
    orders_found = orders.visible_orders(look.actor).filter(pk__in=found)
    return [
        PaletteItem(order_number, reverse("orders_record", args=[order_number]), _("Parcel"), found[pk])
        for pk, order_number in orders_found.values_list("pk", "number")
    ]


def _callers(text: str, look: Look) -> Iterable[PaletteItem]:
    """Find orders by the phone number of their buyer, however it is spaced."""
    digits = "".join(filter(str.isdigit, text))
    if len(digits) < 6 or re.fullmatch(r"[\d\s()+./-]+", text) is None:
        return []
    rows = orders.visible_orders(look.actor).filter(phone__endswith=digits[-8:]).order_by("-placed_at")
    return [
        PaletteItem(number, reverse("orders_record", args=[number]), _("Order"), phone)
        for number, phone in rows.values_list("number", "phone")[:SHOWN]
    ]


# what people type -> the page that does it, and the right it needs
ACTIONS = {
    "refund": ("orders_refund", "orders.refund", gettext_lazy("Refund %(number)s")),
    "cancel": ("orders_cancel", "orders.cancel", gettext_lazy("Cancel %(number)s")),
    "ship": ("orders_ship", "fulfillment.write", gettext_lazy("Ship %(number)s")),
}
ALIASES = {"환불": "refund", "취소": "cancel", "출고": "ship"}


def _order_actions(text: str, look: Look) -> Iterable[PaletteItem]:
    """Understand "refund 1042": a word and (the end of) an order number."""
    word, _space, number = text.strip().partition(" ")
    word = ALIASES.get(word, word.casefold())
    number = number.strip()
    if word not in ACTIONS or not number:
        return []
    page, right, words = ACTIONS[word]
    if not look.actor.can(right):
        return []
    rows = orders.visible_orders(look.actor).filter(number__iendswith=number).order_by("-placed_at")
    if word == "ship":
        # A key that is not there is unequal to nothing, so it is asked for by itself.
        rows = rows.filter(Q(pickup_point__kind__isnull=True) | ~Q(pickup_point__kind="location"))
    return [
        PaletteItem(str(words) % {"number": found}, reverse(page, args=[found]), _("Action"), name or "")
        for found, name in rows.values_list("number", "shipping_address__name")[:SHOWN]
    ]


def _dispute_places(ids: Sequence[str], look: Look) -> dict[str, PaletteItem]:
    """Return the pages of disputes by the ids that the audit trail has."""
    if not look.actor.can("payments.read"):
        return {}
    rows = payments.visible_disputes(look.actor).filter(pk__in=[key for key in ids if key.isdigit()])
    return {
        str(row.pk): PaletteItem(
            row.payment.order.number, reverse("disputes_record", args=[row.pk]), _("Dispute")
        )
        for row in rows
    }


def _refund_places(ids: Sequence[str], look: Look) -> dict[str, PaletteItem]:
    """Return the pages of refunds by hand by the ids that the audit trail has."""
    if not look.actor.can("payments.read"):
        return {}
    rows = payments.refunds_by_hand(look.actor).filter(pk__in=[key for key in ids if key.isdigit()])
    return {
        str(row.pk): PaletteItem(
            row.payment.order.number, reverse("refunds_record", args=[row.pk]), _("Refund")
        )
        for row in rows
    }


def _payout_places(ids: Sequence[str], look: Look) -> dict[str, PaletteItem]:
    """Return the pages of payouts by the ids that the audit trail has."""
    if not look.actor.can("payments.read"):
        return {}
    rows = payments.visible_payouts(look.actor).filter(pk__in=[key for key in ids if key.isdigit()])
    return {
        str(row.pk): PaletteItem(row.reference, reverse("payouts_record", args=[row.pk]), _("Payout"))
        for row in rows
    }


def _difference_places(ids: Sequence[str], look: Look) -> dict[str, PaletteItem]:
    """Return the pages of differences by the ids that the audit trail has."""
    if not look.actor.can("payments.read"):
        return {}
    rows = payments.visible_differences(look.actor).filter(pk__in=[key for key in ids if key.isdigit()])
    return {
        str(row.pk): PaletteItem(
            row.get_kind_display(), reverse("payouts_difference", args=[row.pk]), _("Difference")
        )
        for row in rows
    }


def _item_places(ids: Sequence[str], look: Look) -> dict[str, PaletteItem]:
    """Return the pages of invoices on account by the ids that the audit trail has."""
    if not look.actor.can("receivables.read"):
        return {}
    rows = receivables.visible_items(look.actor).filter(pk__in=[key for key in ids if key.isdigit()])
    return {
        str(row.pk): PaletteItem(row.number, reverse("open_items_record", args=[row.pk]), _("Invoice"))
        for row in rows
    }


def _grant_places(ids: Sequence[str], look: Look) -> dict[str, PaletteItem]:
    """Return the pages of customers on account by the ids that the audit trail has."""
    if not look.actor.can("receivables.read"):
        return {}
    rows = receivables.visible_grants().filter(pk__in=[key for key in ids if key.isdigit()])
    return {
        str(row.pk): PaletteItem(row.name, reverse("credit_record", args=[row.pk]), _("Account"))
        for row in rows
    }


def _invoices(text: str, look: Look) -> Iterable[PaletteItem]:
    """Find invoices on account by their number or the name of the account."""
    rows = receivables.visible_items(look.actor).filter(
        Q(number__icontains=text) | Q(grant__name__icontains=text)
    )
    return [
        PaletteItem(row.number, reverse("open_items_record", args=[row.pk]), _("Invoice"), row.grant.name)
        for row in rows[:SHOWN]
    ]


register_palette_source(_invoices, permission="receivables.read", order=45)
register_record("receivables.item", _item_places)
register_record("receivables.grant", _grant_places)
register_record("payments.dispute", _dispute_places)
register_record("payments.hand_refund", _refund_places)
register_record("payments.payout", _payout_places)
register_record("payments.difference", _difference_places)
register_palette_source(_order_actions, permission="orders.read", order=1)
register_palette_source(_parcels, permission="orders.read", order=30)
register_palette_source(_callers, permission="orders.read", order=40)
register_record("orders.order", _order_places)
register_palette_source(_orders, permission="orders.read", order=10)
register_palette_source(_customers, permission="customers.read", order=20)
