"""What a network has to do so that we hear what people say there, and answer below it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

from storecrew.contexts.marketing.providers import social
from storecrew.kernel import outgoing

LARGEST_PICTURE = 10 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Heard:
    """Something that was said. ``below`` is what it stands below, as the network names it.

    ``public`` is False for what its author showed to followers or to us alone.
    """

    id: str
    kind: str
    text: str
    said_at: dt.datetime
    author_id: str = ""
    author_name: str = ""
    url: str = ""
    picture_url: str = ""
    below: str = ""
    public: bool = True


@runtime_checkable
class Listening(Protocol):
    """A network that tells what people say."""

    code: str
    name: str

    def hear(self, since: dt.datetime) -> tuple[Heard, ...]:
        """Return what was said since then, in any order. Raises NotNow, NoAnswer, RefusedPost."""

    def reply(self, to: Heard, text: str) -> social.Posted:
        """Answer below it. Raises RefusedPost, NotNow, NoAnswer."""

    def find_reply(self, to: Heard, text: str) -> social.Posted | None:
        """Return our answer with this text below it, or None. Raises NoAnswer."""

    def picture(self, url: str) -> bytes:
        """Return a picture. Raises the errors of ``kernel.outgoing``."""


def listeners() -> tuple[Listening, ...]:
    """Return the networks in use that tell what people say."""
    return tuple(each for each in social.networks() if isinstance(each, Listening))


def listener(code: str) -> Listening | None:
    """Return one of them."""
    return next((each for each in listeners() if each.code == code), None)


def fetch_picture(url: str) -> bytes:
    """Get a picture through the guarded way out."""
    return outgoing.fetch(url, max_bytes=LARGEST_PICTURE, accept=("image/",), timeout=20.0).body


def moment(text: Any, otherwise: dt.datetime) -> dt.datetime:
    """Return when something was said, of what a network wrote: ISO with an offset, or seconds."""
    try:
        if isinstance(text, int | str) and str(text).isdigit():
            return dt.datetime.fromtimestamp(int(text), dt.UTC)
        found = dt.datetime.fromisoformat(str(text).replace("+0000", "+00:00"))
        return found if found.tzinfo else found.replace(tzinfo=dt.UTC)
    except (ValueError, OverflowError, OSError):
        return otherwise


def heard_of(kind: str, row: Mapping[str, Any], otherwise: dt.datetime, *, below: str = "") -> Heard | None:
    """Read what Meta's interfaces tell of a comment or a post; None when it has no id."""
    if not isinstance(row, Mapping) or not (row.get("id") or row.get("comment_id")):
        return None
    author = row.get("from") if isinstance(row.get("from"), Mapping) else {}
    author = author or {}
    return Heard(
        id=str(row.get("comment_id") or row["id"])[:200],
        kind=kind,
        text=str(row.get("message") or row.get("text") or row.get("caption") or "")[:8000],
        said_at=moment(row.get("created_time") or row.get("timestamp"), otherwise),
        author_id=str(author.get("id") or row.get("username") or "")[:200],
        author_name=str(author.get("name") or author.get("username") or row.get("username") or "")[:200],
        url=str(row.get("permalink_url") or row.get("permalink") or "")[:500],
        picture_url=_picture_url(row)[:2000],
        below=str(below or row.get("post_id") or "")[:200],
    )


def _picture_url(row: Mapping[str, Any]) -> str:
    if str(row.get("media_type", "IMAGE")) == "IMAGE" and row.get("media_url"):
        return str(row["media_url"])
    found = row.get("attachment") or (row.get("attachments") or {}).get("data", [{}])[0]
    try:
        return str(found["media"]["image"]["src"])
    except (KeyError, TypeError, IndexError):
        return ""
