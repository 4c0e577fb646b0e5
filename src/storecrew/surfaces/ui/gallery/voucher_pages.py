"""The page of what is left on a gift voucher, as each holder may find it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from storecrew.contexts.loyalty import public as loyalty
from storecrew.surfaces.ui.gallery import fixtures as fx


def _page(state: str = "", left: int = 1_250, **changes: Any) -> dict[str, Any]:
    """Return the page of a voucher over 50 euros; the empty form without a state."""
    found = {
        "hint": "7K4M", "left": fx.eur(left), "face": fx.eur(5_000), "until": dt.date(2029, 12, 31),
        "state": state,
    }  # fmt: skip
    return {"found": found if state else None, "error": None, "typed": "", **changes}


VOUCHER_PAGES: dict[str, tuple[str, Callable[[], dict[str, Any]]]] = {
    "voucher": ("account/voucher.jinja", lambda: _page("active")),
    "voucher-used": ("account/voucher.jinja", lambda: _page("used", 0)),
    "voucher-refused": (
        "account/voucher.jinja",
        lambda: _page(error=loyalty.VoucherRefused(), typed="ABCD-EFGH"),
    ),
}
