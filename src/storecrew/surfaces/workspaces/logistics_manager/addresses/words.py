"""Words for why an order waits for its address, the same in the list and on the record."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.shipping.models import AddressHold
from storecrew.surfaces.ui.backoffice.listing import Status

STATES: dict[str, tuple[str | Promise, str]] = {
    "open": (_("to be looked at"), "warning"),
    "asked": (_("customer was asked"), "neutral"),
    "released": (_("taken as it is"), "good"),
    "corrected": (_("corrected"), "good"),
    "dropped": (_("order canceled"), "neutral"),
}
# By what is wrong; the field alone says the rest.
WHAT: dict[str, str | Promise] = {
    "undeliverable": _("a parcel came back from there"),
    "no_number": _("no house number"),
    "other_region": _("code and region do not fit"),
    "wrong_pattern": _("wrong postal code"),
    "old_korean_code": _("postal code from before 2015"),
    "required": _("a part is missing"),
    "unknown_region": _("unknown region"),
    "unknown_country": _("unknown country"),
    "too_long": _("too long for a label"),
    "placeholder": _("a placeholder"),
}


def state_of(row: AddressHold) -> Status:
    """Return the word for how far a hold is."""
    word, tone = STATES[row.state]
    return Status(word, tone)


def why(row: AddressHold) -> str:
    """Return the reasons in a few words."""
    kinds = dict.fromkeys(code.partition(".")[2] for code in row.codes)
    return ", ".join(str(WHAT.get(kind, kind)) for kind in kinds)
