"""News that Meta sends by itself: the proof that an address is ours, the signature, and what was said.

https://developers.facebook.com/docs/graph-api/webhooks/getting-started
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any

from django.conf import settings

from storecrew.contexts.marketing.providers.social.listening import Heard, heard_of

OBJECTS = {"page": "facebook", "instagram": "instagram"}


def proves(query: Mapping[str, str]) -> str:
    """Return what to answer when Meta asks whether an address is ours; "" when it is not asked right."""
    word = settings.STORECREW_META_VERIFY
    asked = query.get("hub.mode") == "subscribe" and bool(word)
    fits = asked and hmac.compare_digest(query.get("hub.verify_token", "").encode(), word.encode())
    return query.get("hub.challenge", "")[:200] if fits else ""


def is_signed(body: bytes, headers: Mapping[str, str]) -> bool:
    """Say whether the exact bytes are signed with the secret of the app; never without a secret."""
    secret = settings.STORECREW_META_SECRET
    if not secret:
        return False
    made = "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(made.encode(), headers.get("X-Hub-Signature-256", "").encode())


def read(body: bytes, at: dt.datetime) -> tuple[str, tuple[Heard, ...], bool] | None:
    """Return the network, what was said, and whether to ask it for more; None for what nobody can read.

    A comment comes whole. A mention comes as an id only, so the network is asked.
    """
    try:
        data = json.loads(body)
        network = OBJECTS[data["object"]]
        changes = [change for entry in data["entry"] for change in entry.get("changes", ())]
        found = [_one(network, change, at) for change in changes]
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    heard = tuple(each for each in found if each is not None)
    return network, heard, len(heard) < len(changes)


def _one(network: str, change: Mapping[str, Any], at: dt.datetime) -> Heard | None:
    field, value = change.get("field"), change.get("value") or {}
    if network == "facebook" and field == "feed":
        if value.get("item") != "comment" or value.get("verb") != "add":
            return None
        return heard_of("comment", value, at)
    if network == "instagram" and field == "comments":
        return heard_of("comment", value, at, below=str((value.get("media") or {}).get("id", "")))
    return None
