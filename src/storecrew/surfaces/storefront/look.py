"""The look of a channel around its pages: one style sheet instead of ours, a logo, and previews of versions.

The sheet is ours with the channel's tokens behind it, so a look costs no further request. Its address holds
the version and a digest of all that is in it: it never changes, and devices may keep it for a year.
"""

from __future__ import annotations

import gzip
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from storecrew.contexts.content import public as content
from storecrew.surfaces import ui
from storecrew.surfaces.ui.shell import Look

PREVIEW = "look"
YEAR = 365 * 86_400
OURS = Path(str(ui.__file__)).parent / "static/ui/shop.css"


def look_of(found: content.ThemeFacts) -> Look:
    """Return a version of a look as pages need it."""
    address = reverse("look_css", args=[found.channel_id, found.number, f"{found.digest}-{_digest()}"])
    return Look(
        stylesheet=address,
        paper=found.light["--paper"],
        paper_dark=found.dark["--paper"],
        logo=found.logo,
        logo_dark=found.logo_dark,
    )


def previewed(request: HttpRequest) -> content.ThemeFacts | None:
    """Return the version that the address asks to see; None without one, or with a token not ours or old."""
    token = request.GET.get(PREVIEW, "")
    return content.previewed_theme(token) if token else None


@require_safe
def stylesheet(request: HttpRequest, channel_id: int, number: int, digest: str) -> HttpResponse:
    """Send our style sheet with the tokens of a version; without them where there is no such version."""
    found = content.theme_css(number, channel_id)
    tokens = found or ""
    packed = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(
        _packed(tokens) if packed else f"{_ours()}\n{tokens}\n", content_type="text/css; charset=utf-8"
    )
    if packed:
        response.headers["Content-Encoding"] = "gzip"
    patch_vary_headers(response, ("Accept-Encoding",))
    # A page of an older release may ask for a sheet that is newer than its digest says: not for keeps.
    known = found is not None and digest.endswith(f"-{_digest()}")
    response.headers["Cache-Control"] = (
        f"public, max-age={YEAR}, immutable" if known else "public, max-age=60"
    )
    return response


def _ours() -> str:
    return OURS.read_text("utf-8")


@lru_cache(maxsize=16)
def _packed(tokens: str) -> bytes:
    return gzip.compress(f"{_ours()}\n{tokens}\n".encode(), 9, mtime=0)


@lru_cache(maxsize=1)
def _digest() -> str:
    return blake2b(OURS.read_bytes(), digest_size=4).hexdigest()
