"""What can go wrong when buying."""

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.errors import Invalid


class UnreadableDemand(Invalid):
    """A file of demand could not be read; `details` name the row and the column where they are known."""

    code = "unreadable_demand"
    message = _("This file of demand cannot be read.")
    next_step = _(
        "Give one row per article: its code, then one column per period, "
        "named 2025-01, 2025-W07, W0 or 2025-01-31."
    )
