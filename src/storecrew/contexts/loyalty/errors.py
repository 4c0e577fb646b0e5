"""What can go wrong with points, vouchers and credit."""

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.errors import Conflict, Invalid, NotFound


class VoucherRefused(Invalid):
    """A code that pays for nothing here. Unknown, used up, expired, blocked: one answer for all (ABU-02)."""

    code = "voucher_refused"
    message = _("This gift voucher code cannot be used.")
    next_step = _("Check how it is written, or ask our customer service.")


class NotEnoughLeft(Conflict):
    """Somebody, perhaps the same person in another cart, was faster (CON-20)."""

    code = "tender_not_enough"
    message = _("There is not enough left on your voucher, credit or points.")
    next_step = _("Look at your cart again; it shows what is left.")


class TenderNotUsable(Invalid):
    code = "tender_not_usable"
    message = _("This cannot be used to pay here.")
    next_step = _("Sign in with the account it belongs to, or pay in another way.")


class UnknownVoucher(NotFound):
    code = "unknown_voucher"
    message = _("There is no such gift voucher.")
    next_step = _("Choose one from the list of gift vouchers.")


class UnknownMember(NotFound):
    code = "unknown_member"
    message = _("There is no such member.")
    next_step = _("Choose one from the list of members.")


class NoProgram(Conflict):
    code = "no_loyalty_program"
    message = _("There is no loyalty program that takes members.")
    next_step = _("Set up the program and open it.")


class InvalidProgram(Invalid):
    """`details` maps fields to sentences."""

    code = "invalid_loyalty_program"
    message = _("This is not a program that can run.")
    next_step = _("Correct the fields that are marked.")


class InvalidVoucher(Invalid):
    """`details` maps fields to sentences."""

    code = "invalid_voucher"
    message = _("A gift voucher cannot be made from this.")
    next_step = _("Correct the fields that are marked.")


class BatchMade(Conflict):
    code = "voucher_batch_made"
    message = _("These gift vouchers are made already.")
    next_step = _("Look at them in the list; a code that was lost is replaced there by a new one.")


class ReasonNeeded(Invalid):
    code = "loyalty_reason_needed"
    message = _("Say why.")
    next_step = _("Write one sentence; it stays in the ledger.")


class InvalidUnits(Invalid):
    code = "loyalty_invalid_units"
    message = _("This number is not possible here.")
    next_step = _("Enter a whole number that the account can bear.")


class VoucherState(Conflict):
    code = "voucher_state"
    message = _("This cannot be done with the gift voucher as it is.")
    next_step = _("Look at its state; a blocked one has to be opened first.")


class VoucherSpent(Conflict):
    """A gift voucher that the order bought was used; `details["spent"]` is how much of them cannot go
    back.
    """

    code = "voucher_spent"
    message = _("A gift voucher of this order was used already, so its price cannot be refunded.")
    next_step = _("Refund the other articles, or what is left when the voucher's own order was returned.")


class GoodwillAboveLimit(Conflict):
    """More than the role may give alone."""

    code = "goodwill_above_limit"
    message = _("This is more than your role may give alone.")
    next_step = _("Send it to a second person, or give less.")


class GoodwillAboveDayLimit(GoodwillAboveLimit):
    """Less is left of what the role may give alone in a day; ``details["left"]`` is how much."""

    code = "goodwill_above_day_limit"
    message = _("You gave what you may give alone today.")
    next_step = _("Send it to a second person, give less, or give it tomorrow.")


class AccountNeeded(Invalid):
    """Points and store credit lie in an account; the guest of an order has none."""

    code = "goodwill_account_needed"
    message = _("Points and store credit need an account, and this order was placed without one.")
    next_step = _("Give a gift voucher: it is sent by mail.")


class BudgetExhausted(Conflict):
    code = "goodwill_budget_exhausted"
    message = _("The budget for goodwill has not enough left.")
    next_step = _("Give less, or ask marketing to raise the budget.")


class NoBudget(Conflict):
    code = "goodwill_no_budget"
    message = _("There is no budget for goodwill in this currency that you may use now.")
    next_step = _("Ask marketing to set one up.")


class InvalidHours(Invalid):
    """The hours in which somebody may be called end before they begin."""

    code = "invalid_hours"
    message = _("The hours end before they begin.")
    next_step = _("Say from when and until when, such as 09:00 and 17:00.")
    shopper_step = next_step
