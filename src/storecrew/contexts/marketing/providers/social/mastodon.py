"""Mastodon, and what speaks its interface: a status with a picture, at most once by Idempotency-Key.

The server remembers a key for an hour; after that the last statuses of the account are looked through.
https://docs.joinmastodon.org/methods/statuses/
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

from django.conf import settings

from storecrew.contexts.marketing.providers import social
from storecrew.contexts.marketing.providers.social.parts import multipart
from storecrew.kernel import outgoing

LOOKED_THROUGH = 40


class Mastodon:
    """Posts as the account that the token belongs to."""

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
