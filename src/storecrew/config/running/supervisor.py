"""Starts the processes of an installation, watches them, and leaves none behind."""

from __future__ import annotations

import contextlib
import errno
import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FrameType

READY_SECONDS = 90
STOP_SECONDS = 20
RELOAD_SECONDS = 2
"""How long processes may take to stop, and how long when their developer waits for the new ones."""
RESTARTS = 5
"""How often a background process is started again within a minute before all is stopped."""


def listening_problem(host: str, port: int) -> str:
    """Say why the address cannot be listened on and what to do; "" when it can."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            return _in_words(error, host, port)
    return ""


def _in_words(error: OSError, host: str, port: int) -> str:
    other = f"./dev up --port {port + 1 if 1024 <= port < 65535 else 8000}"
    if error.errno == errno.EADDRINUSE:
        return f"port {port} is taken by another program. Stop it, or choose another port: {other}"
    if error.errno == errno.EACCES:
        return f"port {port} is kept for the system's administrator. Choose another: {other}"
    why = f"{host} is no address of this machine ({error.strerror})"
    return f"{why}. Use --host 127.0.0.1, or --host 0.0.0.0 for all."


@dataclass
class Child:
    """One process of the installation."""

    name: str
    words: list[str]
    process: subprocess.Popen[bytes] | None = None
    starts: list[float] = field(default_factory=list)

    def start(self, environ: dict[str, str]) -> None:
        """Start in a session of its own, so that Ctrl-C reaches the supervisor alone."""
        self.starts.append(time.monotonic())
        self.process = subprocess.Popen(  # noqa: S603 - our own words
            self.words, env=environ, start_new_session=True
        )

    @property
    def alive(self) -> bool:
        """Tell whether the process runs."""
        return self.process is not None and self.process.poll() is None

    def too_often(self) -> bool:
        """Tell whether it ended too often in the last minute to try again."""
        recent = [moment for moment in self.starts if moment > time.monotonic() - 60]
        return len(recent) > RESTARTS

    def send(self, number: int) -> None:
        """Send a signal to the process and all it started."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, number)


class Supervisor:
    """Web, worker and scheduler as one tree."""

    def __init__(
        self,
        environ: dict[str, str],
        *,
        host: str,
        port: int,
        web_processes: int,
        changed: Callable[[], str] | None = None,
        prepare: Callable[[], None] = lambda: None,
    ) -> None:
        """``changed`` names a file that changed, or ""; then ``prepare`` is called and all starts again."""
        self._environ = environ
        self._changed, self._prepare = changed, prepare
        self._host, self._port = host, port
        manage = [sys.executable, "-m", "storecrew.config.manage"]
        web = [sys.executable, "-m", "storecrew.config.web", host, str(port), str(web_processes)]
        self.web = Child("web server", web)
        self.children = [
            self.web,
            Child("worker", [*manage, "run_worker"]),
            Child("scheduler", [*manage, "run_scheduler"]),
        ]
        self._stopping = threading.Event()
        self._waiting: list[Child] = []
        """What ended and is not started again until a file changes."""

    def run(self, greeting: Callable[[], str]) -> int:
        """Run until told to stop or a process cannot be kept alive; return the exit status."""
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._on_signal)
        # The shop opens first; what works behind it would only compete for the processors meanwhile.
        self.web.start(self._environ)
        status = 0
        try:
            if self._wait_until_ready():
                for child in self.children[1:]:
                    child.start(self._environ)
                sys.stdout.write(greeting())
                sys.stdout.flush()
                status = self._watch()
            elif not self._stopping.is_set():
                sys.stderr.write("./dev up: the web server did not start; its words are above.\n")
                status = 1
        finally:
            self._stop_all()
        return status

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self._stopping.set()

    def _wait_until_ready(self) -> bool:
        end = time.monotonic() + READY_SECONDS
        while time.monotonic() < end and self.web.alive and not self._stopping.is_set():
            if self._answers():
                return True
            self._stopping.wait(0.05)
        return False

    def _answers(self) -> bool:
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self._host, self._host)  # noqa: S104 - compared only
        connection = http.client.HTTPConnection(host, self._port, timeout=30)
        try:
            connection.request("GET", "/healthz", headers={"Host": "localhost"})
            return connection.getresponse().status > 0
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def _watch(self) -> int:
        while not self._stopping.wait(0.5):
            if self._changed is not None and (name := self._changed()):
                self._start_again(name)
            for child in self.children:
                if child.alive or child in self._waiting:
                    continue
                if self._changed is not None and (child is self.web or child.too_often()):
                    sys.stderr.write(
                        f"./dev up: the {child.name} ended; its words are above. "
                        "It is started again when a file changes.\n"
                    )
                    self._waiting.append(child)
                    continue
                if child is self.web or child.too_often():
                    sys.stderr.write(f"./dev up: the {child.name} ended; its words are above.\n")
                    return 1
                sys.stderr.write(f"./dev up: the {child.name} ended and is started again.\n")
                child.start(self._environ)
        return 0

    def _start_again(self, name: str) -> None:
        """Start all processes anew, because somebody works on the code."""
        sys.stdout.write(f"{name} changed; starting again ...\n")
        sys.stdout.flush()
        self._end_all(RELOAD_SECONDS)
        self._prepare()
        self._waiting.clear()
        for child in self.children:
            child.starts.clear()
            child.start(self._environ)

    def _stop_all(self) -> None:
        self._end_all(STOP_SECONDS)
        sys.stdout.write("Stopped.\n")
        sys.stdout.flush()

    def _end_all(self, patience: int) -> None:
        for child in self.children:
            child.send(signal.SIGTERM)
        end = time.monotonic() + patience
        for child in self.children:
            if child.process is not None:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    child.process.wait(max(0.1, end - time.monotonic()))
        for child in self.children:
            # Whatever is left of a group did not want to stop.
            child.send(signal.SIGKILL)
            if child.process is not None:
                child.process.wait()
