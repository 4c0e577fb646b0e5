"""Plain rules for links."""

from __future__ import annotations

import re

_EXTERNAL = re.compile(r"(?:https://|mailto:|tel:)[^\s<>\"']+\Z")
_PATH = re.compile(r"/(?!/)[^\s<>\"'\\]*\Z")


def is_safe_link(link: str) -> bool:
    """Say whether a link is empty, a path of this shop, or https, mail or telephone."""
    return not link or bool(_PATH.match(link) or _EXTERNAL.match(link) or re.match(r"#[\w-]+\Z", link))


def localized_link(link: str, locale: str, locales: tuple[str, ...]) -> str:
    """Put the language before a path that names none; leave every other link as it is."""
    if not link.startswith("/") or link.startswith("//"):
        return link
    first = link[1:].split("/", 1)[0]
    if first in (*locales, "static", "media", "accounts", "api", "documents"):
        return link
    return f"/{locale}{link}"


def page_address(url_path: str, locale: str) -> str:
    """Return ``/en/help/returns/`` for ``/home/help/returns/``: the language stands for home."""
    below_home = url_path.strip("/").split("/")[1:]
    return "/" + "/".join((locale, *below_home)) + "/"


def listed(text: str) -> tuple[str, ...]:
    """Return what stands between commas or in rows, each once, in its order."""
    return tuple(dict.fromkeys(word for part in re.split(r"[,\n]", text) if (word := part.strip())))
