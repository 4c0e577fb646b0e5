"""The one way out: what the SDK sends passes here, and what became of it is written down.

The SDK knows no time limit, and what it reports after a lost answer looks like a refusal. Here every request
has a limit, goes to a carrier's own host only, follows no redirect, is checked against the certificate, is
sent once, and leaves a note whether the carrier answered.
"""

from __future__ import annotations

import errno
import io
import socket
import ssl
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit

from django.conf import settings

HOSTS = frozenset(
    {
        "xmlpi-ea.dhl.com", "xmlpitest-ea.dhl.com", "onlinetools.ups.com", "wwwcie.ups.com",
        "apis.fedex.com", "apis-sandbox.fedex.com",
    }
)  # fmt: skip
SECONDS = 20
LARGEST = 20 * 1024 * 1024
Outcome = Literal["answered", "unreachable", "lost"]


@dataclass(slots=True)
class Record:
    """What was sent during one call: (path, outcome, HTTP status), in order."""

    sent: list[tuple[str, Outcome, int]] = field(default_factory=list)

    @property
    def outcome(self) -> Outcome:
        """Say whether the carrier may have acted: "lost" when it may have and nobody knows.

        A call that ended at the door (no token, no connection) reached nobody.
        """
        if not self.sent:
            return "unreachable"
        path, outcome, status = self.sent[-1]
        if outcome == "answered" and status < 500:
            return "unreachable" if status in (200, 201) and "oauth" in path else "answered"
        return "unreachable" if "oauth" in path or outcome == "unreachable" else "lost"

    @property
    def status(self) -> int:
        """The last HTTP status; 0 when there was none."""
        return self.sent[-1][2] if self.sent else 0


_record: ContextVar[Record | None] = ContextVar("karrio_wire", default=None)


@contextmanager
def recording() -> Iterator[Record]:
    """Write down what is sent by this thread."""
    record = Record()
    token = _record.set(record)
    try:
        yield record
    finally:
        _record.reset(token)


class ForeignHost(OSError):
    """The SDK wanted to send data to somebody who is no carrier, such as a converter of labels."""


class Answer(io.BytesIO):
    """A whole answer in memory, with what the SDK reads beside its body."""

    def __init__(self, body: bytes, status: int, headers: Any) -> None:
        super().__init__(body)
        self.status = status
        self.headers = headers


def send(request: urllib.request.Request, timeout: float | None = None) -> Answer:  # not money: seconds
    """Send what the SDK prepared; this stands where it would call ``urlopen``."""
    parts = urlsplit(request.full_url)
    if parts.hostname not in HOSTS:
        raise ForeignHost(parts.hostname)
    # A setting of the installation leads to a proxy of its own, or a test to a server of its own.
    base = getattr(settings, "STORECREW_CARRIER_ENDPOINTS", {}).get(parts.hostname)
    if base:
        request.full_url = f"{base}{parts.path}" + (f"?{parts.query}" if parts.query else "")
    try:
        with _opener().open(request, timeout=SECONDS) as response:
            answer = Answer(response.read(LARGEST + 1)[:LARGEST], response.status, response.headers)
    except HTTPError as error:
        _note(parts.path, "answered", error.code)
        raise
    except URLError as error:
        _note(parts.path, "unreachable" if _never_left(error.reason) else "lost", 0)
        raise
    except OSError:
        _note(parts.path, "lost", 0)
        raise
    _note(parts.path, "answered", answer.status)
    return answer


def _never_left(reason: Any) -> bool:
    """Say whether no connection was made, so that nothing was sent."""
    if isinstance(reason, ConnectionRefusedError | ssl.SSLCertVerificationError | socket.gaierror):
        return True
    return isinstance(reason, OSError) and reason.errno in (errno.ENETUNREACH, errno.EHOSTUNREACH)


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args: Any, **_kwargs: Any) -> None:
        return None


@cache
def _opener() -> urllib.request.OpenerDirector:
    secure = urllib.request.HTTPSHandler(context=ssl.create_default_context())
    return urllib.request.build_opener(_NoRedirects, secure)


def _note(path: str, outcome: Outcome, status: int) -> None:
    record = _record.get()
    if record is not None:
        record.sent.append((path, outcome, status))
