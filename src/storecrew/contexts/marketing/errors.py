"""What can go wrong with campaigns."""

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.errors import Conflict, Denied, Invalid, NotFound, Unavailable


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
    message = _("The signature or password does not fit the message.")
    next_step = _("Give the provider the secret that the settings of this shop name.")


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


class UnknownAgency(NotFound):
    """There is no such agency, or no such access to it."""

    code = "unknown_agency"
    message = _("There is no such agency.")
    next_step = _("Choose one from the list of agencies.")


class InvalidAgency(Invalid):
    """What was entered makes no agency or access; `details` maps fields to sentences."""

    code = "invalid_agency"
    message = _("This cannot be agreed with an agency.")
    next_step = _("Correct the fields that are marked.")


class UnknownItem(NotFound):
    """There is no such work item, or it was not given to the one who asks."""

    code = "unknown_work_item"
    message = _("There is no such work, or it is not yours.")
    next_step = _("Choose one from your assignments.")


class InvalidItem(Invalid):
    """What was entered makes no work item, delivery or booking; `details` maps fields to sentences."""

    code = "invalid_work_item"
    message = _("This work cannot be written down like this.")
    next_step = _("Correct the fields that are marked.")


class ItemState(Conflict):
    """What is asked for does not fit where the work is."""

    code = "work_item_state"
    message = _("This cannot be done with the work as it is.")
    next_step = _("Reload the page; somebody may have moved it on.")


class UnknownOnsite(NotFound):
    """There is no such on-site message."""

    code = "unknown_onsite_message"
    message = _("There is no such on-site message.")
    next_step = _("Choose one from the list of on-site messages.")


class InvalidOnsite(Invalid):
    """What was entered makes no on-site message; `details` maps fields to sentences."""

    code = "invalid_onsite_message"
    message = _("This is not a message that can be shown.")
    next_step = _("Correct the fields that are marked.")


class OnsiteState(Conflict):
    """What is asked for does not fit where the message is in its life."""

    code = "onsite_message_state"
    message = _("This cannot be done with the message as it is.")
    next_step = _("Look at its state; what is over does not come back.")


class UnknownPost(NotFound):
    """There is no such post."""

    code = "unknown_post"
    message = _("There is no such post.")
    next_step = _("Choose one from the list of posts.")


class InvalidPost(Invalid):
    """What was entered makes no post; `details` maps fields to sentences."""

    code = "invalid_post"
    message = _("This cannot be posted.")
    next_step = _("Correct the fields that are marked.")


class PostState(Conflict):
    """What is asked for does not fit where the post is in its life."""

    code = "post_state"
    message = _("This cannot be done with the post as it is.")
    next_step = _("Look at its state; only a draft can be changed.")


class SenderWithoutDomain(Invalid):
    """The address that mails come from names no domain."""

    code = "sender_without_domain"
    message = _("The address that mails come from has no domain.")
    next_step = _("Set STORECREW_MAIL_FROM to an address of the shop's own domain and start again.")


class NamesUnanswered(Unavailable):
    """No name server answered, so nothing is known."""

    code = "names_unanswered"
    message = _("No name server answered, so the domain could not be checked.")
    next_step = _("What was known stays. Try again in a few minutes.")


class UnknownNetwork(NotFound):
    """No network of this name sends us anything."""

    code = "unknown_network"
    message = _("There is no such network.")
    next_step = _("Use the address that the settings of the network name.")


class UnknownMention(NotFound):
    """There is no such mention, or its author left and took it along."""

    code = "unknown_mention"
    message = _("There is no such mention.")
    next_step = _("Look for it in the list of mentions.")


class InvalidMention(Invalid):
    """A field is wrong; ``details`` maps each to its sentence."""

    code = "invalid_mention"
    message = _("This cannot be saved like this.")
    next_step = _("Correct the fields that are marked.")


class MentionState(Conflict):
    """What is asked for does not fit where the mention is in its life."""

    code = "mention_state"
    message = _("This cannot be done with the mention as it is.")
    next_step = _("Look at its state; open it again first.")


class UnknownPicture(NotFound):
    """There is no such picture."""

    code = "unknown_picture"
    message = _("There is no such picture.")
    next_step = _("Look for it in the list of pictures.")


class PictureState(Conflict):
    """A picture without the permission of its owner is not shown."""

    code = "picture_state"
    message = _("The owner of the picture has not permitted this.")
    next_step = _("Ask for permission, and note what was said and where.")


class NoPrintProfile(Conflict):
    """The settings name a profile of a press that cannot be read, or that is none of four inks."""

    code = "no_print_profile"
    message = _("The color profile of the printer cannot be used.")
    next_step = _("Ask whoever runs the shop to name an ICC file of four inks (STORECREW_PRINT_PROFILE).")
