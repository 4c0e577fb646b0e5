"""Writes of the notices context: a person's ways, chats of teams, and what is told by them."""

from storecrew.contexts.notices.operations.chatting import post_due
from storecrew.contexts.notices.operations.forgetting import forget_settled
from storecrew.contexts.notices.operations.hooks import remove_hook, save_hook, try_hook
from storecrew.contexts.notices.operations.mailing import queue_due
from storecrew.contexts.notices.operations.preferences import save_ways
from storecrew.contexts.notices.operations.telling import end_approval, tell, tell_of_approval

__all__ = [
    "end_approval",
    "forget_settled",
    "post_due",
    "queue_due",
    "remove_hook",
    "save_hook",
    "save_ways",
    "tell",
    "tell_of_approval",
    "try_hook",
]
