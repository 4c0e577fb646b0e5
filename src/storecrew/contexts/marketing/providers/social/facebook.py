"""A page on Facebook by Meta's Graph API: a post with a link, or a photo with a text.

The interface has no key against repeats, so a post without an answer is looked for in the page's feed.
https://developers.facebook.com/docs/pages-api/posts
"""

from __future__ import annotations

import datetime as dt
import json
from typing import Any
from urllib.parse import urlencode

from django.conf import settings

from storecrew.contexts.marketing.providers import social
from storecrew.contexts.marketing.providers.social.listening import Heard, fetch_picture, heard_of
from storecrew.contexts.marketing.providers.social.parts import multipart
from storecrew.kernel import outgoing

LOOKED_THROUGH = 50


class FacebookPage:
    """Posts as the page that the token belongs to."""

    code = "facebook"
    name = "Facebook"

    def __init__(self, *, call: social.Call = outgoing.call) -> None:
        self._call = call

    @property
    def configured(self) -> bool:
        """Whether the page and the token are set."""
        return bool(settings.STORECREW_FACEBOOK_PAGE and settings.STORECREW_FACEBOOK_TOKEN)

    def post(self, message: social.Message) -> social.Posted:
        """Post it; the link stands in the text too, by which it is found again."""
        if message.picture:
            body, kind = multipart(
                {"caption": message.text, "alt_text_custom": message.picture_alt}, {"source": message.picture}
            )
            return _posted(self._ask("POST", "photos", body=body, headers={"Content-Type": kind}))
        form = urlencode({"message": message.text, "link": message.link}).encode()
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        return _posted(self._ask("POST", "feed", body=form, headers=headers))

    def find(self, message: social.Message) -> social.Posted | None:
        """Look through the page's last posts for the key in their texts."""
        query = urlencode({"fields": "id,message,permalink_url", "limit": LOOKED_THROUGH})
        try:
            rows = self._ask("GET", f"feed?{query}").get("data", [])
        except (social.RefusedPost, social.NotNow, AttributeError) as error:
            raise social.NoAnswer(*error.args) from error
        return next((_posted(row) for row in rows if message.key in str(row.get("message", ""))), None)

    def hear(self, since: dt.datetime) -> tuple[Heard, ...]:
        """Return posts that tag the page, and the comments below its last posts."""
        fields = "id,message,from,created_time,permalink_url,attachments{media}"
        found = [heard_of("mention", row, since) for row in self._rows("tagged", fields=fields)]
        fields = (
            "id,comments.order(reverse_chronological){id,message,from,created_time,permalink_url,attachment}"
        )
        for post in self._rows("feed", fields=fields, limit=LOOKED_THROUGH):
            rows, below = (post.get("comments") or {}).get("data", []), str(post.get("id", ""))
            found.extend(heard_of("comment", row, since, below=below) for row in rows)
        own = settings.STORECREW_FACEBOOK_PAGE
        return tuple(
            each for each in found if each is not None and each.said_at >= since and each.author_id != own
        )

    def reply(self, to: Heard, text: str) -> social.Posted:
        """Answer by a comment below it."""
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        form = urlencode({"message": text}).encode()
        return _posted(self._ask("POST", "comments", of=to.id, body=form, headers=headers))

    def find_reply(self, to: Heard, text: str) -> social.Posted | None:
        """Look below it for our own words."""
        rows = self._rows("comments", of=to.id, fields="id,message,permalink_url")
        return next((_posted(row) for row in rows if row.get("message") == text), None)

    def picture(self, url: str) -> bytes:
        """Get a picture of a post."""
        return fetch_picture(url)

    def _rows(self, path: str, *, of: str = "", **query: Any) -> list[dict[str, Any]]:
        try:
            rows = self._ask("GET", f"{path}?{urlencode(query)}", of=of).get("data", [])
        except (social.RefusedPost, social.NotNow, AttributeError) as error:
            raise social.NoAnswer(*error.args) from error
        return [row for row in rows if isinstance(row, dict)]

    def _ask(self, method: str, path: str, **more: Any) -> Any:
        headers = {"Authorization": f"Bearer {settings.STORECREW_FACEBOOK_TOKEN}", **more.pop("headers", {})}
        of = more.pop("of", "") or settings.STORECREW_FACEBOOK_PAGE
        url = f"{settings.STORECREW_FACEBOOK_API}/{of}/{path}"
        answer = social.ask(self._call, method, url, headers=headers, **more)
        try:
            return json.loads(answer.body)
        except ValueError as error:
            raise social.NoAnswer("not json") from error


def _posted(row: Any) -> social.Posted:
    try:
        key = str(row.get("post_id") or row["id"])[:200]
        return social.Posted(key, str(row.get("permalink_url") or f"https://www.facebook.com/{key}")[:500])
    except (KeyError, TypeError, AttributeError) as error:
        raise social.NoAnswer("unreadable") from error
