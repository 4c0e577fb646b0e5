"""A running shop: real web and worker processes on an arena's database, and how to hurt them."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.parse import quote
from urllib.request import urlopen

from tests.guarantees.machinery.arena import Arena

ROOT = Path(__file__).parents[3]
WEB_PROCESSES = 3
START_SECONDS = 90


def address_of(arena: Arena) -> str:
    """Return the DATABASE_URL of an arena."""
    known = arena.settings
    if "sqlite" in known["ENGINE"]:
        return f"sqlite:///{known['NAME']}"
    user = known["USER"] + (f":{quote(known['PASSWORD'])}" if known.get("PASSWORD") else "")
    return f"postgres://{user}@{known['HOST'] or '127.0.0.1'}:{known['PORT'] or 5432}/{known['NAME']}"


class House:
    """Web server and worker of one installation; `with House(arena, folder) as house:`."""

    def __init__(self, arena: Arena, data: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        mine = {key: value for key, value in os.environ.items() if not key.startswith("STORECREW_")}
        self.environ = {
            **mine,
            "DJANGO_SETTINGS_MODULE": "storecrew.config.settings.dev",
            "PYTHONPATH": str(ROOT / "src"),
            "DATABASE_URL": address_of(arena),
            "STORECREW_DATA": str(data),
            "STORECREW_LOG_LEVEL": "CRITICAL",
        }
        self.web: subprocess.Popen[bytes] | None = None
        self.worker: subprocess.Popen[bytes] | None = None
        self.kills = 0

    def __enter__(self) -> House:
        self.start_web()
        self.start_worker()
        self.wait()
        return self

    def wait(self) -> None:
        """Wait until the shop answers."""
        end = time.monotonic() + START_SECONDS
        while not self.answers():
            assert time.monotonic() < end, "the web server does not answer"
            self.keep_up()
            time.sleep(0.1)

    def keep_up(self) -> None:
        """Start a web server again that gave up, as the machine's own supervisor does."""
        if self.web is not None and self.web.poll() is not None:
            self.start_web()

    def __exit__(self, *_error: object) -> None:
        for process in (self.web, self.worker):
            if process is not None:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                process.wait()

    def _start(self, *words: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", *words],
            env=self.environ,
            cwd=ROOT,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def start_web(self) -> None:
        """Start the web server with its processes."""
        self.web = self._start("storecrew.config.web", "127.0.0.1", str(self.port), str(WEB_PROCESSES))

    def start_worker(self) -> None:
        """Start the worker of background tasks and of the outbox."""
        self.worker = self._start("storecrew.config.manage", "run_worker")

    def answers(self) -> bool:
        """Say whether the shop answers."""
        try:
            with urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5):
                return True
        except (URLError, OSError):
            return False

    def kill_a_web_process(self, dice: random.Random) -> None:
        """Kill -9 one of the processes that answer requests; its master starts another."""
        assert self.web is not None
        children = Path(f"/proc/{self.web.pid}/task/{self.web.pid}/children").read_text().split()
        if children:
            self._kill(int(dice.choice(children)))

    def kill_the_web_server(self) -> None:
        """Kill -9 the whole web server; `keep_up` starts another."""
        assert self.web is not None
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.web.pid, signal.SIGKILL)
            self.kills += 1
        self.web.wait()

    def kill_the_worker(self) -> None:
        """Kill -9 the worker and start another, as the supervisor does."""
        assert self.worker is not None
        self._kill(self.worker.pid)
        self.worker.wait()
        self.start_worker()

    def _kill(self, pid: int) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
            self.kills += 1
