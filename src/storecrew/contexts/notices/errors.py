"""What can go wrong with notices."""

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.errors import Conflict, Invalid, NotFound


class InvalidWays(Invalid):
    """Ways that cannot be: an unknown kind, a chat of another team, half of the quiet hours, no such zone."""

    code = "invalid_ways"
    message = _("This choice of ways cannot be kept.")
    next_step = _("Correct what is marked.")


class InvalidHook(Invalid):
    """A chat hook without a team, a name, or an address that may be called."""

    code = "invalid_chat_hook"
    message = _("A chat hook needs a team, a name and an address that starts with https://.")
    next_step = _("Copy the address of an incoming webhook from the chat.")


class UnknownHook(NotFound):
    """No chat hook has this id."""

    code = "unknown_chat_hook"
    message = _("There is no such chat hook.")


class HookChanged(Conflict):
    """A colleague saved the chat hook in the meantime."""

    code = "chat_hook_changed"
    message = _("A colleague has changed this chat hook in the meantime.")
    next_step = _("Look at what it is now, then change it if that is still needed.")
