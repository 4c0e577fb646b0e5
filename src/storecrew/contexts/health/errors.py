"""What health refuses."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.errors import Conflict, Invalid, NotFound


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
