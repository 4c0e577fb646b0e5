"""What can go wrong with channels."""

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.errors import Conflict, Invalid, NotFound


class UnknownChannel(NotFound):
    """No active channel has this code, or there is no channel at all."""

    code = "unknown_channel"
    message = _("There is no such sales channel.")
    next_step = _("Choose one of the channels listed under Settings → Channels.")
    shopper_step = _(
        "Ask the shop for the code of its channel, or leave the channel out for the default one."
    )


class UnknownMarket(NotFound):
    """No market has this code."""

    code = "unknown_market"
    message = _("There is no such market.")
    next_step = _("Choose one of the markets listed under Settings → Markets.")


class InvalidChannel(Invalid):
    """A field of a channel or market is wrong; `details` maps each field to its sentence."""

    code = "invalid_channel"
    message = _("The channel cannot be saved like this.")
    next_step = _("Correct the fields that are marked.")


class StaleChannel(Conflict):
    """Somebody saved the channel after this form was opened."""

    code = "channel_changed"
    message = _("Somebody else changed this channel in the meantime.")
    next_step = _("Open it again, look at their change, then repeat yours.")


class DefaultChannelNeeded(Conflict):
    """The default channel can neither be switched off nor stop being the default by itself."""

    code = "default_channel_needed"
    message = _("There must always be one active default channel.")
    next_step = _("Make another channel the default first.")


class ChannelClosed(Conflict):
    """The channel is being set up, or was closed again: shoppers cannot buy in it."""

    code = "channel_closed"
    message = _("This shop is not open yet.")
    next_step = _("Come back soon; orders you have placed stay as they are.")
