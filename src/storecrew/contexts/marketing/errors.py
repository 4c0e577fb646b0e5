"""What can go wrong with campaigns."""

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.errors import Conflict, Denied, Invalid, NotFound


class UnknownCampaign(NotFound):
    """There is no such campaign, or no such activity of it."""

    code = "unknown_campaign"
    message = _("There is no such campaign.")
    next_step = _("Choose one from the list of campaigns.")


class InvalidCampaign(Invalid):
    """What was entered makes no campaign; `details` maps fields to sentences."""

    code = "invalid_campaign"
    message = _("This is not a campaign that can run.")
    next_step = _("Correct the fields that are marked.")


class CampaignOutdated(Conflict):
    """Somebody else saved it in between; `details["revision"]` is the present one."""

    code = "campaign_changed"
    message = _("Somebody changed this campaign while you were editing it.")
    next_step = _("Reload it and enter your changes again.")


class CampaignState(Conflict):
    """What is asked for does not fit where the campaign is in its life."""

    code = "campaign_state"
    message = _("This cannot be done with the campaign as it is.")
    next_step = _("Look at its state; a running campaign has to be paused first.")


class StartRefused(Conflict):
    """The campaign may not start; `details["reasons"]` has one per reason, each with whose job it is."""

    code = "campaign_start_refused"
    message = _("This campaign may not start yet.")
    next_step = _("Remove the reasons that are listed, then try again.")


class UnknownPlan(NotFound):
    """There is no such line of the strategy."""

    code = "unknown_strategy_plan"
    message = _("There is no such line of the strategy.")
    next_step = _("Choose one from the strategy.")


class InvalidPlan(Invalid):
    """What was entered makes no line of a strategy; `details` maps fields to sentences."""

    code = "invalid_strategy_plan"
    message = _("This is not a line of a strategy.")
    next_step = _("Correct the fields that are marked.")


class UnknownSegment(NotFound):
    """There is no such segment."""

    code = "unknown_segment"
    message = _("There is no such segment.")
    next_step = _("Choose one from the list of segments.")


class InvalidSegment(Invalid):
    """What was entered makes no segment; `details` maps fields to sentences."""

    code = "invalid_segment"
    message = _("This is not a segment.")
    next_step = _("Correct the fields that are marked.")


class UnknownMailing(NotFound):
    """There is no such mailing."""

    code = "unknown_mailing"
    message = _("There is no such mailing.")
    next_step = _("Choose one from the list of mailings.")


class InvalidMailing(Invalid):
    """What was entered makes no mailing; `details` maps fields to sentences."""

    code = "invalid_mailing"
    message = _("This is not a mailing that can be sent.")
    next_step = _("Correct the fields that are marked.")


class MailingState(Conflict):
    """What is asked for does not fit where the mailing is in its life."""

    code = "mailing_state"
    message = _("This cannot be done with the mailing as it is.")
    next_step = _("Look at its state; only a draft can be changed.")


class UnknownFlow(NotFound):
    """There is no such flow."""

    code = "unknown_flow"
    message = _("There is no such flow.")
    next_step = _("Choose one from the list of flows.")


class InvalidFlow(Invalid):
    """What was entered makes no flow; `details` maps fields to sentences."""

    code = "invalid_flow"
    message = _("This is not a flow that can run.")
    next_step = _("Correct the fields that are marked.")


class UnknownMailReports(NotFound):
    """No mail provider of this name reports to us."""

    code = "unknown_mail_reports"
    message = _("There is no such mail provider.")
    next_step = _("Use the address that the settings of the provider name.")


class UnsignedReport(Denied):
    """A message is not signed by its provider, or not readable; nothing of it is believed (BAD-07)."""

    code = "unsigned_report"
    message = _("The signature does not fit the message.")
    next_step = _("Sign the exact bytes of the body with the secret of the provider.")


class UnknownPrint(NotFound):
    """There is no such printed piece."""

    code = "unknown_print"
    message = _("There is no such printed piece.")
    next_step = _("Choose one from the list of print.")


class InvalidPrint(Invalid):
    """What was entered makes no printed piece; `details` maps fields to sentences."""

    code = "invalid_print"
    message = _("This is not a piece that can be printed.")
    next_step = _("Correct the fields that are marked.")


class PrintRefused(Conflict):
    """What the paper would say cannot be kept; `details` has `skus` or `promotion`."""

    code = "print_refused"
    message = _("What this piece says cannot be kept now, so it is not printed.")
    next_step = _("Take it off the piece, or wait until stock is there and the promotion is approved.")
