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


class InvalidSeeding(Invalid):
    """What was entered cannot be sent; `details` maps fields to sentences."""

    code = "invalid_seeding"
    message = _("These products cannot be sent like this.")
    next_step = _("Correct the fields that are marked.")


class ContractNotSigned(Conflict):
    """The contract asks for a signature, and there is none yet."""

    code = "contract_not_signed"
    message = _("The contract with this partner is not signed yet.")
    next_step = _("Get it signed and enter the day in the agreement; then send the products.")


class SeedingStockLow(Conflict):
    """Too little is left for sales; `details["items"]` are articles with what is there."""

    code = "seeding_stock_low"
    message = _("There is too little of these articles to give away.")
    next_step = _("Send something else, or wait for the next delivery.")


class SeedingAboveLimit(Invalid):
    """The goods cost more than one person may send alone; it can wait for a second one."""

    code = "seeding_above_limit"
    message = _("The goods cost more than you may send alone, or their cost is not known.")
    next_step = _("Let a second person agree.")
