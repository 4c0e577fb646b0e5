"""How soon a doubtful number is counted. Plain Python."""

from __future__ import annotations

import datetime as dt

# A short pick stands in the way of orders now; an empty bin is counted on the way; the rest has its day.
DUE_IN = {
    "short_pick": dt.timedelta(hours=2),
    "picked_to_zero": dt.timedelta(days=1),
    "receipt_mismatch": dt.timedelta(hours=8),
    "return_mismatch": dt.timedelta(hours=8),
    "promotion": dt.timedelta(days=1),
    "asked": dt.timedelta(hours=8),
    "plan": dt.timedelta(days=2),
}
