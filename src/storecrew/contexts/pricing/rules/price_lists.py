"""What may still change about a price list: its past is as final as the log of price changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from storecrew.contexts.pricing.rules.resolver import PUBLIC_KINDS

Window = tuple[dt.datetime | None, dt.datetime | None]
# What decides where a list counts and against which others; the 30-day low is derived from these too.
TERMS = ("kind", "currency", "market_id", "channel_id", "priority", "segment", "company")


def past_part(window: Window, at: dt.datetime) -> Window | None:
    """Return the part of a window before ``at``; None when nothing of it has passed."""
    start, end = window
    if start is not None and start >= at:
        return None
    return start, at if end is None or end > at else end


def rewrites_past(old: Window, new: Window, *, at: dt.datetime) -> bool:
    """Say whether moving a window changes when the list applied before this moment."""
    return past_part(old, at) != past_part(new, at)


def changes_public_terms(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    """Say whether an edit changes the terms of a list whose prices the public saw or will see."""
    public = old["kind"] in PUBLIC_KINDS or new["kind"] in PUBLIC_KINDS
    return public and any(old[name] != new[name] for name in TERMS)
