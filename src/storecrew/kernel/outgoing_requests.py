"""The guarded way out for a library that brings `requests` as its client."""

from __future__ import annotations

from collections.abc import Mapping

import requests
from requests.adapters import BaseAdapter

from storecrew.kernel import outgoing

Failed = requests.RequestException
LONGEST_ANSWER = 1 << 20
SECONDS = 8.0
# What the guarded client writes by itself.
_OWN_HEADERS = frozenset({"user-agent", "accept-encoding", "connection", "content-length", "host"})


class GuardedTransport(BaseAdapter):
    """Sends by :func:`outgoing.call` what a session of ``requests`` was asked to send."""

    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,
        timeout: float | tuple[float | None, float | None] | None = None,
        verify: bool | str = True,
        cert: str | tuple[str, str] | None = None,
        proxies: dict[str, str] | None = None,
    ) -> requests.Response:
        """Send one request within our own limits. Raises requests.ConnectionError."""
        sent = request.body
        body = sent.encode() if isinstance(sent, str) else sent if isinstance(sent, bytes) else None
        try:
            answer = outgoing.call(
                request.method or "GET",
                request.url or "",
                body=body,
                headers=_headers(request.headers),
                max_bytes=LONGEST_ANSWER,
                timeout=SECONDS,
                any_answer=True,
            )
        except (outgoing.Refused, outgoing.Unreachable) as error:
            raise requests.ConnectionError(str(error), request=request) from error
        response = requests.Response()
        response.status_code = answer.status
        response.headers["Content-Type"] = answer.content_type
        response._content = answer.body
        response.url, response.request, response.encoding = answer.url, request, "utf-8"
        return response

    def close(self) -> None:
        """Nothing is kept open."""


def session() -> requests.Session:
    """Return a session that has no other way out and takes no proxy of the environment."""
    found = requests.Session()
    found.trust_env = False
    for scheme in ("https://", "http://"):
        found.mount(scheme, GuardedTransport())
    return found


def _headers(given: Mapping[str, str | bytes]) -> dict[str, str]:
    return {
        name: value.decode() if isinstance(value, bytes) else str(value)
        for name, value in given.items()
        if name.lower() not in _OWN_HEADERS
    }
