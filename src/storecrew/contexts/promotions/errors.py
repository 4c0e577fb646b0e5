"""What can go wrong with promotions and codes."""

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.errors import Conflict, Invalid, NotFound


class UnknownPromotion(NotFound):
    """There is no such promotion."""

    code = "unknown_promotion"
    message = _("There is no such promotion.")
    next_step = _("Choose one from the list of promotions.")


class InvalidPromotion(Invalid):
    """What was entered makes no promotion; `details` maps fields to sentences."""

    code = "invalid_promotion"
    message = _("This is not a promotion that can run.")
    next_step = _("Correct the fields that are marked.")


class PromotionChanged(Conflict):
    """Somebody else saved it in between; `details["revision"]` is the present one."""

    code = "promotion_changed"
    message = _("Somebody changed this promotion while you were editing it.")
    next_step = _("Reload it and enter your changes again.")


class WrongState(Conflict):
    """What is asked for does not fit where the promotion is in its life."""

    code = "promotion_state"
    message = _("This cannot be done with the promotion as it is.")
    next_step = _("Look at its state; a running promotion has to be paused first.")


class EndPassed(WrongState):
    """It would be over before it starts."""

    message = _("Its end has passed.")
    next_step = _("Give it an end that lies ahead.")


class PromotionTaken(Conflict):
    """Between the cart and the order a cap was reached, or the buyer left the group that it is for.

    `details["promotion"]` says which promotion.
    """

    code = "promotion_taken"
    message = _("A discount in your cart has just been used up. Nothing was charged.")
    next_step = _("Look at the new total and confirm again.")


class BriefMissing(Invalid):
    """The words that service and shoppers need are not there; `details["missing"]` names them."""

    code = "promotion_brief_missing"
    message = _("Nobody could explain this promotion yet, so it cannot start.")
    next_step = _("Write the sentence for customers, the exclusions and the brief for customer service.")


class StockTooLowForPromotion(Conflict):
    """More is planned than can be promised; `details["shortfalls"]` has one per article and location."""

    code = "stock_too_low_for_promotion"
    message = _("There is not enough stock for this promotion.")
    next_step = _(
        "Plan fewer units, wait for the next delivery, or ask the Inventory Manager to let it pass."
    )


class NothingToPropose(Invalid):
    """Units can be proposed for named articles and products only."""

    code = "nothing_to_propose"
    message = _("Units can be proposed for named articles and products only, up to 500.")
    next_step = _("Name the articles it is for, or type the units that will be sold.")


class ReasonNeeded(Invalid):
    """An override needs a reason and an end that lies ahead."""

    code = "override_reason_needed"
    message = _("Say why this may start although there is too little stock, and until when.")
    next_step = _("Write a reason and choose a date that lies ahead.")


class CodeTaken(Conflict):
    """The code exists already."""

    code = "code_taken"
    message = _("This code exists already.")
    next_step = _("Choose another one.")


class UnknownCode(NotFound):
    """A promotion has no such code."""

    code = "unknown_code"
    message = _("This promotion has no such code.")
    next_step = _("Compare it with the file of readable codes, or look at another promotion.")


class InvalidCode(Invalid):
    """Not something a shopper could type, or too short to be kept secret."""

    code = "invalid_code"
    message = _("This cannot be a code.")
    next_step = _("Use 3 to 40 letters and digits.")


class UnreadableReceipts(Invalid):
    """A folder of receipts lacks a table or a column, or holds what is none; ``what`` says which."""

    code = "unreadable_receipts"
    message = _("This folder of receipts could not be read.")
    next_step = _("Compare its tables and columns with the list in the manual.")
