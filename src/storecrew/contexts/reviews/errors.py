"""What can be wrong with reviews, each with its stable code and the next step."""

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.errors import Conflict, Invalid, NotFound


class UnknownReview(NotFound):
    code = "unknown_review"
    message = _("There is no such review.")
    next_step = _("Go back to the product and look at its reviews.")


class NotBought(Conflict):
    """The order holds no unit of the product that was sent."""

    code = "review_not_bought"
    message = _("Only what was bought and sent can be reviewed.")
    next_step = _("Wait until the parcel has left, then open the order again.")


class ReviewedAlready(Conflict):
    code = "reviewed_already"
    message = _("You have reviewed this product of this order already.")
    next_step = _("Take your review back to write another one.")


class InvalidReview(Invalid):
    """A field is wrong; ``fields`` maps it to a sentence."""

    code = "invalid_review"
    message = _("A review needs one to five stars, and words without web addresses.")
    next_step = _("Check the stars and the words.")


class UnknownReviewPhoto(NotFound):
    code = "unknown_review_photo"
    message = _("There is no such photo.")
    next_step = _("Reload the page of the review.")


class InvalidDecision(Invalid):
    code = "invalid_review_decision"
    message = _("A review is refused for one of the reasons on the list, never for its stars.")
    next_step = _("Choose the reason and say in a sentence what is against the rules.")


class DecidedMeanwhile(Conflict):
    code = "review_decided"
    message = _("Somebody decided about this review a moment ago.")
    next_step = _("Reload it to see what was decided.")


class EmptyReply(Invalid):
    code = "empty_reply"
    message = _("An answer needs words, at most 2,000 letters.")
    next_step = _("Write what you want to say to the customer.")
