"""The guarded client: what it refuses before a byte leaves, and how it reads answers."""

from __future__ import annotations

import http.server
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Iterator

import pytest

from storecrew.kernel import outgoing

BAD = [
    "http://example.com/a.png",
    "ftp://example.com/a.png",
    "file:///etc/passwd",
    "https://localhost/a.png",
    "https://shop.localhost/a.png",
    "https://127.0.0.1/a.png",
    "https://127.1/a.png",
    "https://2130706433/a.png",
    "https://0x7f000001/a.png",
    "https://0177.0.0.1/a.png",
    "https://10.0.0.8/a.png",
    "https://172.16.3.4/a.png",
    "https://192.168.1.1/a.png",
    "https://100.64.0.1/a.png",
    "https://169.254.169.254/latest/meta-data/",
    "https://0.0.0.0/",
    "https://224.0.0.1/",
    "https://[::1]/",
    "https://[::]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:a9fe:a9fe]/",
    "https://[64:ff9b::7f00:1]/",
    "https://[2002:7f00:1::]/",
    "https://[fd00::1]/",
    "https://[fe80::1]/",
    "https://metadata.internal/",
    "https://printer.local/",
    "https://user:secret@example.com/",
    "https://example.com:22/",
    "https://example.com:8443/",
    "https://exa mple.com/",
    "https://example.com\\@127.0.0.1/",
    "https:///no-host",
    "https://example.com:99999/",
    "https://" + "a" * 5000 + ".com/",
    "javascript:alert(1)",
    "",
]


@pytest.mark.parametrize("url", BAD)
def test_bad_06_addresses_that_are_refused_when_saved(url: str) -> None:
    with pytest.raises(outgoing.Refused):
        outgoing.check_url(url)


@pytest.mark.parametrize("url", BAD)
def test_bad_06_addresses_that_are_refused_when_sent(url: str) -> None:
    with pytest.raises(outgoing.Refused):
        outgoing.fetch(url, max_bytes=10)


def test_public_addresses_may_be_saved() -> None:
    outgoing.check_url("https://cdn.example.com/files/1/größe.png?v=1")
    outgoing.check_url("https://8.8.8.8/a.png")


@pytest.mark.parametrize(
    ("text", "public"),
    [("8.8.8.8", True), ("2606:4700::1111", True), ("::ffff:8.8.8.8", False), ("255.255.255.255", False)],
)
def test_bad_06_which_addresses_are_public(text: str, public: bool) -> None:
    address = ipaddress.ip_address(text)
    # Wrapped forms of public addresses are not global themselves, so they are refused as well.
    assert outgoing.is_public(address) is public


def test_bad_06_a_name_with_one_private_address_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [(2, 1, 6, "", ("8.8.8.8", 443)), (2, 1, 6, "", ("10.0.0.1", 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: rows)
    with pytest.raises(outgoing.Refused) as caught:
        outgoing.fetch("https://rebind.example.com/", max_bytes=10)
    assert caught.value.details["reason"] == "private_address"


def test_bad_06_the_name_is_looked_up_once_and_pinned(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    called: list[tuple[str, int]] = []

    def look_up(host: str, *args: object, **kwargs: object) -> list[tuple]:
        asked.append(host)
        return [(2, 1, 6, "", ("8.8.8.8" if len(asked) == 1 else "127.0.0.1", 443))]

    def connect(address: tuple[str, int], timeout: float) -> socket.socket:
        called.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(outgoing.Unreachable):
        outgoing.fetch("https://rebind.example.com/", max_bytes=10)
    assert asked == ["rebind.example.com"]
    assert called == [("8.8.8.8", 443)]


def test_a_resolver_that_hangs_is_left_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: time.sleep(2) or [])
    start = time.monotonic()
    with pytest.raises(outgoing.Unreachable):
        outgoing.fetch("https://slow.example.com/", max_bytes=10, timeout=0.2)
    assert time.monotonic() - start < 1.5


def test_an_unknown_name_is_unreachable(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    with pytest.raises(outgoing.Unreachable) as caught:
        outgoing.fetch("https://nobody.example.com/", max_bytes=10)
    assert caught.value.details["reason"] == "no_such_name"


class _Answers(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/redirect":
            self.send_response(302)
            self.send_header("Location", "https://127.0.0.1/")
            self.end_headers()
            return
        if self.path == "/missing":
            self.send_response(404)
            self.end_headers()
            return
        if self.headers.get("If-None-Match") == '"v1"' or self.path == "/unasked":
            self.send_response(304)
            self.end_headers()
            return
        self.send_response(200)
        self.send_header("ETag", '"v1"')
        self.send_header("Content-Type", "text/html" if self.path == "/page" else "image/png; charset=x")
        if self.path == "/slow":
            self.end_headers()
            for _ in range(50):
                self.wfile.write(b"x")
                self.wfile.flush()
                time.sleep(0.1)
            return
        size = 5_000 if self.path == "/large-unstated" else 4
        if self.path == "/large":
            self.send_header("Content-Length", "999999")
        self.end_headers()
        self.wfile.write(b"x" * size)

    def log_message(self, *args: object) -> None:
        """Keep the test's output quiet."""


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A server on this machine, reached as if it were a public one; TLS is left out."""
    running = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Answers)
    running.handle_error = lambda *args: None  # type: ignore[method-assign]
    threading.Thread(target=running.serve_forever, daemon=True).start()
    port = running.server_address[1]
    monkeypatch.setattr(outgoing, "_PORTS", frozenset({port}))
    monkeypatch.setattr(outgoing, "public_address", lambda host, timeout: "127.0.0.1")
    monkeypatch.setattr(ssl.SSLContext, "wrap_socket", lambda self, raw, **kwargs: raw)
    yield f"https://pictures.example.com:{port}"
    running.shutdown()
    running.server_close()


def test_an_answer_is_read_whole(server: str) -> None:
    got = outgoing.fetch(f"{server}/a.png", max_bytes=100, accept=("image/",))
    assert (got.body, got.content_type, got.status) == (b"xxxx", "image/png", 200)


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/redirect", "redirect"),
        ("/page", "content_type"),
        ("/large", "too_large"),
        ("/large-unstated", "too_large"),
    ],
)
def test_bad_06_answers_that_are_refused(server: str, path: str, reason: str) -> None:
    with pytest.raises(outgoing.Refused) as caught:
        outgoing.fetch(server + path, max_bytes=1_000, accept=("image/",))
    assert caught.value.details["reason"] == reason


def test_an_error_of_the_other_side_is_unreachable(server: str) -> None:
    with pytest.raises(outgoing.Unreachable) as caught:
        outgoing.fetch(f"{server}/missing", max_bytes=1_000)
    assert caught.value.details["status"] == 404


def test_a_slow_body_does_not_outlast_the_timeout(server: str) -> None:
    start = time.monotonic()
    with pytest.raises(outgoing.Unreachable):
        outgoing.fetch(f"{server}/slow", max_bytes=1_000, timeout=0.5)
    assert time.monotonic() - start < 2


def test_an_answer_that_did_not_change_is_empty_and_only_where_it_was_asked_so(server: str) -> None:
    got = outgoing.fetch(f"{server}/a.png", max_bytes=100)
    again = outgoing.call("GET", f"{server}/a.png", headers={"If-None-Match": got.etag})
    assert (got.etag, again.status, again.body) == ('"v1"', 304, b"")
    with pytest.raises(outgoing.Refused):
        outgoing.fetch(f"{server}/unasked", max_bytes=100)
