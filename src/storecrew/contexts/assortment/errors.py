"""What can be wrong with reviews and plans, each with its stable code and the next step."""

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.errors import Conflict, Denied, Invalid, NotFound


class UnknownRangeReview(NotFound):
    code = "unknown_range_review"
    message = _("There is no such range review, or it has no such product.")
    next_step = _("Go back to the list of range reviews.")


class InvalidRangeReview(Invalid):
    """A field is wrong; ``fields`` maps it to a sentence."""

    code = "invalid_range_review"
    message = _("A range review needs a name, products of a category or collection, days and attendees.")
    next_step = _("Check the marked fields.")


class InvalidRangeDecision(Invalid):
    """A field is wrong; ``fields`` maps it to a sentence."""

    code = "invalid_range_decision"
    message = _(
        "A decision needs a reason and an owner; an end needs its last day, a replacement its successor."
    )
    next_step = _("Check the marked fields.")


class RangeReviewClosed(Conflict):
    code = "range_review_closed"
    message = _("This range review is closed.")
    next_step = _("Open the next one to decide anew.")


class NotYourSignOff(Denied):
    code = "not_your_sign_off"
    message = _("This sign-off belongs to another role.")
    next_step = _("Ask somebody of that role to look at the review.")


class SignOffsMissing(Conflict):
    """``roles`` names who has not signed."""

    code = "sign_offs_missing"
    message = _("Somebody who attends has not signed.")
    next_step = _("Ask them to look at the decisions and sign.")


class InvalidRangePlan(Invalid):
    """A field is wrong; ``fields`` maps it to a sentence."""

    code = "invalid_range_plan"
    message = _("A plan needs a category, a season and whole numbers.")
    next_step = _("Check the marked fields.")


class UnknownRangePlan(NotFound):
    code = "unknown_range_plan"
    message = _("There is no such plan.")
    next_step = _("Go back to the assortment plan.")
