"""The doorway of the notices context."""

from storecrew.contexts.notices.errors import HookChanged, InvalidHook, InvalidWays, UnknownHook
from storecrew.contexts.notices.facts import HookFacts, Quiet, Said, Ways
from storecrew.contexts.notices.operations import remove_hook, save_hook, save_ways, try_hook
from storecrew.contexts.notices.operations.telling import APPROVAL, kind_of
from storecrew.contexts.notices.providers.wording import register_writer
from storecrew.contexts.notices.queries import hook, hooks_for, ways_of
from storecrew.contexts.notices.rules import BY_MAIL, KINDS

__all__ = [
    "APPROVAL",
    "BY_MAIL",
    "KINDS",
    "HookChanged",
    "HookFacts",
    "InvalidHook",
    "InvalidWays",
    "Quiet",
    "Said",
    "UnknownHook",
    "Ways",
    "hook",
    "hooks_for",
    "kind_of",
    "register_writer",
    "remove_hook",
    "save_hook",
    "save_ways",
    "try_hook",
    "ways_of",
]
