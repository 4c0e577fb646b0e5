"""Entries from devices: JSON in, JSON out, a refusal in words; for scan-first pages (SCAN.md)."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import json
from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from storecrew.kernel.errors import DomainError, Invalid

LARGEST = 65_536
Answer = dict[str, Any]


class UnreadableEntry(Invalid):
    """The device sent something that is no entry."""

    code = "unreadable_entry"


class Entry:
    """What a device sent; each reader raises UnreadableEntry for a value of the wrong kind."""

    def __init__(self, values: dict[str, Any]) -> None:
        self._values = values

    def text(self, name: str, *, most: int = 200) -> str:
        """Return a text, "" when it is missing."""
        value = self._values.get(name, "")
        if not isinstance(value, str) or len(value) > most or "\0" in value:
            raise UnreadableEntry(_("The entry cannot be read."), field=name)
        return value.strip()

    def number(self, name: str) -> int:
        """Return a whole number."""
        value = self._values.get(name)
        if isinstance(value, bool) or not isinstance(value, int) or not -(10**9) <= value <= 10**9:
            raise UnreadableEntry(_("The entry cannot be read."), field=name)
        return value

    def maybe_number(self, name: str) -> int | None:
        """Return a whole number, or None when it is missing."""
        return None if self._values.get(name) is None else self.number(name)

    def texts(self, name: str, *, most: int = 500) -> list[str]:
        """Return a list of texts."""
        value = self._values.get(name) or []
        if not isinstance(value, list) or len(value) > most or not all(isinstance(v, str) for v in value):
            raise UnreadableEntry(_("The entry cannot be read."), field=name)
        return [item[:200] for item in value]

    def instant(self, name: str) -> dt.datetime:
        """Return when something happened by the device's clock, written with its offset."""
        try:
            found = dt.datetime.fromisoformat(self.text(name))
            # An instant near the ends of time cannot be told in UTC.
            return found.astimezone(dt.UTC) if found.tzinfo else _no_offset()
        except (ValueError, OverflowError):
            raise UnreadableEntry(_("The entry cannot be read."), field=name) from None

    def picture(self, name: str) -> bytes:
        """Return a picture that was sent as a ``data:`` address, empty when it is missing."""
        value = self._values.get(name) or ""
        head, _comma, body = value.partition(",") if isinstance(value, str) else ("?", "", "")
        try:
            if value and not head.startswith("data:image/"):
                raise ValueError
            return base64.b64decode(body, validate=True)
        except (ValueError, binascii.Error):
            raise UnreadableEntry(_("The entry cannot be read."), field=name) from None


def _no_offset() -> dt.datetime:
    raise ValueError("the time has no offset")


def device_post(view: Callable[..., Answer] | None = None, *, largest: int = LARGEST) -> Callable[..., Any]:
    """Make a view of a function (request, entry, ...) that returns what the device is told.

    A refusal becomes ``{"message", "code"}`` with the status of the error. ``largest`` bounds the bytes of an
    entry; those with pictures need more.
    """
    if view is None:
        return partial(device_post, largest=largest)

    @require_POST
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return JsonResponse(view(request, _read(request, largest), *args, **kwargs))
        except DomainError as error:
            return JsonResponse({"message": str(error), "code": error.code}, status=error.status)

    return answer


def _read(request: HttpRequest, largest: int) -> Entry:
    try:
        values = json.loads(request.body) if len(request.body) <= largest else None
    except ValueError:
        values = None
    if not isinstance(values, dict):
        raise UnreadableEntry(_("The entry cannot be read."))
    return Entry(values)


def codes(sku: str, barcode: str) -> list[str]:
    """Return what a scanner may read from an article: its SKU, and its barcode as a GTIN of 14 digits."""
    return [sku.upper(), *([barcode.upper(), barcode.zfill(14)] if barcode else [])]
