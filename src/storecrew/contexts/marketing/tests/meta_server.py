"""A server on this machine that speaks Meta's Graph API for an Instagram account and a page."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


class Graph:
    """What the account has; ``fault`` says what the next writing call answers."""

    def __init__(self) -> None:
        self.media: list[dict[str, Any]] = []
        self.containers: dict[str, dict[str, str]] = {}
        self.tags: list[dict[str, Any]] = []
        self.comments: dict[str, list[dict[str, Any]]] = {}
        self.answers: dict[str, list[dict[str, Any]]] = {}
        self.fault = ""

    def get(self, path: str) -> Any:
        name = path.rsplit("/", 1)[-1]
        if name in ("media", "feed"):
            return {
                "data": [
                    {**one, "comments": {"data": self.comments.get(one["id"], [])}} for one in self.media
                ]
            }
        if name in ("tags", "tagged"):
            return {"data": self.tags}
        return {"data": self.answers.get(path.rsplit("/", 2)[-2], [])}

    def post(self, path: str, form: dict[str, str]) -> Any:
        parts = path.rsplit("/", 2)
        if parts[-1] == "media":
            key = f"c{len(self.containers) + 1}"
            self.containers[key] = form
            return {"id": key}
        if parts[-1] == "media_publish":
            made = self.containers[form["creation_id"]]
            row = {
                "id": f"m{len(self.media) + 1}",
                "caption": made["caption"],
                "permalink": "https://i.example/1",
            }
            self.media.append(row)
            return {"id": row["id"]}
        rows = self.answers.setdefault(parts[-2], [])
        rows.append({"id": f"a{len(rows) + 1}", "text": form["message"], "message": form["message"]})
        return {"id": rows[-1]["id"]}


@contextmanager
def graph() -> Iterator[tuple[Graph, str]]:
    """Run the server; yield what it keeps, and its address."""
    kept = Graph()

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_args: Any) -> None:
            """Say nothing."""

        def do_GET(self) -> None:
            if kept.fault == "silent":
                return self._answer(503, {})
            return self._answer(200, kept.get(urlsplit(self.path).path))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            if self.headers["Authorization"] != "Bearer secret":
                return self._answer(401, {"error": "no"})
            if kept.fault.isdigit():
                return self._answer(int(kept.fault), {"error": "no"})
            form = {name: values[0] for name, values in parse_qs(body).items()}
            answer = kept.post(urlsplit(self.path).path, form)
            if kept.fault == "lost":
                self.connection.close()
                return None
            return self._answer(200, answer)

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
