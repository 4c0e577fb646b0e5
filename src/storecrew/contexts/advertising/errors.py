"""What can go wrong with feeds, ad groups and files of cost."""

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.errors import Conflict, Invalid, NotFound, Unavailable


class UnknownFeed(NotFound):
    """There is no such feed."""

    code = "unknown_feed"
    message = _("There is no such feed.")
    next_step = _("Choose one from the list of feeds.")


class InvalidFeed(Invalid):
    """What was entered makes no feed; `details` maps fields to sentences."""

    code = "invalid_feed"
    message = _("This is not a feed that can be published.")
    next_step = _("Correct the fields that are marked.")


class FeedWithheld(Unavailable):
    """The feed did not pass its check, so nothing is handed out."""

    code = "feed_withheld"
    message = _("This feed is held back: it would not say the same as the pages of the shop.")
    next_step = _("Look at its last check in the back office and check it again.")


class FeedChanged(Conflict):
    """Somebody else saved it in between; `details["version"]` is the present one."""

    code = "feed_changed"
    message = _("Somebody changed this while you were editing it.")
    next_step = _("Reload it and enter your changes again.")


class UnknownAdGroup(NotFound):
    """There is no such ad group."""

    code = "unknown_ad_group"
    message = _("There is no such ad group.")
    next_step = _("Choose one from the list of ad groups.")


class InvalidAdGroup(Invalid):
    """What was entered makes no ad group; `details` maps fields to sentences."""

    code = "invalid_ad_group"
    message = _("This is not an ad group that can run.")
    next_step = _("Correct the fields that are marked.")


class UnreadableSpend(Invalid):
    """The file is not an export of advertising cost that we know."""

    code = "unreadable_spend"
    message = _("This is not an export of advertising cost that can be read.")
    next_step = _(
        "Export campaigns or ad groups by day from Google Ads, Meta Ads Manager, TikTok or Naver as CSV or "
        "XLSX."
    )
