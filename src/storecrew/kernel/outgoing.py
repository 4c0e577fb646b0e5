"""The only way out: one guarded HTTP client for pictures, webhooks and feeds (R12).

Only https, only public addresses, no redirects, timeouts on everything, a cap on the size. The name is
looked up
once and the connection goes to exactly the address that was checked, so that a name that changes its mind
between
check and use (DNS rebinding) gains nothing. The environment's proxies are not used.
"""

from __future__ import annotations

import http.client
import ipaddress
import re
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.errors import Invalid, Unavailable

_PORTS = frozenset({443})
_HOST = re.compile(
    r"(?=.{1,253}\Z)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?\.?"
)
_LONGEST_URL = 4_000
_AGENT = "Storecrew"
_CONDITIONS = frozenset({"if-none-match", "if-modified-since"})
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Refused(Invalid):
    """The address may not be called; ``details["reason"]`` is a stable word."""

    code = "address_refused"
    message = _("This address may not be called from here.")
    next_step = _("Use a public address that starts with https://.")


class Unreachable(Unavailable):
    """The other side does not answer as it should; ``details["reason"]`` is a stable word."""

    code = "unreachable"
    message = _("The other side did not answer.")
    next_step = _("Try again later.")


@dataclass(frozen=True, slots=True)
class Fetched:
    """A whole answer."""

    body: bytes
    content_type: str
    url: str
    status: int = 200
    etag: str = ""
    modified: str = ""


@dataclass(frozen=True, slots=True)
class _Target:
    url: str
    host: str
    port: int
    path: str


def check_url(url: str) -> None:
    """Refuse an address that may never be called, without a look-up; for forms that save addresses.

    Raises :class:`Refused`. The full check comes again with every call, since names can change.
    """
    _parse(url)


def fetch(url: str, *, max_bytes: int, accept: tuple[str, ...] = (), timeout: float = 10.0) -> Fetched:
    """Get an address. ``accept`` are allowed starts of the content type, such as ``("image/",)``.

    ``timeout`` in seconds holds for the whole call. Raises :class:`Refused` for an address, redirect, type
    or size
    that is not allowed and :class:`Unreachable` for anything that may go away by itself.
    """
    return call("GET", url, max_bytes=max_bytes, accept=accept, timeout=timeout)


def call(
    method: str,
    url: str,
    *,
    body: bytes | None = None,
    headers: Mapping[str, str] | None = None,
    max_bytes: int = 1 << 20,
    accept: tuple[str, ...] = (),
    timeout: float = 10.0,
    any_answer: bool = False,
) -> Fetched:
    """Send a request and return the whole answer of status 200 to 299; see :func:`fetch`.

    With ``any_answer`` an answer of every status but a redirect is returned, of its body the first
    ``max_bytes``. With the header ``If-None-Match`` or ``If-Modified-Since`` an empty answer of status 304 is
    returned too.
    """
    target = _parse(url)
    ends = time.monotonic() + timeout
    address = public_address(target.host, timeout)
    connection = _Pinned(target, address, ends)
    try:
        connection.request(
            method,
            target.path,
            body=body,
            headers={"User-Agent": _AGENT, "Accept-Encoding": "identity", **(headers or {})},
        )
        answer = connection.getresponse()
        if answer.status == 304 and headers and _CONDITIONS & {name.lower() for name in headers}:
            return Fetched(b"", "", target.url, 304)
        return _read(answer, target, max_bytes, accept, ends, connection, any_answer)
    except (OSError, http.client.HTTPException) as error:
        raise Unreachable(reason="connection", detail=type(error).__name__) from error
    finally:
        connection.close()


def _parse(url: str) -> _Target:
    if len(url) > _LONGEST_URL or any(char <= " " or char in "\x7f\\" for char in url):
        raise Refused(reason="not_an_address")
    try:
        parts = urlsplit(url)
        port = parts.port or 443
    except ValueError as error:
        raise Refused(reason="not_an_address") from error
    if parts.scheme.lower() != "https":
        raise Refused(reason="not_https")
    if parts.username is not None or parts.password is not None:
        raise Refused(reason="has_password")
    if port not in _PORTS:
        raise Refused(reason="port")
    host = (parts.hostname or "").lower()
    literal = _literal(host)
    if literal is not None:
        if not is_public(literal):
            raise Refused(reason="private_address")
    else:
        host = _ascii_host(host)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return _Target(url, host, port, _quoted(path))


