"""What can go wrong when buying."""

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.errors import Conflict, Denied, Invalid, NotFound


class UnreadableDemand(Invalid):
    """A file of demand could not be read; `details` name the row and the column where they are known."""

    code = "unreadable_demand"
    message = _("This file of demand cannot be read.")
    next_step = _(
        "Give one row per article: its code, then one column per period, "
        "named 2025-01, 2025-W07, W0 or 2025-01-31."
    )


class UnknownSupplier(NotFound):
    """No supplier has this code."""

    code = "unknown_supplier"
    message = _("There is no such supplier.")
    next_step = _("Choose one of the suppliers listed under Purchasing.")


class UnknownOrder(NotFound):
    """No purchase order, line, discrepancy or invoice is known under this id."""

    code = "unknown_purchase_order"
    message = _("There is no such purchase order.")
    next_step = _("Look for it in the list of purchase orders.")


class InvalidSupplier(Invalid):
    """What was entered about a supplier or its articles makes no sense; `details["problem"]` says what."""

    code = "invalid_supplier"
    message = _("This is not possible for a supplier.")
    next_step = _("Correct what is marked and save again.")


class SupplierChanged(Conflict):
    """Somebody else saved the supplier in the meantime."""

    code = "supplier_changed"
    message = _("Somebody else changed this supplier while you were editing.")
    next_step = _("Reload the page and enter your change again.")


class InvalidPurchase(Invalid):
    """The lines of an order, a cost or an invoice make no sense; `details["problem"]` says what."""

    code = "invalid_purchase"
    message = _("These lines are not possible.")
    next_step = _("Give each article once, with a quantity of 1 or more.")


class NoPrice(Invalid):
    """The supplier has no price for these articles today; `details["skus"]` lists them."""

    code = "no_supplier_price"
    message = _("The supplier has no valid price for some articles.")
    next_step = _("Enter the price under the supplier's articles, or on the line.")


class WrongState(Conflict):
    """The order is not in a state that allows this; `details` have `state` and `number`."""

    code = "purchase_order_state"
    message = _("The purchase order is no longer in a state that allows this.")
    next_step = _("Reload the order and look at its timeline.")


class SecondPersonNeeded(Denied):
    """Whoever submitted an order cannot approve it."""

    code = "second_person_needed"
    message = _("You submitted this order, so somebody else has to approve it.")
    next_step = _("Ask another person with the right to approve purchase orders.")


class AboveLimit(Denied):
    """The total is above what the approver's roles may approve; `details` have `limit` and `total`."""

    code = "above_purchase_limit"
    message = _("This total is above what your role may approve.")
    next_step = _("Ask the Head of Digital or the owner to approve it.")


class ReasonNeeded(Invalid):
    """A decision that others will ask about came without a reason."""

    code = "reason_needed"
    message = _("This needs a reason.")
    next_step = _("Say in a few words why.")


class InvoiceKnown(Conflict):
    """The supplier's invoice number was recorded before."""

    code = "invoice_known"
    message = _("This invoice of the supplier is recorded already.")
    next_step = _("Look for its number in the list of invoices.")


class UnknownQuotation(NotFound):
    """No request for quotation, or answer to one, is known under this id."""

    code = "unknown_quotation"
    message = _("There is no such request for quotation.")
    next_step = _("Look for it in the list of requests.")


class QuotationState(Conflict):
    """The request is not in a state that allows this; `details` have `state` and `number`."""

    code = "quotation_state"
    message = _("The request for quotation is no longer in a state that allows this.")
    next_step = _("Reload the request and look at its timeline.")


class QuotationExpired(Conflict):
    """The supplier's answer counted until a day that is over; `details` have `valid_until`."""

    code = "quotation_expired"
    message = _("This answer is not valid any more.")
    next_step = _("Ask the supplier whether it still counts, and enter the new day.")
