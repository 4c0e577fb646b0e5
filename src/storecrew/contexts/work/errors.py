"""What can go wrong with work objects."""

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.errors import Denied, Invalid, NotFound


class EmptyComment(Invalid):
    """A comment without text, or longer than 5,000 characters."""

    code = "empty_comment"
    message = _("A comment has between 1 and 5,000 characters.")
    next_step = _("Write what your colleagues should know.")


class InvalidFinding(Invalid):
    """A finding without owner, title or key, or with an unknown severity."""

    code = "invalid_finding"
    message = _("An alert needs an owner, a title, a key and a known severity.")


class UnknownFinding(NotFound):
    """No finding has this id."""

    code = "unknown_finding"
    message = _("There is no such alert.")


class InvalidView(Invalid):
    """A saved view without a name, or with a name or query that is too long."""

    code = "invalid_view"
    message = _("A view needs a name of at most 60 characters.")
    next_step = _("Give the view a short name.")


class UnknownView(NotFound):
    """No saved view of this actor has this id."""

    code = "unknown_view"
    message = _("There is no such view.")


class NotYourTeam(Denied):
    """Views can be shared only with a team one belongs to."""

    code = "not_your_team"
    message = _("You can share a view only with a team that you belong to.")
