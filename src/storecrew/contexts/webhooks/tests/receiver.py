"""A real server that takes webhooks, and verifies them as its developer would."""

from __future__ import annotations

import http.server
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from standardwebhooks import Webhook

from storecrew.kernel import outgoing


@dataclass(frozen=True)
class Got:
    """One request that arrived."""

    path: str
    headers: dict[str, str]
    body: bytes

    def verified(self, secret: str) -> Any:
        """Return the payload; raises WebhookVerificationError when the signature does not fit."""
        return Webhook(secret).verify(self.body, self.headers)


@dataclass
class Receiver:
    """Where it listens and what came. ``answers`` are the statuses of the next requests, then 200."""

    url: str
    got: list[Got] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    words: bytes = b'{"ok": true}'
    slow: bool = False


@contextmanager
def receiving(monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    """Open the server, reached as if it were a public one; TLS is left out."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            receiver.got.append(Got(self.path, {k.lower(): v for k, v in self.headers.items()}, body))
            if receiver.slow:
                time.sleep(1)
            status = receiver.answers.pop(0) if receiver.answers else 200
            self.send_response(status)
            if status == 302:
                self.send_header("Location", "https://127.0.0.1/")
            self.send_header("Content-Length", str(len(receiver.words)))
            self.end_headers()
            self.wfile.write(receiver.words)

        def log_message(self, *args: object) -> None:
            """Keep the test's output quiet."""

    running = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    running.handle_error = lambda *args: None  # type: ignore[method-assign]
    threading.Thread(target=running.serve_forever, daemon=True).start()
    port = running.server_address[1]
    receiver = Receiver(f"https://erp.example.com:{port}/hooks")
    monkeypatch.setattr(outgoing, "_PORTS", frozenset({port, 443}))
    monkeypatch.setattr(outgoing, "public_address", lambda host, timeout: "127.0.0.1")
    monkeypatch.setattr(ssl.SSLContext, "wrap_socket", lambda self, raw, **kwargs: raw)
    try:
        yield receiver
    finally:
        running.shutdown()
        running.server_close()
