"""What can go wrong with partners and their money."""

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.errors import Conflict, Invalid, NotFound


class UnknownPartner(NotFound):
    """There is no such partner, or the link to their page ended."""

    code = "unknown_partner"
    message = _("There is no such partner, or this link has ended.")
    next_step = _("Ask the shop for a new link.")


class InvalidPartner(Invalid):
    """What was entered makes no partner; `details` maps fields to sentences."""

    code = "invalid_partner"
    message = _("This is not a partner that could be paid.")
    next_step = _("Correct the fields that are marked.")


class PartnerChanged(Conflict):
    """Somebody else saved it in between; `details["version"]` is the present one."""

    code = "partner_changed"
    message = _("Somebody changed this partner while you were editing it.")
    next_step = _("Reload it and enter your changes again.")


class UnknownCommission(NotFound):
    """There is no such commission."""

    code = "unknown_commission"
    message = _("There is no such commission.")


class CommissionDecided(Conflict):
    """The commission is not waiting for a decision."""

    code = "commission_decided"
    message = _("This commission does not wait for a decision.")
    next_step = _("Reload the page; somebody may have been faster.")


class NothingToPay(Invalid):
    """Nothing is due to this partner in this currency."""

    code = "nothing_to_pay"
    message = _("Nothing is due.")
    next_step = _("Commissions are due when their hold has ended and nothing came back.")


class PayoutRaced(Conflict):
    """Another payout of this partner was made at the same moment."""

    code = "payout_raced"
    message = _("Another payout for this partner was just made.")
    next_step = _("Reload the page and look at what is still due.")
