"""A web server as the product runs it, and load on it."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# The arguments of `storecrew.config.web`, for any application.
_SERVE = """
import sys
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels
from storecrew.config.web import BACKLOG, THREADS
Granian(sys.argv[1], address="127.0.0.1", port=int(sys.argv[2]), interface=Interfaces.WSGI,
        workers=int(sys.argv[3]), blocking_threads=THREADS, backlog=BACKLOG, websockets=False,
        log_level=LogLevels.warning).serve()
"""
PATIENCE = 60.0


@contextmanager
def serving(application: str, *, processes: int, environ: Mapping[str, str] | None = None) -> Iterator[int]:
    """Serve "package.module:application" while the block runs; gives the port."""
    port = _free_port()
    words = [sys.executable, "-c", _SERVE, application, str(port), str(processes)]
    server = subprocess.Popen(words, cwd=ROOT, env={**os.environ, **(environ or {}), "PYTHONPATH": _paths()})
    try:
        _wait_for(port, server)
        yield port
    finally:
        server.terminate()
        server.wait(PATIENCE)


def _paths() -> str:
    return os.pathsep.join([str(ROOT), str(ROOT / "src")])


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.poll() is None:
        try:
            fetch(port, "/healthz")
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the web server did not start")


def fetch(port: int, path: str) -> tuple[bytes, Mapping[str, str]]:
    """Get a page; returns its body and headers by lower-case name. Raises OSError for anything but success."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=PATIENCE) as answer:
        return answer.read(), {name.lower(): value for name, value in answer.headers.items()}


@dataclass(frozen=True, slots=True)
class Load:
    """What wrk saw."""

    rate: float
    p50_ms: float
    p99_ms: float
    failed: int


_UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60_000.0}


def load(port: int, path: str, *, seconds: int, connections: int = 32) -> Load:
    """Ask for one page from many connections for some seconds."""
    words = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", f"http://127.0.0.1:{port}{path}"]
    text = subprocess.run(words, check=True, capture_output=True, text=True).stdout
    latency = dict(re.findall(r"^\s+(50|99)%\s+(\S+)$", text, re.MULTILINE))
    wrong = re.search(r"Non-2xx or 3xx responses: (\d+)", text)
    rate = re.search(r"Requests/sec:\s+([\d.]+)", text)
    if rate is None:
        raise RuntimeError(f"wrk did not say how many requests it made:\n{text}")
    return Load(
        float(rate[1]),
        _milliseconds(latency["50"]),
        _milliseconds(latency["99"]),
        int(wrong[1]) if wrong else 0,
    )


def _milliseconds(text: str) -> float:
    number, unit = re.fullmatch(r"([\d.]+)([a-z]+)", text).groups()  # type: ignore[union-attr]
    return float(number) * _UNITS[unit]
