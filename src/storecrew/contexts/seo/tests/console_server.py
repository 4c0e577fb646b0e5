"""A server on this machine that speaks Google's sign-in and the URL Inspection API, and a way to call it."""

from __future__ import annotations

import base64
import http.client
import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from storecrew.kernel import outgoing


class Google:
    """What was asked; ``answers`` by address, ``status`` what the next questions answer."""

    def __init__(self) -> None:
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.signed: list[dict[str, Any]] = []
        self.asked: list[dict[str, Any]] = []
        self.answers: dict[str, Any] = {}
        self.status = 200
        self.body: Any = None

    def token(self, form: Mapping[str, list[str]]) -> tuple[int, Any]:
        """Check the signature with the public key, as Google does."""
        signed, _dot, signature = form["assertion"][0].rpartition(".")
        self.key.public_key().verify(_bytes(signature), signed.encode(), padding.PKCS1v15(), hashes.SHA256())
        head, claims = (json.loads(_bytes(part)) for part in signed.split("."))
        self.signed.append({**head, **claims, "grant": form["grant_type"][0]})
        return 200, {"access_token": f"token-{len(self.signed)}", "expires_in": 3599, "token_type": "Bearer"}

    def inspect(self, asked: dict[str, Any], bearer: str) -> tuple[int, Any]:
        """Answer for an address as the documentation says."""
        self.asked.append(asked)
        if bearer != f"Bearer token-{len(self.signed)}":
            return 401, {}
        found = self.answers.get(asked["inspectionUrl"], {"verdict": "NEUTRAL"})
        if self.status != 200 or self.body is not None:
            return self.status, self.body or {"error": {"code": self.status}}
        return 200, {"inspectionResult": {"inspectionResultLink": "…", "indexStatusResult": found}}


def _bytes(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


class _Handler(BaseHTTPRequestHandler):
    google: Google

    def log_message(self, *_args: Any) -> None:
        """Say nothing."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        if self.path == "/token":
            status, data = self.google.token(parse_qs(body))
        else:
            status, data = self.google.inspect(json.loads(body), self.headers["Authorization"])
        answer = data.encode() if isinstance(data, str) else json.dumps(data).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)


@contextmanager
def serving() -> Iterator[tuple[Google, str]]:
    """Run the server; yield what it keeps, and its address."""
    google = Google()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"google": google}))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield google, f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


def call(method: str, url: str, *, body: bytes, headers: Mapping[str, str], timeout: float) -> Any:
    """Send a request as ``kernel.outgoing.call`` does, to this machine and without TLS."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=min(timeout, 5))
    try:
        connection.request(method, parts.path, body=body, headers=dict(headers))
        answer = connection.getresponse()
        content = answer.read()
    except (OSError, http.client.HTTPException) as error:
        raise outgoing.Unreachable(reason="connection") from error
    finally:
        connection.close()
    if answer.status != 200:
        raise outgoing.Unreachable(reason="status", status=answer.status)
    return outgoing.Fetched(content, "application/json", url)
