"""Mastodon, and what speaks its interface: a status with a picture, at most once by Idempotency-Key.

The server remembers a key for an hour; after that the last statuses of the account are looked through.
https://docs.joinmastodon.org/methods/statuses/
What people say comes as notifications; what was said to us alone is answered to its author alone.
https://docs.joinmastodon.org/methods/notifications/
"""

from __future__ import annotations

import datetime as dt
import json
from hashlib import sha256
from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings

from storecrew.contexts.marketing.providers import social
from storecrew.contexts.marketing.providers.social.listening import Heard, fetch_picture, moment
from storecrew.contexts.marketing.providers.social.parts import multipart, plain
from storecrew.kernel import outgoing

LOOKED_THROUGH = 40
SEEN_BY_ALL = ("public", "unlisted")
MOST_PAGES = 10


class Mastodon:
    """Posts and listens as the account that the token belongs to."""

    code = "mastodon"
    name = "Mastodon"

    def __init__(self, *, call: social.Call = outgoing.call) -> None:
        self._call = call

    @property
    def configured(self) -> bool:
        """Whether the server and the token are set."""
        return bool(settings.STORECREW_MASTODON_URL and settings.STORECREW_MASTODON_TOKEN)

    def post(self, message: social.Message) -> social.Posted:
        """Upload the picture, then post; the key makes a repeat harmless."""
        fields: list[tuple[str, str]] = [
            ("status", message.text),
            ("visibility", "public"),
            ("language", message.locale),
        ]
        if message.picture:
            try:
                fields.append(("media_ids[]", self._upload(message)))
            except social.NoAnswer as error:
                # A picture without a post is shown nowhere.
                raise social.NotNow(*error.args) from error
        body = urlencode(fields).encode()
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Idempotency-Key": message.key,
        }
        return _posted(self._ask("POST", "/api/v1/statuses", body=body, headers=headers))

    def find(self, message: social.Message) -> social.Posted | None:
        """Look through the account's last statuses for the key in their links."""
        try:
            account = self._ask("GET", "/api/v1/accounts/verify_credentials")["id"]
            query = urlencode({"limit": LOOKED_THROUGH, "exclude_replies": "true"})
            rows = self._ask("GET", f"/api/v1/accounts/{account}/statuses?{query}")
        except (social.RefusedPost, social.NotNow) as error:
            raise social.NoAnswer(*error.args) from error
        return next((_posted(row) for row in rows if message.key in str(row.get("content", ""))), None)

    def hear(self, since: dt.datetime) -> tuple[Heard, ...]:
        """Return what names us: posts of others, and what they say below ours."""
        own, newest = self._own(), ""
        found: list[Heard] = []
        for _page in range(MOST_PAGES):
            query = {"types[]": "mention", "limit": LOOKED_THROUGH, **({"max_id": newest} if newest else {})}
            rows = self._rows(f"/api/v1/notifications?{urlencode(query)}")
            told = [each for row in rows if (each := _heard(row, own, since)) is not None]
            found.extend(each for each in told if each.said_at >= since)
            if len(rows) < LOOKED_THROUGH or any(each.said_at < since for each in told):
                break
            newest = _id(rows[-1])
        return tuple(found)

    def reply(self, to: Heard, text: str) -> social.Posted:
        """Answer below it: to its author, seen by no more people than it is."""
        try:
            asked = self._status(to)
            words = f"@{asked['account']['acct']} {text}"
        except social.NoAnswer as error:
            raise social.NotNow(*error.args) from error
        except (KeyError, TypeError) as error:
            raise social.NotNow("unreadable") from error
        fields = {
            "status": words,
            "in_reply_to_id": to.id,
            "visibility": str(asked.get("visibility") or "public"),
        }
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Idempotency-Key": sha256(f"{to.id} {text}".encode()).hexdigest(),
        }
        return _posted(
            self._ask("POST", "/api/v1/statuses", body=urlencode(fields).encode(), headers=headers)
        )

    def find_reply(self, to: Heard, text: str) -> social.Posted | None:
        """Look below it for our own words."""
        try:
            own, found = self._own(), self._ask("GET", f"/api/v1/statuses/{quote(to.id)}/context")
            rows = [row for row in found["descendants"] if str(row["account"]["id"]) == own]
        except (social.RefusedPost, social.NotNow, KeyError, TypeError) as error:
            raise social.NoAnswer(*error.args) from error
        return next((_posted(row) for row in rows if _said(row) == " ".join(text.split())), None)

    def picture(self, url: str) -> bytes:
        """Get a picture of a post."""
        return fetch_picture(url)

    def _own(self) -> str:
        return _id(self._ask("GET", "/api/v1/accounts/verify_credentials"))

    def _status(self, to: Heard) -> Any:
        return self._ask("GET", f"/api/v1/statuses/{quote(to.id)}")

    def _rows(self, path: str) -> list[Any]:
        rows = self._ask("GET", path)
        if not isinstance(rows, list):
            raise social.NoAnswer("unreadable")
        return rows

    def _upload(self, message: social.Message) -> str:
        body, kind = multipart({"description": message.picture_alt}, {"file": message.picture})
        return str(self._ask("POST", "/api/v2/media", body=body, headers={"Content-Type": kind})["id"])

    def _ask(self, method: str, path: str, **more: Any) -> Any:
        headers = {"Authorization": f"Bearer {settings.STORECREW_MASTODON_TOKEN}", **more.pop("headers", {})}
        url = f"{settings.STORECREW_MASTODON_URL}{path}"
        answer = social.ask(self._call, method, url, headers=headers, **more)
        try:
            return json.loads(answer.body)
        except ValueError as error:
            raise social.NoAnswer("not json") from error


def _posted(row: Any) -> social.Posted:
    try:
        return social.Posted(str(row["id"])[:200], str(row.get("url") or "")[:500])
    except (KeyError, TypeError, AttributeError) as error:
        raise social.NoAnswer("unreadable") from error


def _id(row: Any) -> str:
    try:
        return str(row["id"])[:200]
    except (KeyError, TypeError) as error:
        raise social.NoAnswer("unreadable") from error


def _heard(row: Any, own: str, otherwise: dt.datetime) -> Heard | None:
    """Read a notification; None when no word of somebody is in it."""
    try:
        status, author = row["status"], row["account"]
        pictures = [each["url"] for each in status.get("media_attachments") or () if each["type"] == "image"]
        is_below = str(status.get("in_reply_to_account_id") or "") == own
        return Heard(
            id=str(status["id"])[:200],
            kind="comment" if is_below else "mention",
            text=plain(str(status["content"]))[:8000],
            said_at=moment(status["created_at"], otherwise),
            author_id=str(author["id"])[:200],
            author_name=str(author["acct"])[:200],
            url=str(status.get("url") or "")[:500],
            picture_url=str(next(iter(pictures), "") or "")[:2000],
            below=str(status.get("in_reply_to_id") or "")[:200] if is_below else "",
            public=str(status.get("visibility") or "public") in SEEN_BY_ALL,
        )
    except (KeyError, TypeError, AttributeError):
        return None


def _said(row: Any) -> str:
    """Return the words of a status in one line, without whom it is to: servers write that their own way."""
    words = plain(str(row.get("content", ""))).split()
    return " ".join(words[1:] if words and words[0].startswith("@") else words)
