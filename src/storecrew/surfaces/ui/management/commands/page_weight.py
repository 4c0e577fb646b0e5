"""Weigh pages of this installation's shop against their budgets; exits 1 when one costs more than it may."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.discovery import public as discovery
from storecrew.kernel import clock, shown
from storecrew.surfaces.ui import weight

ORIGIN = "http://localhost"


class Command(BaseCommand):
    """See the module's docstring."""

    help = "Weigh pages of the shop against their budgets."

    def handle(self, *args: Any, **options: Any) -> None:
        """Weigh each kind of page once."""
        exceeded = False
        for kind, path in addresses().items():
            page = shown.show(f"{ORIGIN}{path}")
            found = weight.weigh(page.text, content)
            too_much = weight.over(kind, found)
            exceeded |= bool(too_much)
            sizes = "  ".join(f"{name} {size / 1024:.1f} KB" for name, size in asdict(found).items())
            self.stdout.write(f"{kind:<9} {sizes}  {path}")
            for name, (size, allowed) in too_much.items():
                self.stdout.write(f"  OVER: {name} has {size} bytes, {allowed} are allowed")
        if exceeded:
            raise SystemExit(1)


def addresses() -> dict[str, str]:
    """Return the path of one page of each kind; kinds of which the shop has none are left out."""
    channel = channels.facts()
    start = f"/{channel.locale}/"
    found = {"home": start, "search": f"{start}search/", "cart": f"{start}cart/", "help": f"{start}help/"}
    category = next((node.url_path for node in catalog.category_tree(channel.locale, channel.code)), "")
    if category:
        found["listing"] = f"{start}c/{category.strip('/')}/"
    query = discovery.ProductQuery(channel=channel, locale=channel.locale, page_size=1, with_facets=False)
    first = next(iter(discovery.search(query, at=clock.now()).items), None)
    if first is not None:
        found["product"] = f"{start}p/{first.slug}/"
    return found


def content(url: str) -> bytes | None:
    """Return the content behind an address of this installation."""
    path = unquote(urlsplit(url).path)
    if path.startswith(settings.STATIC_URL):
        place = finders.find(path.removeprefix(settings.STATIC_URL))
        return Path(str(place)).read_bytes() if place else None
    if path.startswith(settings.MEDIA_URL):
        name = path.removeprefix(settings.MEDIA_URL)
        return default_storage.open(name).read() if default_storage.exists(name) else None
    return shown.show(f"{ORIGIN}{path}").text.encode() if path.startswith("/look/") else None
