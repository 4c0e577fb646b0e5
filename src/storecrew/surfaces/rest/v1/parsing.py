"""Reading request bodies: plain JSON of a sane size and depth, with finite numbers and each name once
(BAD-03, BAD-15).
"""

from __future__ import annotations

import json
from typing import Any, NoReturn

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.errors import HttpError
from ninja.parser import Parser

LARGEST = 64 * 1024
JSON_TYPES = ("application/json", "")


class JsonParser(Parser):
    """Parse a body or answer 400, 413 or 415."""

    def parse_body(self, request: HttpRequest) -> Any:
        """Return the JSON value of the body."""
        if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST or len(request.body) > LARGEST:
            raise _refused(request, 413, _("The body is larger than 64 KiB."))
        media_type = (request.content_type or "").split(";")[0].strip().lower()
        if media_type not in JSON_TYPES and not media_type.endswith("+json"):
            raise _refused(request, 415, _("The body must be application/json."))
        if request.headers.get("Content-Encoding", "identity").strip().lower() != "identity":
            raise _refused(request, 415, _("The body must not be compressed."))
        try:
            return json.loads(request.body, parse_constant=_not_finite, object_pairs_hook=_each_once)
        except (ValueError, RecursionError):
            raise _refused(request, 400, _("The body is not valid JSON.")) from None


def _refused(request: HttpRequest, status: int, text: str) -> HttpError:
    """Note the refusal on the request: the framework replaces what a parser raises by a plain 400."""
    error = HttpError(status, text)
    request.parsing_refused = error  # type: ignore[attr-defined]
    return error


def _not_finite(name: str) -> NoReturn:
    raise ValueError(name)


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A name that stands twice has two meanings: programs differ in which of them they take."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError
    return found
