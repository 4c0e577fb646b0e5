"""Addresses as they are kept: without query, host and trailing slash; nothing of a person in them."""

from __future__ import annotations

import re
from collections.abc import Collection
from urllib.parse import unquote, urlsplit

LONGEST = 500
LONGEST_MISSING = 200
_CONTROL = re.compile(r"[\x00-\x20\x7f]+")
_PERSON = re.compile(r"@|\d{7,}|[0-9a-f]{16,}|(?<![\w-])(?=[\w-]*\d)(?=[\w-]*[A-Z])[\w-]{16,}")


def tidy(address: str) -> str:
    """Return the path of an address as it is kept: ``/c/lamps``, ``/`` for the root, "" for none."""
    try:
        found = urlsplit(address.strip())
    except ValueError:
        return ""
    path = _CONTROL.sub("", unquote(found.path))
    parts = [part for part in path.split("/") if part]
    return "/" + "/".join(parts) if path.startswith("/") or found.netloc else ""


def split_language(path: str, languages: Collection[str]) -> tuple[str, str]:
    """Return (language, path without it); the language is "" where the path has none."""
    head, _slash, rest = path.lstrip("/").partition("/")
    return (head, f"/{rest}") if head in languages else ("", path)


def is_ours(target: str) -> bool:
    """Say whether a target is a path of the shop and nothing else: never another host."""
    return target.startswith("/") and not target.startswith(("//", "/\\")) and "\\" not in target


def names_a_person(path: str) -> bool:
    """Say whether a path may hold an address, a number or a secret of somebody; such ones are not kept."""
    return any(_PERSON.search(part) for part in path.split("/"))


def words_of(path: str) -> str:
    """Return the words of the last part of a path, to search with."""
    last = path.rstrip("/").rsplit("/", 1)[-1].rsplit(".", 1)[0]
    return " ".join(re.split(r"[-_+.\s]+", last)).strip()[:80]


def target_address(target: str, language: str, languages: Collection[str]) -> str:
    """Return a target with the visitor's language in front, where it names none."""
    path, mark, query = target.partition("?")
    own, rest = split_language(path, languages)
    if own:
        return target
    slash = "" if rest.endswith("/") or "." in rest.rsplit("/", 1)[-1] else "/"
    return f"/{language}{rest}{slash}{mark}{query}"
