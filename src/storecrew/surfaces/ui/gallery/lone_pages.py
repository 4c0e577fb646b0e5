"""The gallery's pages that stand alone: before the door, after a fault, while others hold what is needed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils import translation

from storecrew.kernel.errors import Conflict
from storecrew.surfaces.ui.last_look import LastLook
from storecrew.surfaces.ui.shell import Look

FRAME = LastLook("Storecrew", Look())
SOLD_OUT = Conflict("Only 1 of “Enamel mug” is left.", next_step="Change the quantity in the cart.")


def _alone(**more: Any) -> dict[str, Any]:
    return {"locale": translation.get_language() or "en", "frame": FRAME, "request_id": "6f1c2a9e", **more}


LONE_PAGES: dict[str, tuple[str, Callable[[], dict[str, Any]]]] = {
    "closed": ("help/closed.jinja", _alone),
    "server-error": ("help/server_error.jinja", lambda: _alone(away=False, again="")),
    "server-away": ("help/server_error.jinja", lambda: _alone(away=True, again="#")),
    "busy": ("ui/busy.jinja", lambda: _alone(error=SOLD_OUT, again="#")),
}
