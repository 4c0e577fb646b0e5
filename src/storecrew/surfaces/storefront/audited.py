"""The shop as the audit of search engines asks for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.urls import Resolver404, resolve
from django.utils import translation

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.content import public as content
from storecrew.contexts.insights import public as insights
from storecrew.contexts.seo import public as seo
from storecrew.kernel.errors import NotFound
from storecrew.surfaces.storefront.help import machines
from storecrew.surfaces.storefront.help.addresses import findable
from storecrew.surfaces.ui.shell import storefront_address

DAYS = 28
ASSETS = ("/static/", "/media/", "/accounts/", "/admin/", "/healthz")


class AuditedShop:
    """What the default channel shows, and what its pages are worth."""

    def addresses(self) -> Iterator[seo.Address]:
        """Yield every page of the sitemap, in every language."""
        for page in findable(channels.facts()):
            for code, path in page.paths.items():
                yield seo.Address(unquote(path), page.kind, code, page.label, page.record_id)

    def status(self, path: str) -> tuple[int, str]:
        """Return what an address answers without making the page: found, led on, or not there."""
        plain = unquote(urlsplit(path).path)
        if plain.startswith(ASSETS):
            return 200, ""
        language = translation.get_language_from_path(plain)
        with translation.override(language or settings.LANGUAGE_CODE):
            try:
                match = resolve(plain if plain.endswith("/") or "." in plain else f"{plain}/")
            except Resolver404:
                return self._elsewhere(plain)
            if match.namespaces != ["storefront"]:
                return 200, ""
            moved = self._lives(match.url_name or "", match.kwargs, language or settings.LANGUAGE_CODE)
        return (200, "") if moved == plain else (301, moved) if moved else self._elsewhere(plain)

    def _lives(self, name: str, given: Mapping[str, str], locale: str) -> str:
        """Return the address at which a page answers now, "" when nothing does."""
        try:
            if name == "product":
                facts = catalog.product_page(given["slug"], locale, channels.facts().id)
                if facts.status == "end_of_life" and (target := self._moved(f"p/{given['slug']}")):
                    return target
            elif name == "category":
                catalog.category_by_path(given["path"], locale=locale)
            elif name == "collection":
                catalog.collection_by_slug(given["slug"])
            elif name == "page":
                content.page_by_path(given["path"], locale)
        except catalog.ProductNotFound:
            return self._moved(f"p/{given['slug']}")
        except catalog.CategoryNotFound:
            return self._moved(f"c/{given['path']}")
        except NotFound:
            return ""
        return unquote(storefront_address(name, **given))

    def _moved(self, path: str) -> str:
        target = catalog.moved_path(path.strip("/"))
        return f"{storefront_address('home')}{target.strip('/')}/" if target else ""

    def _elsewhere(self, path: str) -> tuple[int, str]:
        way = seo.way(path)
        if way is None:
            return 404, ""
        return way.status, way.target

    def closed(self) -> tuple[str, ...]:
        """Return what robots.txt closes."""
        return machines.PRIVATE

    def weight(self, url: str) -> int | None:
        """Return the bytes of an uploaded picture."""
        prefix = settings.MEDIA_URL
        path = urlsplit(url).path
        if not path.startswith(prefix):
            return None
        try:
            return int(default_storage.size(unquote(path[len(prefix) :])))
        except (OSError, NotImplementedError, SuspiciousFileOperation):
            return None

    def traffic(self, at: dt.datetime) -> Mapping[str, seo.Traffic]:
        """Return what pages were worth in the default channel; views are those of all channels."""
        own, kinds = channels.facts(), insights.kinds
        today = at.date() + dt.timedelta(days=1)
        period = insights.Period(today - dt.timedelta(days=DAYS), today)
        wanted = (kinds.VIEW, kinds.LED_ORDER)
        counts = insights.counted("page", period, channels.all_channels(), by=("subject",), only=wanted)
        return {
            path.rstrip("/") or "/": seo.Traffic(
                found[kinds.VIEW], found.amounts(kinds.LED_ORDER).get(own.currency, 0), own.currency
            )
            for (path,), found in counts.items()
        }
