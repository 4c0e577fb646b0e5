"""What makes the shop an app on a device: its manifest, its worker, and the page without a connection."""

from __future__ import annotations

import json
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from storecrew.kernel.pagecache import cacheable
from storecrew.surfaces.storefront.shop import channel_of, frame_of, language, shell

ICONS = (("icon-192.png", 192, "any"), ("icon-512.png", 512, "any"), ("icon-maskable.png", 512, "maskable"))
LOOK = ("ui/shop.css", "ui/device.js", "ui/mark.svg")
"""All that the page without a connection needs; a shop with its own look has a sheet in place of ours."""


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """Describe the shop to devices that put it on their home screen."""
    shop, channel = shell(request), channel_of(request)
    described = {
        "id": "/",
        "name": shop.name,
        "short_name": shop.name[:12],
        "lang": shop.locale,
        "dir": shop.direction,
        "start_url": shop.url("home"),
        "scope": "/",
        "display": "standalone",
        "background_color": shop.look.paper,
        "theme_color": shop.look.paper,
        "categories": ["shopping"],
        "icons": [
            {"src": static(f"ui/{name}"), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
            for name, size, purpose in ICONS
        ],
        "shortcuts": [
            {"name": _("Cart"), "url": shop.url("cart")},
            {"name": _("Search"), "url": shop.url("search")},
        ],
    }
    response = JsonResponse(described, content_type="application/manifest+json")
    return cacheable(response, "channels", "content", f"channel:{channel.id}", for_everyone=True)


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """Send the worker's script with the list of what it may keep; browsers ask for it anew at each visit."""
    look = frame_of(request).look
    sheet = look.stylesheet or static("ui/shop.css")
    # A logo of another host is not kept: the worker answers for this one.
    logos = (one.url for one in (look.logo, look.logo_dark) if one and one.url.startswith("/"))
    response = HttpResponse(_script((sheet, *logos)), content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "no-cache"
    return response


@lru_cache(maxsize=32)
def _script(own: tuple[str, ...]) -> str:
    pages = [f"/{code}/offline/" for code, _name in settings.LANGUAGES]
    kept = list(dict.fromkeys([*pages, *own, *(static(name) for name in LOOK[1:])]))
    code = _text("ui/worker.js")
    version = blake2b("".join((code, *kept, *map(_text, LOOK))).encode(), digest_size=8).hexdigest()
    return f"const KEPT = {json.dumps(kept)};\nconst VERSION = {json.dumps(version)};\n{code}"


def _text(name: str) -> str:
    return Path(str(finders.find(name))).read_text(encoding="utf-8")


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """The page that the worker keeps for the time without a connection; it says nothing that can be old."""
    context = {"seen": f"seen:{language()}", "frame": frame_of(request)}
    response = render(request, "help/offline.jinja", context)
    return cacheable(response, "offline", "channels", "content", for_everyone=True)
