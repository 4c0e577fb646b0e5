"""What can be wrong with credit and open items, each with its stable code and the next step."""

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.errors import Conflict, Invalid, NotFound


class InvoiceNotOffered(Invalid):
    code = "invoice_not_offered"
    message = _("Paying on account is for customers with whom it was agreed.")
    next_step = _("Choose another way to pay, or ask us for an account.")


class CreditOnHold(Conflict):
    """The account is held; ``details["reason"]`` says why."""

    code = "credit_on_hold"
    message = _("Your account is on hold, so you cannot pay on account at the moment.")
    next_step = _("Choose another way to pay, or ask us.")


class CreditLimitExceeded(Conflict):
    """The order would exceed what may be owed; details: ``limit``, ``left``, ``asked`` (minor units)."""

    code = "credit_limit_exceeded"
    message = _("This order would exceed what you may owe on account.")
    next_step = _("Pay an open invoice first, or choose another way to pay.")


class UnknownGrant(NotFound):
    code = "unknown_credit"
    message = _("Nobody pays on account under this name.")
    next_step = _("Open it from the list of customers on account.")


class InvalidGrant(Invalid):
    """A grant that cannot be saved; ``details["fields"]`` maps field to reason."""

    code = "invalid_credit"
    message = _("This cannot be granted.")
    next_step = _("Correct the fields that are named.")


class AlreadyGranted(Conflict):
    code = "already_on_account"
    message = _("One of these customers pays on account already.")
    next_step = _("Change what was granted before, or take the customer out there.")


class GrantChanged(Conflict):
    code = "credit_changed"
    message = _("A colleague changed this in the meantime.")
    next_step = _("Reload the page and look again.")


class SecondPersonNeeded(Conflict):
    """The limit is above what one person may grant; details: ``limit``, ``requested`` (minor units)."""

    code = "second_person_needed"
    message = _("A limit this high needs a second person.")
    next_step = _("Ask for it; a colleague looks at it.")


class UnknownItem(NotFound):
    code = "unknown_open_item"
    message = _("There is no such invoice.")
    next_step = _("Open it from the list of open items.")


class ItemClosed(Conflict):
    code = "open_item_closed"
    message = _("Nothing is owed of this invoice any more.")
    next_step = _("Reload the page and read what has happened.")


class InvalidReceipt(Invalid):
    code = "invalid_receipt"
    message = _("Money that arrived is more than zero and in the currency of the invoice.")
    next_step = _("Check the amount.")


class ReceiptKeyReused(Conflict):
    code = "idempotency_conflict"
    message = _("This payment was recorded before with other values.")
    next_step = _("Reload the page and look what was recorded.")


class NothingLeftOver(Conflict):
    code = "nothing_left_over"
    message = _("That much is not left over of this payment.")
    next_step = _("Reload the page and look what is left.")


class InvalidLevels(Invalid):
    code = "invalid_reminder_levels"
    message = _("Each reminder comes later than the one before it.")
    next_step = _("Give each level more days than the one before.")


class ReasonMissing(Invalid):
    code = "reason_missing"
    message = _("Whoever looks at this later needs to know why.")
    next_step = _("Write a reason.")
