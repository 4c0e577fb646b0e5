"""Refusals of the content context."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from storecrew.kernel.errors import Conflict, Invalid, NotFound


class UnknownPage(NotFound):
    """No live page has this address in this language."""

    code = "page_not_found"
    message = _("There is no page under this address.")
    next_step = _("Use the search or the menu.")


class UnsafeLink(Invalid):
    """A link that is neither a path of this shop nor https, mail or telephone."""

    code = "unsafe_link"
    message = _("This link cannot be used.")
    next_step = _("Write a path such as /c/chairs/, or an address that starts with https://.")


class NoSite(Invalid):
    """Pages were saved before the language had a home page."""

    code = "no_home_page"
    message = _("This language has no home page yet.")
    next_step = _("Make the home page first.")


class UnknownTheme(NotFound):
    """The channel has no version of its look with this number."""

    code = "theme_not_found"
    message = _("There is no such version of the look.")
    next_step = _("Choose one of the versions listed.")


class InvalidTheme(Invalid):
    """A choice that is none; `details["fields"]` maps each field to a reason code."""

    code = "invalid_theme"
    message = _("The look cannot be saved like this.")
    next_step = _("Correct the fields that are marked.")


class UnreadableTheme(Invalid):
    """Colors too near for WCAG 2.2 AA; `details["fields"]` has a sentence with a proposal for each field."""

    code = "unreadable_theme"
    message = _("Many people could not read the shop in these colors.")
    next_step = _("Take the proposed shade, or choose another one.")


class ThemeRaced(Conflict):
    """Somebody saved a version of the same channel's look at the same moment."""

    code = "theme_raced"
    message = _("Somebody else saved a version of this look just now.")
    next_step = _("Look at theirs, then save yours again.")


class _UnfitText(Invalid):
    """Words that cannot stand where they should."""

    code = "unfit_text"


class EmptyText(_UnfitText):
    """Nothing was written."""

    code = "empty_text"
    message = _("A text cannot be empty.")
    next_step = _("Write what customers should read, or restore the original.")


class TextTooLong(_UnfitText):
    """More than two thousand characters."""

    code = "text_too_long"
    message = _("This text is longer than 2,000 characters.")
    next_step = _("Say it shorter, or write a page and link to it.")


class UnwritableSign(_UnfitText):
    """A sign that would break the places where the text stands; ``sign`` in the details."""

    code = "unwritable_sign"
    message = _("This text holds a sign that cannot stand here.")
    next_step = _("Leave out backslashes, and percent signs where the original has none.")


class TagsChanged(_UnfitText):
    """Markup that the original does not have, or that is missing."""

    code = "tags_changed"
    message = _("A text holds the same tags as its original, and no other < or >.")
    next_step = _("Take the tags over from the original as they are.")


class _Placeholder(_UnfitText):
    said: Promise | str = ""
    next_step = _("Write placeholders exactly like that, with the braces.")

    @classmethod
    def of(cls, names: str, exist: str) -> _Placeholder:
        """Return the refusal with the names in its sentence."""
        return cls(str(cls.said) % {"names": names, "exist": exist})


class UnknownPlaceholder(_Placeholder):
    """A placeholder that this text does not have."""

    code = "unknown_placeholder"
    said = _("There is no placeholder %(names)s here. These exist: %(exist)s.")


class MissingPlaceholder(_Placeholder):
    """A placeholder whose fact customers need."""

    code = "missing_placeholder"
    said = _("The placeholder %(names)s is missing. These have to stand in the text: %(exist)s.")


class StrayBrace(_Placeholder):
    """A brace that belongs to no placeholder."""

    code = "stray_brace"
    said = _("Braces stand around placeholders only. These exist: %(exist)s.")


class UnknownText(NotFound):
    """No mail has this text, or no mail has this name."""

    code = "unknown_text"
    message = _("The product has no such text.")
    next_step = _("Open it again from the list.")


class StaleText(Conflict):
    """Somebody else saved in the meantime."""

    code = "stale_text"
    message = _("Somebody else changed these texts in the meantime.")
    next_step = _("Load the page again and repeat your change.")


class NothingToPublish(Conflict):
    """There is no draft."""

    code = "nothing_to_publish"
    message = _("There is no draft to publish.")
    next_step = _("Change a text first.")


class MenuChanged(Conflict):
    """Somebody changed the menu since, so it does not go back over their work."""

    code = "menu_changed"
    message = _("A colleague changed this menu since.")
    next_step = _("Open the menu and change it by hand.")
