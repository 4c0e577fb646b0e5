"""The paper that lies in the parcel of a return: its number as bars, where it goes, what is in it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from storecrew.contexts.aftersales import queries, states
from storecrew.contexts.aftersales.facts import ReturnFacts
from storecrew.contexts.channels import public as channels
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.orders import public as orders
from storecrew.kernel import printing
from storecrew.kernel.mail import Attachment, attachment

TEMPLATE = Path(__file__).parent / "paper" / "return.typ"


def return_paper(return_id: int) -> bytes:
    """Return the paper of a return as PDF, in the order's language. Raises UnknownReturn."""
    made = queries.a_return(return_id)
    order = orders.order(made.order_id)
    with translation.override(order.locale):
        return printing.pdf(TEMPLATE, _data(made, order))


@attachment("aftersales.return")
def return_pdf(return_id: str) -> Attachment:
    """Return the paper of a return for its mail."""
    made = queries.a_return(int(return_id))
    return Attachment(f"{made.number}.pdf", return_paper(made.id), "application/pdf")


def _data(made: ReturnFacts, order: orders.OrderFacts) -> dict[str, Any]:
    reasons = dict(states.REASONS)
    known = {line.id: line for line in order.lines}
    place = inventory.postal_address()
    town = f"{place.postal_code} {place.city}"
    return {
        "words": {
            "title": _("Return %(number)s") % {"number": made.number},
            "to": _("Send the parcel to"), "from": _("Sender"), "order": _("Order"), "day": _("Announced"),
            "units": _("Units"), "article": _("Article"), "reason": _("Reason"),
            "cut": _("Cut here. This part goes outside on the parcel, the other one inside."),
            "steps": [
                _("Pack the articles well, with everything that came with them."),
                _("Lay the lower part of this sheet into the parcel."),
                _("Stick the upper part on the outside, so that its bars can be read."),
                _("Stick the carrier's label beside it, or show its QR code where you hand the parcel in.")
                if made.label_id is not None
                else _("Hand the parcel to a carrier of your choice and keep the receipt.")
                if made.pickup_on is None
                else _("Our vehicle comes on %(day)s. Have the parcel ready.")
                % {"day": date_format(made.pickup_on, "DATE_FORMAT")},
            ],
        },
        "number": made.number,
        "order": order.number,
        "day": date_format(made.opened_at, "DATE_FORMAT"),
        "shop": channels.facts_by_id(order.channel_id).name,
        "to": _lines(place.name, place.company, place.street, place.street2, town, place.country),
        "from": _lines(
            str(order.shipping_address.get("name", "")), str(order.shipping_address.get("postal_code", ""))
        ),
        "rows": [
            [
                str(line.quantity),
                " · ".join([line.sku, line.title, *map(str, known[line.order_line_id].options.values())]),
                str(reasons.get(line.reason, "")),
            ]
            for line in made.lines
        ],
        "bars": printing.bars_svg(printing.code128(made.number)),
    }  # fmt: skip


def _lines(*parts: str) -> list[str]:
    return [part.strip() for part in parts if part.strip()]
