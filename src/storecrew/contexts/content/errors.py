"""Refusals of the content context."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.errors import Invalid, NotFound


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
