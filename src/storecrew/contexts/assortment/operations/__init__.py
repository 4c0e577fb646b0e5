"""Open a range review, decide, sign and close it; save a plan."""

from storecrew.contexts.assortment.operations.deciding import decide
from storecrew.contexts.assortment.operations.planning import delete_plan, save_plan
from storecrew.contexts.assortment.operations.reviewing import (
    close_review,
    open_review,
    refresh_figures,
    sign_off,
)

__all__ = [
    "close_review",
    "decide",
    "delete_plan",
    "open_review",
    "refresh_figures",
    "save_plan",
    "sign_off",
]
