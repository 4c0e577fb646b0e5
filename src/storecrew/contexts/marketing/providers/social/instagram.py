"""A professional account on Instagram by Meta's Graph API: posts, comments below them, and posts that tag us.

A post is made in two steps: a container that names the picture by its address, then its publication. The
interface has no key against repeats, so a post without an answer is looked for among the account's own.
https://developers.facebook.com/docs/instagram-platform/content-publishing
"""

from __future__ import annotations

import datetime as dt
import json
from typing import Any
from urllib.parse import urlencode

from django.conf import settings

from storecrew.contexts.marketing.providers import social
from storecrew.contexts.marketing.providers.social.listening import Heard, fetch_picture, heard_of
from storecrew.kernel import outgoing

LOOKED_THROUGH = 50
FIELDS = "id,caption,username,timestamp,permalink,media_type,media_url"


class Instagram:
    """Posts and listens as the account that the token belongs to."""

    code = "instagram"
    name = "Instagram"

    def __init__(self, *, call: social.Call = outgoing.call) -> None:
        self._call = call

    @property
    def configured(self) -> bool:
        """Whether the account and the token are set."""
        return bool(settings.STORECREW_INSTAGRAM_ACCOUNT and settings.STORECREW_INSTAGRAM_TOKEN)

    def post(self, message: social.Message) -> social.Posted:
        """Post a picture with its text. Instagram shows no links, so the key is found in the text."""
        if not message.picture:
            raise social.RefusedPost("Instagram takes pictures only")
        address = f"{settings.STORECREW_BASE_URL}/social/{message.key}.jpg"
        made = {"image_url": address, "caption": message.text, "alt_text": message.picture_alt}
        container = self._ask("POST", f"{self._account}/media", _form(made))
        published = self._ask(
            "POST", f"{self._account}/media_publish", _form({"creation_id": _id(container)})
        )
        return social.Posted(_id(published), "https://www.instagram.com/")

    def find(self, message: social.Message) -> social.Posted | None:
        """Look through the account's last posts for the key in their texts."""
        rows = self._rows(f"{self._account}/media", fields="id,caption,permalink", limit=LOOKED_THROUGH)
        return next((_posted(row) for row in rows if message.key in str(row.get("caption", ""))), None)

    def hear(self, since: dt.datetime) -> tuple[Heard, ...]:
        """Return posts that tag us, and the comments below our last posts."""
        found = [
            heard_of("mention", row, since) for row in self._rows(f"{self._account}/tags", fields=FIELDS)
        ]
        fields = "id,permalink,comments{id,text,from,username,timestamp}"
        for post in self._rows(f"{self._account}/media", fields=fields, limit=LOOKED_THROUGH):
            below, comments = str(post.get("id", "")), (post.get("comments") or {}).get("data", [])
            for row in comments:
                link = {"permalink": post.get("permalink", ""), **row}
                found.append(heard_of("comment", link, since, below=below))
        return tuple(each for each in found if each is not None and each.said_at >= since)

    def reply(self, to: Heard, text: str) -> social.Posted:
        """Answer a comment below it, a post that tags us by a comment."""
        answer = self._ask("POST", f"{to.id}/{_below(to)}", _form({"message": text}))
        return social.Posted(_id(answer), to.url)

    def find_reply(self, to: Heard, text: str) -> social.Posted | None:
        """Look below it for our own words."""
        rows = self._rows(f"{to.id}/{_below(to)}", fields="id,text")
        return next((social.Posted(_id(row), to.url) for row in rows if row.get("text") == text), None)

    def picture(self, url: str) -> bytes:
        """Get a picture of a post."""
        return fetch_picture(url)

    @property
    def _account(self) -> str:
        return settings.STORECREW_INSTAGRAM_ACCOUNT

    def _rows(self, path: str, **query: Any) -> list[dict[str, Any]]:
        try:
            rows = self._ask("GET", f"{path}?{urlencode(query)}").get("data", [])
        except (social.RefusedPost, social.NotNow, AttributeError) as error:
            raise social.NoAnswer(*error.args) from error
        return [row for row in rows if isinstance(row, dict)]

    def _ask(self, method: str, path: str, body: bytes | None = None) -> Any:
        headers = {"Authorization": f"Bearer {settings.STORECREW_INSTAGRAM_TOKEN}"}
        more: dict[str, Any] = {}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            more["body"] = body
        url = f"{settings.STORECREW_FACEBOOK_API}/{path}"
        answer = social.ask(self._call, method, url, headers=headers, **more)
        try:
            return json.loads(answer.body)
        except ValueError as error:
            raise social.NoAnswer("not json") from error


def _below(to: Heard) -> str:
    return "replies" if to.kind == "comment" else "comments"


def _form(fields: dict[str, str]) -> bytes:
    return urlencode({name: text for name, text in fields.items() if text}).encode()


def _id(row: Any) -> str:
    try:
        return str(row["id"])[:200]
    except (KeyError, TypeError) as error:
        raise social.NoAnswer("unreadable") from error


def _posted(row: Any) -> social.Posted:
    return social.Posted(_id(row), str(row.get("permalink") or "https://www.instagram.com/")[:500])
