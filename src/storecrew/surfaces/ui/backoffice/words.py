"""Words for what the audit trail stores as codes: actions such as "orders.confirmed" and names of fields.

The trail keeps codes, so that it can be read in any language.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cache

from babel.numbers import format_percent
from django.apps import apps
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from storecrew.surfaces.ui.backoffice.vocabulary import ACTIONS, FIELDS, RECORDS

VALUES: dict[str, str | Promise] = {
    # states of orders, payments and refunds
    "pending_payment": _("Waiting for payment"),
    "confirmed": _("Confirmed"),
    "canceled": _("Canceled"),
    "paid": _("Paid"),
    "partially_paid": _("Partly paid"),
    "authorized": _("Authorized"),
    "captured": _("Taken"),
    "partially_captured": _("Partly taken"),
    "refunded": _("Refunded"),
    "partially_refunded": _("Partly refunded"),
    "voided": _("Released"),
    "failed": _("Failed"),
    "unfulfilled": _("Not shipped"),
    "fulfilled": _("Shipped"),
    "payment_failed": _("The payment failed"),
    "expired": _("Not paid in time"),
    "asked": _("Asked"),
    "done": _("Done"),
    "refused": _("Refused"),
    "partly": _("Partly done"),
    # lines of the payment ledger
    "authorize": _("Authorize"),
    "capture": _("Take"),
    "void": _("Release"),
    "refund": _("Refund"),
    "charge_back": _("Charge back"),
    "request": _("Asked"),
    "success": _("Done"),
    "failure": _("Refused"),
    "action_required": _("Customer must act"),
    "pending": _("Pending"),
    "unknown": _("No answer"),
    # products, prices, channels
    "draft": _("Draft"),
    "live": _("Live"),
    "end_of_life": _("End of life"),
    "gross": _("Prices include tax"),
    "net": _("Prices without tax"),
}

ACTORS: dict[str, str | Promise] = {"guest": _("Guest"), "customer": _("Customer"), "demo": _("Demo")}
COMMANDS = {"import_catalog", "export_catalog"}


def plain(action: str) -> str:
    """Return "channel saved" for "channels.channel_saved"."""
    return action.rpartition(".")[2].replace("_", " ")


def action_words(action: str) -> str:
    """Return what was done, in the language of the reader."""
    words = plain(action)
    return gettext(words) if words in ACTIONS else words


def field_words(name: str) -> str:
    """Return the name of a stored field, in the language of the reader."""
    words = name.replace("_", " ")
    return gettext(words) if words in FIELDS else words


def record_words(record: str) -> str:
    """Return "Price list" for "pricing.price_list", in the language of the reader."""
    words = plain(record)
    return (gettext(words) if words in RECORDS else words).capitalize()


def percent_words(basis_points: int | None) -> str:
    """Write basis points as a percentage with at most two decimals, in the reader's language."""
    if basis_points is None:
        return "–"
    locale = (get_language() or "en").replace("-", "_")
    return str(format_percent(Decimal(basis_points) / 10_000, format="#,##0.##%", locale=locale))


def value_words(value: str) -> str:
    """Return the word of a stored state such as "pending_payment"; any other text stays as it is."""
    return str(VALUES.get(value, value))


def actor_words(label: str) -> str:
    """Return who acted: people keep their names, a guest is called one in the reader's language.

    What timed work or a command did ("promotions.stock") was done by the product itself.
    """
    if label in COMMANDS or label.partition(".")[0] in _contexts():
        return "Storecrew"
    return str(ACTORS.get(label, label))


@cache
def _contexts() -> frozenset[str]:
    return frozenset(
        app.label for app in apps.get_app_configs() if app.name.startswith("storecrew.contexts.")
    )
