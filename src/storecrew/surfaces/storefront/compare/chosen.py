"""Which products are compared: in the address, so that it can be sent, and in a cookie of this browser."""

from __future__ import annotations

import re

from django.http import HttpRequest, HttpResponse

from storecrew.surfaces.storefront.visitor import keep_cookie

COOKIE = "sc_compare"
"""Readable by our script, which presses the buttons of what is compared: ids of products and nothing else."""
MOST = 4
_SECONDS = 30 * 86_400
_IDS = re.compile(r"[0-9]{1,12}(\.[0-9]{1,12}){0,9}")


def parse(text: str) -> list[int]:
    """Return the products that an address or a cookie names, at most four, each once."""
    found = text.split(".") if _IDS.fullmatch(text) else []
    return list(dict.fromkeys(int(each) for each in found))[:MOST]


def as_text(product_ids: list[int]) -> str:
    """Return the products as an address and the cookie name them."""
    return ".".join(map(str, product_ids))


def in_browser(request: HttpRequest) -> list[int]:
    """Return what this browser compares."""
    return parse(request.COOKIES.get(COOKIE, ""))


def remember(response: HttpResponse, product_ids: list[int]) -> HttpResponse:
    """Keep what is compared in the browser, or forget it when it is nothing."""
    if not product_ids:
        response.delete_cookie(COOKIE)
        return response
    return keep_cookie(response, COOKIE, as_text(product_ids), seconds=_SECONDS, httponly=False)
