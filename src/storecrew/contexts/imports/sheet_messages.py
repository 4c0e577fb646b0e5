"""The sentences of sheets: what is wrong with a row, and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from storecrew.contexts.imports import messages
from storecrew.contexts.imports.sheets import SheetKind, Text

_AMOUNT = _("Write a plain number such as 12.50.")
_UNITS = _("Write a whole number of pieces, such as 12.")

COMMON: dict[str, tuple[Text, Text]] = {
    "sku_unknown": (
        _("There is no article with the SKU %(value)s."),
        _("Correct the SKU, or make the article first."),
    ),
    "quantity_missing": (_("The row has no quantity."), _UNITS),
    "quantity_below_zero": (_("The quantity is negative."), _UNITS),
    "place_unknown": (
        _("There is no location %(value)s where you work."),
        _("Write the code of a location."),
    ),
    "day_unread": (
        _("The date cannot be read, or can be read in two ways."),
        _("Write it as year-month-day, such as 2026-12-31."),
    ),
    "currency_unknown": (_("This is no currency."), _("Write its three letters, such as EUR.")),
    "amount_currency": (
        _("The amount names another currency than the row."),
        _("Leave one of the two out."),
    ),
    "amount_decimals": (_("The amount has more decimals than its currency."), _AMOUNT),
    "row_repeated": (
        _("The same stands in row %(other_row)s already."),
        _("Add the quantities up in one row, or remove one of the two."),
    ),
}

STOCK: dict[str, tuple[Text, Text]] = {
    "unknown_bin": (
        _("There is no bin %(value)s at this location."),
        _("Correct the code, or make the bin first."),
    ),
    "wrong_bin": (
        _("Stock cannot be put into the bin %(value)s."),
        _("Choose a bin that is in use and is no packing place."),
    ),
    "lot_needed": (_("The article is kept by lot."), _("Fill in the lot and its bin.")),
    "lot_needs_bin": (_("The units of a lot lie in a bin."), _("Fill in the bin.")),
    "no_lots": (
        _("The article is not kept by lot."),
        _("Leave the lot out, or say first that it is kept by lot."),
    ),
    "expiry_needed": (
        _("The article expires, and the row has no date."),
        _("Fill in the day on which the lot expires."),
    ),
    "expiry_differs": (
        _("The lot is known already with another date."),
        _("Correct the date, or give the lot a name of its own."),
    ),
    "serials": (
        _("The article is kept by serial number."),
        _("Receive it with its serial numbers instead."),
    ),
    "moved": (
        _("The article was sold, received or counted here since, so this is no opening stock any more."),
        _("Count it instead."),
    ),
    "committed": (
        _("Fewer would remain than are promised to orders, held or set aside."),
        _("Count it instead, or release the promises first."),
    ),
    "cost_not_yours": (_("You may not set costs."), _("Leave the cost out, or ask somebody who buys.")),
    "cost_differs": (
        _("Row %(other_row)s states another cost for the same article."),
        _("State one cost; the last purchase is a good one."),
    ),
}

COUNTS: dict[str, tuple[Text, Text]] = {
    "count_none_open": (
        _("Nobody asked for a count of this article at this place."),
        _("Download the sheet of open counts, or ask for the count first."),
    ),
    "count_mismatch": (
        _("The count %(value)s is of another article or place."),
        _("Download the sheet of open counts again."),
    ),
    "count_moved_on": (
        _("This place was counted otherwise in the meantime."),
        _("Download the sheet of open counts again."),
    ),
}


def rendered(kind: SheetKind, stored: Mapping[str, Any]) -> dict[str, Any]:
    """A stored problem with reason and suggestion in the language that is active."""
    code = stored["code"]
    reason, suggestion = {**messages.SENTENCES, **COMMON, **kind.sentences}.get(code, (code, ""))
    facts = {"value": stored["value"], **stored["params"]}
    labels = {column.name: str(column.label) for column in kind.columns}
    return {
        "row": stored["row"],
        "column": labels.get(stored["column"], stored["column"]),
        "value": stored["value"],
        "sku": stored["sku"],
        "code": code,
        "reason": str(reason) % facts,
        "suggestion": str(suggestion) % facts,
    }
