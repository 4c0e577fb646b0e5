"""Which news of a dispute counts, whatever the order in which it comes."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.payments.states import DISPUTE_ENDS

# An answer that was begun and never finished may be begun again after this time.
ANSWER_LOST = dt.timedelta(minutes=2)
# So long before the last day, those who lead are told as well.
LAST_CALL = dt.timedelta(days=2)
_STEPS = ("needs_answer", "answered", *DISPUTE_ENDS)


def state_after(current: str, current_at: dt.datetime, news: str, news_at: dt.datetime) -> str:
    """Return the state of a dispute after news of it.

    What we accepted stays accepted, although the gateway calls it lost. A decision of the bank counts
    against everything that is none; of two decisions, and of two steps before one, the newer counts, and
    the further one when both are of the same moment.
    """
    if current == "accepted":
        return current
    ended, ends = current in DISPUTE_ENDS, news in DISPUTE_ENDS
    if ended != ends:
        return current if ended else news
    if news_at == current_at:
        return max(current, news, key=_STEPS.index)
    return news if news_at > current_at else current
