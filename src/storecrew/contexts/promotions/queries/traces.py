"""The stored explanation of an order: what the engine said then."""

from __future__ import annotations

from typing import Any

from storecrew.contexts.promotions.facts import Check, Verdict


def as_json(verdict: Verdict) -> dict[str, Any]:
    """Return a verdict in short plain values."""
    return {
        "wins": [
            {
                "promotion": win.promotion_id,
                "revision": win.revision,
                "amount": win.amount,
                "code": win.code,
                "floored": win.floored,
            }
            for win in verdict.wins
        ],
        "losses": [
            {
                "promotion": loss.promotion_id,
                "revision": loss.revision,
                "code": loss.code,
                **_check(loss.check),
            }
            for loss in verdict.losses
        ],
    }


def _check(check: Check) -> dict[str, Any]:
    return {"reason": check.code, "needed": _plain(check.needed), "actual": _plain(check.actual)}


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
