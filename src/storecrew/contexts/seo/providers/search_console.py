"""Google Search Console, URL Inspection API: a service account asks about one address after the other.

https://developers.google.com/webmaster-tools/v1/urlInspection.index/inspect
https://developers.google.com/identity/protocols/oauth2/service-account#authorizingrequests
"""

from __future__ import annotations

import base64
import datetime as dt
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from storecrew.contexts.seo.providers.inspector import Inspected, NoQuota, NotAllowed, Silent
from storecrew.contexts.seo.rules.indexing import reason_of
from storecrew.kernel import outgoing

INSPECT = "https://searchconsole.googleapis.com/v1/urlInspection/index:inspect"
TOKEN = "https://oauth2.googleapis.com/token"  # noqa: S105 - an address
SCOPE = "https://www.googleapis.com/auth/webmasters.readonly"
GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
HOUR = dt.timedelta(hours=1)
EARLY = dt.timedelta(minutes=5)
SECONDS = 20.0
# Tokens of this process by account: one is good for an hour.
_tokens: dict[str, tuple[str, dt.datetime]] = {}


class SearchConsole:
    """Asks as the service account whose key file Google gave, about addresses of one property."""

    def __init__(
        self,
        key_file: str,
        property_: str,
        *,
        inspect: str = INSPECT,
        token: str = TOKEN,
        call: Callable[..., outgoing.Fetched] = outgoing.call,
    ) -> None:
        self._key_file, self._property = key_file, property_
        self._inspect, self._token_url, self._call = inspect, token, call

    def inspect(self, url: str, *, at: dt.datetime) -> Inspected:
        """Return what Google says of an address."""
        account = self._account()
        asked = {"inspectionUrl": url, "siteUrl": self._property, "languageCode": "en-US"}
        headers = {
            "Authorization": f"Bearer {self._token(account, at)}",
            "Content-Type": "application/json",
        }
        answer = self._ask(self._inspect, json.dumps(asked).encode(), headers)
        try:
            found = answer["inspectionResult"]["indexStatusResult"]
            return Inspected(
                reason_of(found),
                said=str(found.get("coverageState") or "")[:200],
                canonical=str(found.get("googleCanonical") or "")[:1000],
                crawled_at=_moment(str(found.get("lastCrawlTime") or "")),
            )
        except (KeyError, TypeError, AttributeError) as error:
            raise Silent("unreadable") from error

    def _account(self) -> Mapping[str, str]:
        try:
            found = json.loads(Path(self._key_file).read_text(encoding="utf-8"))
            return {name: str(found[name]) for name in ("client_email", "private_key", "private_key_id")}
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise NotAllowed("key_file") from error

    def _token(self, account: Mapping[str, str], at: dt.datetime) -> str:
        name = f"{account['client_email']} {account['private_key_id']}"
        known = _tokens.get(name)
        if known and known[1] > at:
            return known[0]
        form = urlencode({"grant_type": GRANT, "assertion": self._assertion(account, at)}).encode()
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        answer = self._ask(self._token_url, form, headers)
        try:
            token, seconds = str(answer["access_token"]), int(answer["expires_in"])
        except (KeyError, TypeError, ValueError) as error:
            raise Silent("unreadable") from error
        _tokens[name] = (token, at + dt.timedelta(seconds=seconds) - EARLY)
        return token

    def _assertion(self, account: Mapping[str, str], at: dt.datetime) -> str:
        head = {"alg": "RS256", "typ": "JWT", "kid": account["private_key_id"]}
        claims = {
            "iss": account["client_email"],
            "scope": SCOPE,
            "aud": self._token_url,
            "iat": int(at.timestamp()),
            "exp": int((at + HOUR).timestamp()),
        }
        signed = b".".join(_part(json.dumps(each).encode()) for each in (head, claims))
        try:
            key = serialization.load_pem_private_key(account["private_key"].encode(), password=None)
        except (ValueError, TypeError) as error:
            raise NotAllowed("key") from error
        if not isinstance(key, rsa.RSAPrivateKey):
            raise NotAllowed("key")
        signature = key.sign(signed, padding.PKCS1v15(), hashes.SHA256())
        return (signed + b"." + _part(signature)).decode()

    def _ask(self, url: str, body: bytes, headers: Mapping[str, str]) -> Any:
        try:
            answer = self._call("POST", url, body=body, headers=headers, timeout=SECONDS)
            return json.loads(answer.body)
        except outgoing.Unreachable as error:
            status = int(error.details.get("status") or 0)
            if status == 429:
                raise NoQuota from error
            if status in (401, 403):
                # The token may have been taken back: the next question signs in anew.
                _tokens.clear()
            if status in (400, 401, 403, 404):
                raise NotAllowed(str(status)) from error
            raise Silent(str(status or error.details.get("reason", ""))) from error
        except (outgoing.Refused, ValueError) as error:
            raise Silent(type(error).__name__) from error


def _part(data: bytes) -> bytes:
    return base64.urlsafe_b64encode(data).rstrip(b"=")


def _moment(text: str) -> dt.datetime | None:
    try:
        found = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo and found.year > 1990 else None
