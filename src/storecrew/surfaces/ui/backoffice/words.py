"""Words for what the audit trail stores as codes: actions such as "orders.confirmed" and names of fields.

The trail keeps codes, so that it can be read in any language.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from django.apps import apps
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.channels import public as channels
from storecrew.contexts.inventory.models import StockPolicy
from storecrew.contexts.seo.models import IndexStatus
from storecrew.kernel.sentence import retold
from storecrew.surfaces.ui.backoffice.vocabulary import ACTIONS, FIELDS, RECORDS

REASONS: dict[str, str | Promise] = {
    "canceled": _("The order was canceled."),
    "order_canceled": _("The order was canceled."),
    "canceled_by_customer": _("The customer broke the payment off."),
    "customer": _("Canceled by the customer"),
    "withdrawn": _("Withdrawn by the customer"),
    "expired": _("Not paid in time"),
    "not_received": _("The money did not come in time."),
    "payment_failed": _("The payment failed"),
    "card_declined": _("The card was declined."),
    "reservation_lost": _("The goods were sold in the meantime."),
    "promotion_taken": _("A discount was had before with the same card."),
    "short": _("Missing when it was picked"),
    "refunded": _("Refunded"),
    "charged back": _("Charged back"),
    "dispute won": _("Dispute won"),
    "changed_mind": _("Changed mind"),
}
"""Why ledgers and the trail say that something moved, where a program wrote a code."""

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
    "reinstate": _("Charge back returned"),
    "fee": _("Fee of the dispute"),
    "fee_returned": _("Fee returned"),
    "needs_answer": _("Needs an answer"),
    "answered": _("Answered"),
    "won": _("Won"),
    "lost": _("Lost"),
    "request": _("Asked"),
    "success": _("Done"),
    "failure": _("Refused"),
    "action_required": _("Customer must act"),
    "pending": _("Pending"),
    "unknown": _("No answer"),
    # products, prices, channels
    "running": _("Running"),
    "paused": _("Paused"),
    "decided": _("Decided"),
    "idea": _("Idea"),
    "draft": _("Draft"),
    "live": _("Live"),
    "end_of_life": _("End of life"),
    "gross": _("Prices include tax"),
    "net": _("Prices without tax"),
    # kinds, causes and states of other records
    "b2c": _("Private customers"),
    "warehouse": _("Warehouse"),
    "staff": _("Staff"),
    "ambient": _("Ambient"),
    "bulky": _("Bulky"),
    "secure": _("Secure"),
    "storage": _("Storage"),
    "lot": _("By lot"),
    "none": _("None"),
    "plan": _("By plan"),
    "recount": _("Count again"),
    "approval": _("Waits for approval"),
    "short_pick": _("Too few to pick"),
    "return_mismatch": _("Return differs"),
    "receipt_mismatch": _("Delivery differs"),
    "picked_to_zero": _("Picked to zero"),
    "approved": _("Approved"),
    "sent": _("Sent"),
    "partly_received": _("Partly received"),
    "received": _("Received"),
    "closed": _("Closed"),
    "waiting": _("Waiting"),
    "inspection": _("Inspection"),
    "insurance": _("Insurance"),
    "maintenance": _("Maintenance"),
    "tires": _("Tires"),
    "licence": _("Licence"),
    "recipient": _("The recipient"),
    "neighbor": _("A neighbor"),
    "nobody_home": _("Nobody was home"),
    "next_attempt": _("Next attempt"),
    "pickup_point": _("To a pickup point"),
    "goods": _("Goods"),
    "percent_off": _("Percent off"),
    "amount_off": _("Amount off"),
    "shipping": _("Shipping"),
    "tiered": _("The more, the cheaper"),
    "flash_sale": _("Flash sale"),
    "set": _("Set"),
    "scheduled": _("Scheduled"),
    "stopped": _("Stopped"),
    "ended": _("Ended"),
    "ordered": _("Ordered"),
    "mail": _("Mail"),
    "social": _("Social media"),
    "print": _("Print"),
    "web": _("Web"),
    "search": _("Search"),
    "affiliates": _("Affiliates"),
    "revenue": _("Revenue"),
    "orders": _("Orders"),
    "new_customers": _("New customers"),
    "win_back": _("Win customers back"),
    "awareness": _("Awareness"),
    "clear_stock": _("Clear stock"),
    "open": _("Open"),
    "resolved": _("Resolved"),
    "accepted": _("Accepted"),
    "accept": _("Accepted"),
    "warning": _("Warning"),
    "blocking": _("Blocking"),
    "critical": _("Critical"),
    "credit": _("Credit"),
    "points": _("Points"),
    "voucher": _("Voucher"),
    "news": _("News"),
    "offers": _("Offers"),
    "loss": _("Loss"),
    "damaged": _("Damaged"),
    "damage": _("damage"),
    "delay": _("delay"),
    "published": _("Published"),
    "planned": _("Planned"),
    "held": _("Held"),
    "withdrawn": _("Withdrawn"),
    "segment": _("Segment"),
    "category": _("Category"),
    "carrier": _("Carrier"),
    "promotion": _("Promotion"),
    "created": _("Created"),
    "bought": _("Bought"),
}

OF_FIELD: dict[str, dict[str, str | Promise]] = {
    "split": dict(StockPolicy.Split.choices),
    "index_status": dict(IndexStatus.State.choices),
}
"""Words of values that say nothing without their field."""

ACTORS: dict[str, str | Promise] = {"guest": _("Guest"), "customer": _("Customer")}
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


def value_words(value: str) -> str:
    """Return the word of a stored state such as "pending_payment"; any other text stays as it is."""
    return str(VALUES.get(value, value))


def stored_words(field: str, value: Any) -> Any:
    """Return what a field of the trail held, as words where the field has words of its own."""
    return OF_FIELD[field].get(value, value) if field in OF_FIELD else value


def shop_names(codes: Iterable[str]) -> str:
    """Return the names of shops; one that is gone keeps its code."""
    names = {each.code: each.name for each in channels.all_channels(include_inactive=True)}
    return ", ".join(names.get(code, code) for code in codes)


def actor_words(label: str) -> str:
    """Return who acted: people keep their names, a guest is called one in the reader's language.

    What timed work or a command did ("promotions.stock") was done by the product itself.
    """
    if label in COMMANDS or label.partition(".")[0] in {*_contexts(), "demo"}:
        return "Storecrew"
    return str(ACTORS.get(label, label))


@cache
def _contexts() -> frozenset[str]:
    return frozenset(
        app.label for app in apps.get_app_configs() if app.name.startswith("storecrew.contexts.")
    )


def reason_words(text: str) -> str:
    """Return why something was done, in the reader's language; what a person wrote is what it was."""
    return str(REASONS[text]) if text in REASONS else retold(text)


def far_words(meters: int | None) -> str:
    """Return how far from an address something happened, such as "4.2 km from the address"."""
    return gettext("%(km)s km from the address") % {"km": number_format((meters or 0) / 1000, 1)}
