"""What health refuses."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.errors import Invalid


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