def _literal(host: str) -> Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _ascii_host(host: str) -> str:
    """A name of letters with at least one dot: no ``localhost``, no address written as one number or in
    octal.
    """
    try:
        plain = host.encode("idna").decode("ascii").lower()
    except UnicodeError as error:
        raise Refused(reason="not_an_address") from error
    if not _HOST.fullmatch(plain) or plain.rstrip(".").rpartition(".")[2] in {
        "localhost",
        "local",
        "internal",
        "arpa",
    }:
        raise Refused(reason="private_address" if plain else "not_an_address")
    return plain


def _quoted(path: str) -> str:
    """Letters beyond ASCII as bytes in percent form; what is quoted already stays."""
    return "".join(
        char if char < "\x7f" else "".join(f"%{byte:02X}" for byte in char.encode()) for char in path
    )


def is_public(address: Address) -> bool:
    """Whether an address belongs to the open internet, also when it wraps another one."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if inner is None and address in ipaddress.ip_network("64:ff9b::/96"):
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is None and int(address) >> 32 == 0:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None and not is_public(inner):
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def public_address(host: str, timeout: float) -> str:
    """Look a name up once. Raises Refused if any of its addresses is not public, Unreachable without an
    answer.
    """
    literal = _literal(host)
    found = [str(literal)] if literal is not None else _look_up(host, timeout)
    addresses = [ipaddress.ip_address(text.partition("%")[0]) for text in found]
    if not addresses:
        raise Unreachable(reason="no_such_name")
    if not all(is_public(address) for address in addresses):
        raise Refused(reason="private_address")
    return str(next((each for each in addresses if each.version == 4), addresses[0]))


def _look_up(host: str, timeout: float) -> list[str]:
    """The resolver has no timeout of its own, so it runs beside us and is left behind when it hangs."""
    found: list[str] = []
    failed: list[OSError] = []

    def ask() -> None:
        try:
            rows = socket.getaddrinfo(host, 443, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            failed.append(error if isinstance(error, OSError) else OSError(str(error)))
        else:
            found.extend(str(row[4][0]) for row in rows)

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    thread.join(min(timeout, 5.0))
    if thread.is_alive() or failed:
        raise Unreachable(reason="no_such_name")
    return list(dict.fromkeys(found))


class _Pinned(http.client.HTTPSConnection):
    """A connection to the address that was checked, with the certificate of the name that was asked for."""

    def __init__(self, target: _Target, address: str, ends: float) -> None:
        super().__init__(target.host, target.port, context=ssl.create_default_context())
        self._address, self._ends = address, ends

    def remaining(self) -> float:
        """Seconds left of the whole call; raises TimeoutError when there are none."""
        left = self._ends - time.monotonic()
        if left <= 0:
            raise TimeoutError("the time is over")
        return left

    def connect(self) -> None:
        raw = socket.create_connection((self._address, self.port), self.remaining())
        try:
            raw.settimeout(self.remaining())
            self.sock = self._context.wrap_socket(raw, server_hostname=self.host)  # type: ignore[attr-defined]
        except BaseException:
            raw.close()
            raise


def _read(
    answer: http.client.HTTPResponse,
    target: _Target,
    max_bytes: int,
    accept: tuple[str, ...],
    ends: float,
    connection: _Pinned,
    any_answer: bool,
) -> Fetched:
    if 300 <= answer.status < 400:
        raise Refused(_("The address leads on to another one."), reason="redirect", status=answer.status)
    if not any_answer and not 200 <= answer.status < 300:
        raise Unreachable(reason="status", status=answer.status)
    kind = (answer.headers.get("Content-Type") or "").partition(";")[0].strip().lower()
    if accept and not kind.startswith(accept):
        raise Refused(_("The answer is of another kind."), reason="content_type", content_type=kind[:80])
    stated = answer.headers.get("Content-Length") or ""
    if not any_answer and stated.isascii() and stated.isdigit() and int(stated) > max_bytes:
        raise Refused(_("The answer is too large."), reason="too_large")
    parts: list[bytes] = []
    left = max_bytes + 1
    while left > 0:
        if connection.sock is not None:
            connection.sock.settimeout(connection.remaining())
        elif time.monotonic() > ends:
            raise TimeoutError("the time is over")
        chunk = answer.read1(min(left, 1 << 16))
        if not chunk:
            break
        parts.append(chunk)
        left -= len(chunk)
    if left <= 0 and not any_answer:
        raise Refused(_("The answer is too large."), reason="too_large")
    marks = ((answer.headers.get(name) or "")[:200] for name in ("ETag", "Last-Modified"))
    return Fetched(b"".join(parts)[:max_bytes], kind, target.url, answer.status, *marks)
