"""Until when goods of an order may come back; whoever takes returns registers itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

ReturnWindow = Callable[[int], dt.datetime | None]
_windows: list[ReturnWindow] = []


def register_return_window(window: ReturnWindow) -> None:
    """Ask this one from now on; called once, when the application starts."""
    _windows[:] = [window]


def return_window_ends(order_id: int) -> dt.datetime | None:
    """Return when goods of an order can no longer come back; None while none left, or nobody takes any."""
    return _windows[0](order_id) if _windows else None
