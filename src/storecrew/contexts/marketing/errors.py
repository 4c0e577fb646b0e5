"""What can go wrong with campaigns."""

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.errors import Conflict, Invalid, NotFound


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
