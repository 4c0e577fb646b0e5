"""The side of the shop: one helper per kind of work and process, started when it is needed."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
from dataclasses import asdict
from typing import Any

from storecrew.kernel.limited import frames
from storecrew.kernel.limited.facts import Answer, Limits, Stopped

_helpers: dict[str, Helper] = {}
HELPER = "storecrew.kernel.limited.helper"


def run(job: str, *words: str, content: bytes = b"", limits: Limits) -> Answer:
    """Do one job in a limited child and return its answer.

    ``job`` is ``package.module:function``; the function takes the words and the content, may import nothing
    of Django that needs settings, and returns an Answer. Jobs of one module queue up in one helper.

    :raises Stopped: the child used more than it may, or died
    """
    module = job.partition(":")[0]
    return _helpers.setdefault(module, Helper(module)).ask(job, list(words), content, limits)


class Helper:
    """One helper process, and the line in front of it."""

    def __init__(self, module: str) -> None:
        self._module = module
        self._line = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def ask(self, job: str, words: list[str], content: bytes, limits: Limits) -> Answer:
        """Send a job and wait for what comes of it."""
        head: dict[str, Any] = {"job": job, "words": words, "limits": asdict(limits)}
        with self._line:
            for _again in range(2):
                found = self._try(head, content)
                if found is not None:
                    break
                # It had left because nobody needed it; a second one that leaves at once is a fault.
                self._end()
            else:
                raise Stopped("crash")
        values, files = found
        if "stopped" in values:
            raise Stopped(str(values["stopped"]))
        return Answer(values["values"], tuple(files))

    def _try(self, head: dict[str, Any], content: bytes) -> tuple[dict[str, Any], list[bytes]] | None:
        process = self._alive()
        assert process.stdin is not None and process.stdout is not None
        try:
            frames.write(process.stdin, head, [content])
            return frames.read(process.stdout)
        except (OSError, frames.Broken):
            return None

    def _alive(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._end()
            self._process = subprocess.Popen(  # noqa: S603 - our own words
                [sys.executable, "-m", HELPER, self._module],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env={"PATH": os.defpath, "PYTHONPATH": os.pathsep.join(sys.path)},
            )
        return self._process

    def _end(self) -> None:
        if self._process is None:
            return
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
        self._process.kill()
        self._process.wait()
        self._process = None


def _begin_anew() -> None:
    """A forked process would share its parent's pipes, and mix up their answers."""
    _helpers.clear()


os.register_at_fork(after_in_child=_begin_anew)
