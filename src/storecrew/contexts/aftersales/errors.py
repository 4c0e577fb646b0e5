"""What can be wrong after the sale, each with its stable code and the next step."""

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.errors import Conflict, Denied, Invalid, NotFound


class NothingToRefund(Conflict):
    code = "nothing_to_refund"
    message = _("No money of this order was taken, or all of it was refunded.")
    next_step = _("Cancel the order to release money that is only held.")


class RefundTooLarge(Conflict):
    code = "refund_too_large"
    message = _("More would be refunded than was paid and is left.")
    next_step = _("Reload the order and refund at most what is left.")


class RefundLineTooLarge(Conflict):
    code = "refund_line_too_large"
    message = _("More units would be refunded than were bought and not refunded yet.")
    next_step = _("Reload the order and choose fewer units.")


class InvalidRefund(Invalid):
    code = "invalid_refund"
    message = _("A refund is an amount of more than zero, or whole units of lines of the order.")
    next_step = _("Check the amount or the units.")


class RefundReasonNeeded(Invalid):
    code = "refund_reason_needed"
    message = _("A refund needs a reason.")
    next_step = _("Write in a few words why the money goes back.")


class RefundAboveLimit(Denied):
    code = "refund_above_limit"
    message = _("This refund is above the limit of your role.")
    next_step = _("Ask the Head of Digital to make it.")


class RefundKeyReused(Invalid):
    code = "idempotency_conflict"
    message = _("This key was used before for another refund.")
    next_step = _("Use a new key.")


class NothingOwed(Conflict):
    """The refund is not partly done, or somebody gave the rest a moment ago."""

    code = "nothing_owed"
    message = _("Nothing is owed of this refund any more.")
    next_step = _("Reload the order to see where its money is.")


class RestNotThere(Conflict):
    """The payments of the order have less left than the refund still owes."""

    code = "rest_not_there"
    message = _("The payments of this order have less left than is owed.")
    next_step = _("Look at the payment events: somebody may have refunded at the provider's own screen.")


class UnknownReturn(NotFound):
    code = "unknown_return"
    message = _("There is no such return.")
    next_step = _("Search for the order and open its returns.")


class ReturnClosed(Conflict):
    """Somebody received or canceled it first."""

    code = "return_closed"
    message = _("This return was received or canceled already.")
    next_step = _("Reload it to see what was found.")


class NothingToReturn(Conflict):
    code = "nothing_to_return"
    message = _("So many units were not sent, or are on their way back already.")
    next_step = _("Reload the order and choose at most what is left.")


class InvalidReturn(Invalid):
    code = "invalid_return"
    message = _("A return needs lines of the order with whole units, and a reason.")
    next_step = _("Check the units of each line.")


class FoundDoesNotFit(Invalid):
    """What was found does not account for every announced unit; ``problem`` says how."""

    code = "found_does_not_fit"
    message = _("Every announced unit has to be somewhere, if only missing, and damage needs a cause.")
    next_step = _("Check the units of each line against what was announced.")


class InvalidReturnRules(Invalid):
    """A number of the rules is out of bounds; ``fields`` names which."""

    code = "invalid_return_rules"
    message = _("Customers get at least the days that the law gives them.")
    next_step = _("Give 14 to 365 days to return, up to 60 days on the way and 1 to 50 returns at once.")


class InvalidCauseLimits(Invalid):
    """A threshold of the causes is out of its bounds; ``fields`` names which."""

    code = "invalid_cause_limits"
    message = _("One of the thresholds is out of its bounds.")
    next_step = _("Give 1 to 1000 units and up to 100 percent.")


class ReturnNotOffered(Conflict):
    """The customer may not announce this by themselves; ``why`` says why."""

    code = "return_not_offered"
    message = _("These articles cannot be announced back here any more.")
    next_step = _("Write to us, and we look at it together.")


class ExchangeNotOffered(Conflict):
    """This variant is not given instead; ``line`` says of which line, ``why`` "off" or "variant"."""

    code = "exchange_not_offered"
    message = _("This cannot be had instead of what comes back.")
    next_step = _("Choose another variant, or take your money back.")


class ExchangeSoldOut(Conflict):
    """Too few of the wanted variant are free; ``skus`` names which."""

    code = "exchange_sold_out"
    message = _("Too few of the wanted variant are left.")
    next_step = _("Choose another variant, or take your money back.")


class ExchangeEnded(Conflict):
    """It left, was canceled or refused before."""

    code = "exchange_ended"
    message = _("It was decided already what is sent instead.")
    next_step = _("Reload the return to see what.")


class ExchangeLapsed(Conflict):
    """The time to pay the difference is over, or the exchange ended meanwhile; money goes back by itself."""

    code = "exchange_lapsed"
    message = _("What was set aside for you is free again: the difference was not paid in time.")
    next_step = _(
        "Nothing was charged, or it goes back by itself. Order the article anew if you still want it."
    )


class ExchangeNotPaid(Conflict):
    """The gateway refused; nothing was charged, and the article is still set aside."""

    code = "exchange_not_paid"
    message = _("The payment did not work. Nothing was charged.")
    next_step = _("Try again or choose another way to pay: the article is still set aside for you.")


class ExchangePaymentOpen(Conflict):
    """An earlier try is being decided right now."""

    code = "exchange_payment_open"
    message = _("A payment for this is being checked right now.")
    next_step = _("Wait a minute and look again, so that you do not pay twice.")


class ExchangeUnpaid(Conflict):
    """Agreed to, but the difference is not paid yet."""

    code = "exchange_unpaid"
    message = _("It leaves as soon as the customer has paid the difference.")
    next_step = _("Send the customer the link of the order that is sent instead, or give the money back.")


class InvalidReturnPhoto(Invalid):
    """A file is no picture, or too large, or there are too many."""

    code = "invalid_return_photo"
    message = _("This is not a photo.")
    next_step = _("Take up to eight photos as JPEG or PNG, each below 12 MB.")


class ReturnUnderWay(Conflict):
    """The carrier has scanned its parcel."""

    code = "return_under_way"
    message = _("The parcel of this return is under way already.")
    next_step = _("When it is here we write to you.")


class ReturnSettled(Conflict):
    """The return led to a refund or a no before."""

    code = "return_settled"
    message = _("It was decided already what the customer gets for this return.")
    next_step = _("Reload the return to see what.")


class WithdrawalNotOffered(Conflict):
    """The period is over, or nothing is left to withdraw from; ``why`` says which."""

    code = "withdrawal_not_offered"
    message = _("There is nothing left of this order that you can withdraw from here.")
    next_step = _("Write to us, and we look at it together.")


class InvalidWithdrawal(Invalid):
    code = "invalid_withdrawal"
    message = _("A withdrawal needs your name and at least one article with whole units.")
    next_step = _("Check your name and the units of each article.")


class NothingMissed(Conflict):
    """The order has the benefit, or the code failed by something that its customer could know."""

    code = "nothing_missed"
    message = _("This order missed nothing by this code that was our fault or just ended.")
    next_step = _("Explain the conditions, or give goodwill from the customer's page.")


class NoAccount(Conflict):
    """The order is that of a guest who is not known any more, so nothing could reach them."""

    code = "no_account"
    message = _("The order was placed without an account, and its e-mail address was erased.")
    next_step = _("Refund the amount on the order instead.")
