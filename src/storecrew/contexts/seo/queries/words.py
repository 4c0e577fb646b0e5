"""What is wrong with an entry, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _


def redirect_words(code: str) -> str:
    """Say what is wrong with a field of a redirect."""
    return {
        "missing": _("Write an address of the shop, such as /old-page."),
        "host": _("Name a page of this shop; begin with /."),
        "alive": _("This page answers, so nobody would be led away from it. Take the page down first."),
        "moved": _("This address leads on by itself, since its product or category got a new one."),
        "same": _("Both are the same address."),
        "nothing": _("There is no page at this address."),
        "chain": _("This address leads on to another one; name the last one of the way."),
        "loop": _("This would lead back to where it began."),
        "gone": _("An address that is gone for good leads nowhere; leave this empty."),
        "status": _("The answer is 301, 302 or 410."),
        "taken": _("This address is in the file twice."),
        "known": _("There is a redirect from this address already; change that one."),
        "long": _("This address is too long."),
        "private": _("Pages of a person or of the back office are not redirected."),
    }[code]


def template_words(code: str, value: str = "") -> str:
    """Say what is wrong with a field of a template."""
    return {
        "unknown": _("There is no placeholder “%(name)s” for this kind of page."),
        "brace": _("A brace is open or closed alone."),
        "empty": _("Write a title or a description."),
        "kind": _("Choose a kind of page."),
        "taken": _("There is a template for this kind, language and channel already."),
        "channel": _("There is no such channel."),
    }[code] % {"name": value}
