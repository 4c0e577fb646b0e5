"""The words of the audit trail for what purchasing and the fleet do, and for the conditions of goods."""

from __future__ import annotations

from django.utils.translation import gettext_noop

ACTIONS = frozenset(
    {
        gettext_noop("inserts laid out"),
        # fleet
        gettext_noop("check done"),
        gettext_noop("check saved"),
        gettext_noop("depot saved"),
        gettext_noop("driver saved"),
        gettext_noop("fetched"),
        gettext_noop("job placed"),
        gettext_noop("pickup canceled"),
        gettext_noop("pickup requested"),
        gettext_noop("place saved"),
        gettext_noop("plan asked"),
        gettext_noop("stop dropped"),
        gettext_noop("stop failed"),
        gettext_noop("stop moved"),
        gettext_noop("trip canceled"),
        gettext_noop("trip finished"),
        gettext_noop("trip published"),
        gettext_noop("trip started"),
        gettext_noop("vehicle saved"),
        gettext_noop("vehicle state"),
        gettext_noop("proof recorded"),
        # purchasing
        gettext_noop("supplier saved"),
        gettext_noop("contact saved"),
        gettext_noop("contact removed"),
        gettext_noop("article saved"),
        gettext_noop("rate saved"),
        gettext_noop("rates taken"),
        gettext_noop("sheet uploaded"),
        gettext_noop("sheet taken"),
        gettext_noop("sheet undone"),
        gettext_noop("sheet removed"),
        gettext_noop("opening taken"),
        gettext_noop("order drafted"),
        gettext_noop("order changed"),
        gettext_noop("order approved"),
        gettext_noop("order submitted"),
        gettext_noop("order refused"),
        gettext_noop("order sent"),
        gettext_noop("order canceled"),
        gettext_noop("order closed"),
        gettext_noop("quotations drafted"),
        gettext_noop("quotations asked"),
        gettext_noop("quotation recorded"),
        gettext_noop("quotation declined"),
        gettext_noop("quotation chosen"),
        gettext_noop("quotations closed"),
        gettext_noop("discrepancy decided"),
        gettext_noop("landed cost added"),
        gettext_noop("invoice recorded"),
        gettext_noop("invoice released"),
        gettext_noop("proposal snoozed"),
        gettext_noop("proposal changed"),
        gettext_noop("proposal ordered"),
        gettext_noop("replenishment set"),
        gettext_noop("price list imported"),
        gettext_noop("price list undone"),
    }
)

FIELDS = frozenset(
    {
        gettext_noop("damaged"),
        gettext_noop("inspect"),
        gettext_noop("refurbish"),
        gettext_noop("scrap"),
        gettext_noop("missing"),
        gettext_noop("quarantine"),
        gettext_noop("on hand"),
        gettext_noop("safety"),
        gettext_noop("shelf"),
    }
)
"""In which condition goods are, and where they go for it."""
