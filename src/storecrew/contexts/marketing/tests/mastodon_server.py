"""A server on this machine that speaks Mastodon's interface to an account that is spoken to."""

from __future__ import annotations

import html
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

OWN = "7"


class Instance:
    """What the server has; ``fault`` says what the next call answers."""

    def __init__(self) -> None:
        self.statuses: dict[str, dict[str, Any]] = {}
        self.told: list[dict[str, Any]] = []
        self.made: dict[str, str] = {}
        self.fault = ""

    def say(self, key: str, content: str, at: str, **more: Any) -> dict[str, Any]:
        """Let somebody say something that names us."""
        author = {"id": "31", "acct": "mina@far.example", "display_name": "Mina"}
        row = {
            "id": key, "content": content, "created_at": at, "visibility": "public", "account": author,
            "in_reply_to_id": None, "in_reply_to_account_id": None, "media_attachments": [],
            "url": f"https://far.example/@mina/{key}", **more,
        }  # fmt: skip
        self.statuses[key] = row
        told = {"id": f"n{key}", "type": "mention", "created_at": at, "account": author, "status": row}
        self.told.insert(0, told)
        return row

    def get(self, path: str, query: dict[str, list[str]]) -> Any:
        """Answer a question; None for what is not there."""
        if path == "/api/v1/accounts/verify_credentials":
            return {"id": OWN, "acct": "shop"}
        if path == "/api/v1/notifications":
            assert query["types[]"] == ["mention"]
            first = 0
            if "max_id" in query:
                first = [each["id"] for each in self.told].index(query["max_id"][0]) + 1
            return self.told[first : first + int(query["limit"][0])]
        key = path.split("/")[4]
        if key not in self.statuses:
            return None
        if path.endswith("/context"):
            below = [row for row in self.statuses.values() if row["in_reply_to_id"] == key]
            return {"ancestors": [], "descendants": below}
        return self.statuses[key]

    def post(self, form: dict[str, str], key: str) -> Any:
        """Keep a status, once by its key."""
        if key not in self.made:
            number = f"{900 + len(self.made)}"
            # Servers show a mention without its server, as a link.
            link = '<a href="#">@<span>mina</span></a>'
            shown = html.escape(form["status"]).replace("@mina@far.example", link)
            self.statuses[number] = {
                "id": number, "content": f"<p>{shown}</p>", "account": {"id": OWN, "acct": "shop"},
                "url": f"https://near.example/@shop/{number}", **form,
            }  # fmt: skip
            self.made[key] = number
        return self.statuses[self.made[key]]


@contextmanager
def instance() -> Iterator[tuple[Instance, str]]:
    """Run the server; yield what it keeps, and its address."""
    kept = Instance()

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_args: Any) -> None:
            """Say nothing."""

        def do_GET(self) -> None:
            if self._is_stopped():
                return
            parts = urlsplit(self.path)
            found = kept.get(parts.path, parse_qs(parts.query))
            self._answer(200 if found is not None else 404, found)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            if self._is_stopped():
                return
            form = {name: values[0] for name, values in parse_qs(body).items()}
            made = kept.post(form, self.headers["Idempotency-Key"])
            if kept.fault == "lost":
                self.connection.close()
            else:
                self._answer(200, made)

        def _is_stopped(self) -> bool:
            if self.headers["Authorization"] != "Bearer secret":
                self._answer(401, {"error": "no"})
                return True
            if kept.fault.isdigit():
                self._answer(int(kept.fault), {"error": "no"})
                return True
            return False

        def _answer(self, status: int, data: Any) -> None:
            body = json.dumps(data).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield kept, f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
