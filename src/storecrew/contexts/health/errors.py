"""What health refuses."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.errors import Conflict, Denied, Invalid, NotFound


class InvalidBarrier(Invalid):
    """A report that says too little or cannot be answered; `details` maps each field to its sentence."""

    code = "invalid_barrier"
    message = _("Please check what is marked.")
    next_step = _("Correct the fields and send the report again.")


class BadVitals(Invalid):
    """A report of page speed that no page of ours sends."""

    code = "bad_vitals"
    message = _("This is not a report of page speed.")
    next_step = _("Nothing needs to be done.")


class BadTaskTime(Invalid):
    """A time of a task that no page of ours sends."""

    code = "bad_task_time"
    message = _("This is not the time of a task.")
    next_step = _("Nothing needs to be done.")


class NoSample(NotFound):
    """There is no sample store to take away."""

    code = "no_sample"
    message = _("There is no sample store here, or it was taken away before.")
    next_step = _("Nothing needs to be done.")


class OwnSignInFirst(Conflict):
    """Taking the sample's people away would leave nobody who owns the shop by a password of their own."""

    code = "own_sign_in_first"
    message = _("The password of this sign-in is public, so it goes with the sample.")
    next_step = _(
        "Change your password, or add yourself as owner and sign in with that account; then come back."
    )


class UnknownLaunch(NotFound):
    """There is no such launch, or no such item of it."""

    code = "unknown_launch"
    message = _("There is no such launch.")
    next_step = _("Open it again from the list.")


class CheckOrderFailed(Conflict):
    """Buying does not work as far as the product can try it; `details` has the problem."""

    code = "check_order_failed"
    message = _("The check order did not go through.")
    next_step = _("Read what stood in the way, put it right and try again.")


class LaunchUnderWay(Conflict):
    """A channel is prepared for one launch at a time."""

    code = "launch_under_way"
    message = _("This channel is being prepared for a launch already.")
    next_step = _("Go on with that one, or drop it first.")


class LaunchMoved(Conflict):
    """The launch is in another state by now."""

    code = "launch_moved"
    message = _("This launch is no longer where you saw it.")
    next_step = _("Load the page again.")


class NotYourSignature(Denied):
    """An item is signed by somebody of its role."""

    code = "not_your_signature"
    message = _("Only somebody of the role that owns this item can sign it.")
    next_step = _("Ask a colleague of that role; the head of digital may grant an exception.")


class FactsAreRed(Conflict):
    """Nobody signs what is not so."""

    code = "facts_are_red"
    message = _("The facts of this item are not right yet, so nobody can sign it.")
    next_step = _("Put right what is marked, or let the head of digital grant an exception.")


class NoGo(Conflict):
    """The launch may not go; ``missing`` in the details are the items."""

    code = "no_go"
    message = _("No-go: not every item is right and signed.")
    next_step = _("Look at the items that are marked.")


class EvidenceNeeded(Invalid):
    """A signature, a grant or a rollback says why."""

    code = "evidence_needed"
    message = _("Say in a sentence what you looked at, or why.")
    next_step = _("Ten characters or more.")


class InvalidGrant(Invalid):
    """A grant ends, and soon."""

    code = "invalid_grant"
    message = _("A grant ends within thirty days from now.")
    next_step = _("Choose a day within thirty days.")
