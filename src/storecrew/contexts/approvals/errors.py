"""What can go wrong when a second person is asked."""

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.errors import Conflict, Denied, Invalid, NotFound


class UnknownApproval(NotFound):
    """There is no such request."""

    code = "unknown_approval"
    message = _("There is no such request.")
    next_step = _("Choose one from the list of approvals.")


class ReasonNeeded(Invalid):
    """A request or a refusal without a reason."""

    code = "approval_reason_needed"
    message = _("A second person needs a reason to decide by.")
    next_step = _("Say in a sentence why.")


class OwnRequest(Denied):
    """The person who asked wants to decide (AUT-10)."""

    code = "own_request"
    message = _("You asked for this yourself, so somebody else has to decide.")
    next_step = _(
        "Ask a colleague with the right to approve. A business of one person can switch on "
        "single-person mode under Approvals, Limits."
    )


class DecidedAlready(Conflict):
    """The request is no longer open: decided, withdrawn or expired."""

    code = "decided_already"
    message = _("This request is no longer open.")
    next_step = _("Reload the page to see how it ended.")


class InvalidLimit(Invalid):
    """A limit that makes no sense."""

    code = "invalid_limit"
    message = _("This limit cannot be saved.")
    next_step = _("Correct the value.")
