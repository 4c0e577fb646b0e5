"""A server on this machine that speaks Mastodon's and Meta's interfaces, and a way to call it."""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from storecrew.kernel import outgoing


class Wall:
    """What was posted, by its key; ``fault`` says what the next post answers."""

    def __init__(self) -> None:
        self.posts: dict[str, dict[str, Any]] = {}
        self.pictures: list[bytes] = []
        self.heads: list[dict[str, str]] = []
        self.fault = ""


class _Handler(BaseHTTPRequestHandler):
    wall: Wall

    def log_message(self, *_args: Any) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        if self.wall.fault == "silent":
            return self._answer(503, {})
        posts = list(self.wall.posts.values())
        if path.endswith("verify_credentials"):
            return self._answer(200, {"id": "7"})
        if path.endswith("/statuses"):
            return self._answer(200, posts)
        return self._answer(200, {"data": posts})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.wall.heads.append(dict(self.headers))
        if self.headers["Authorization"] != "Bearer secret":
            return self._answer(401, {"error": "no"})
        if self.wall.fault in ("422", "429", "500"):
            return self._answer(int(self.wall.fault), {"error": "no"})
        if self.path.endswith("/media"):
            self.wall.pictures.append(body)
            return self._answer(200, {"id": "m1"})
        if self.path.endswith("/photos"):
            self.wall.pictures.append(body)
            text = body.split(b'name="caption"\r\n\r\n')[1].split(b"\r\n--")[0].decode()
            form = {"message": [text]}
        else:
            form = parse_qs(body.decode())
        return self._post(form)

    def _post(self, form: dict[str, list[str]]) -> None:
        text = (form.get("status") or form.get("message") or [""])[0]
        key = self.headers.get("Idempotency-Key") or f"{len(self.wall.posts)}"
        number = str(len(self.wall.posts) + 1)
        row = {"id": number, "content": f"<p>{text}</p>", "message": text, "url": f"https://n.example/{number}",
               "permalink_url": f"https://n.example/{number}", "form": form}  # fmt: skip
        kept = self.wall.posts.setdefault(key, row)
        if self.wall.fault == "lost":
            self.connection.close()
            return None
        return self._answer(200, kept)

    def _answer(self, status: int, data: Any) -> None:
        body = json.dumps(data).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def serving() -> Iterator[tuple[Wall, str]]:
    """Run the server; yield what it keeps, and its address."""
    wall = Wall()
    handler = type("Handler", (_Handler,), {"wall": wall})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield wall, f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


def call(
    method: str, url: str, *, body: bytes | None = None, headers: Any = None, timeout: float = 5.0
) -> Any:
    """Send a request as ``kernel.outgoing.call`` does, to this machine and without TLS."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=min(timeout, 5))
    try:
        connection.request(
            method, parts._replace(scheme="", netloc="").geturl(), body=body, headers=headers or {}
        )
        answer = connection.getresponse()
        content = answer.read()
    except (OSError, http.client.HTTPException) as error:
        raise outgoing.Unreachable(reason="connection") from error
    finally:
        connection.close()
    if answer.status >= 300:
        raise outgoing.Unreachable(reason="status", status=answer.status)
    return outgoing.Fetched(content, "application/json", url, answer.status)
