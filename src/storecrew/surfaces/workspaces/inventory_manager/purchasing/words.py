"""Words and amounts that the pages of purchasing share."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.pricing import public as pricing
from storecrew.contexts.purchasing.models import PurchaseOrder, Quotation, QuotationRequest, Supplier
from storecrew.kernel.actor import Actor
from storecrew.kernel.money import Money
from storecrew.surfaces.ui.backoffice.listing import Status
from storecrew.surfaces.ui.backoffice.parts import seen_places
from storecrew.surfaces.ui.backoffice.registry import Tone

TONES: dict[str, Tone] = {
    "draft": "neutral",
    "waiting": "warning",
    "approved": "info",
    "sent": "info",
    "partly_received": "warning",
    "received": "good",
    "closed": "neutral",
    "canceled": "neutral",
}
KINDS_OF_DEMAND = {
    "smooth": _("sells steadily"),
    "erratic": _("sells often, in uneven amounts"),
    "intermittent": _("sells now and then"),
    "lumpy": _("sells now and then, in uneven amounts"),
    "none": _("was never sold"),
}
METHODS = {
    "naive": _("newest value"),
    "seasonal_naive": _("value of last season"),
    "moving_average": _("moving average"),
    "ses": _("exponential smoothing"),
    "damped_trend": _("damped trend"),
    "holt_winters": _("trend and season"),
    "croston": _("Croston"),
    "sba": _("Croston, corrected (SBA)"),
    "tsb": _("size and chance (TSB)"),
}


def rate_words(each: pricing.Conversion) -> str:
    """Return a rate with its day and who says so."""
    words = {
        "rate": each.rate_text,
        "day": date_format(each.day),
        "source": ", ".join(pricing.rate_source(code) for code in each.said_by.split("+")),
    }
    return gettext("%(rate)s of %(day)s, %(source)s") % words


def order_status(order: PurchaseOrder) -> Status:
    """Return the state of a purchase order with its tone."""
    return Status(order.get_state_display(), TONES[order.state])


REQUEST_TONES: dict[str, Tone] = {"draft": "neutral", "sent": "info", "ordered": "good", "closed": "neutral"}
ANSWER_TONES: dict[str, Tone] = {
    "asked": "neutral",
    "answered": "info",
    "declined": "neutral",
    "chosen": "good",
}


def request_status(request: QuotationRequest) -> Status:
    """Return the state of a request for quotation with its tone."""
    return Status(request.get_state_display(), REQUEST_TONES[request.state])


def answer_status(quotation: Quotation) -> Status:
    """Return what came of the question to one supplier, with its tone."""
    return Status(quotation.get_state_display(), ANSWER_TONES[quotation.state])


def money(amount: int | None, currency: str) -> Money | str:
    """Return an amount for the page, an empty text for none."""
    return "" if amount is None else Money(amount, currency)


def supplier_choices() -> list[tuple[str, str]]:
    """Return the suppliers for a filter."""
    return [(str(pk), name) for pk, name in Supplier.objects.values_list("pk", "name")]


def location_choices(actor: Actor) -> list[tuple[str, str]]:
    """Return the locations that somebody may see, for a filter."""
    return [(str(place.id), place.name) for place in seen_places(actor)]
