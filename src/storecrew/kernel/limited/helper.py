"""The helper process: ``python -m storecrew.kernel.limited.helper MODULE`` forks a limited child per job.

It has one thread, holds no secret and no connection, and knows nothing but the module it was started for.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import os
import resource
import select
import signal
import sys
import time
import traceback
from typing import Any, NoReturn

from storecrew.kernel.limited import frames
from storecrew.kernel.limited.facts import Answer, Limits

IDLE_SECONDS = 60


def main(module_name: str) -> None:
    """Serve jobs until the other side closes, or nobody asks for a while."""
    module = importlib.import_module(module_name)
    source, target = os.fdopen(0, "rb"), os.fdopen(os.dup(1), "wb")
    # What a decoder prints must not end up between our answers.
    os.dup2(2, 1)
    while select.select([source], [], [], IDLE_SECONDS)[0]:
        found = frames.read(source)
        if found is None:
            return
        head, (content,) = found
        work = getattr(module, head["job"].partition(":")[2])
        frames.write(target, *_in_a_child(work, head["words"], content, Limits(**head["limits"])))


def _in_a_child(
    work: Any, words: list[str], content: bytes, limits: Limits
) -> tuple[dict[str, Any], list[bytes]]:
    """Return the head and the parts of the answer."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        _work(work, words, content, limits, writer)
    os.close(writer)
    said = _listen(reader, limits.patience)
    os.close(reader)
    if said is None:
        os.kill(child, signal.SIGKILL)
    _pid, status = os.waitpid(child, 0)
    if said is None:
        return {"stopped": "time"}, []
    with contextlib.suppress(frames.Broken):
        found = frames.read(io.BytesIO(said))
        if found is not None:
            return found
    killed = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
    return {"stopped": "time" if killed == signal.SIGXCPU else "crash"}, []


def _listen(reader: int, patience: int) -> bytes | None:
    """Return all that the child says until it ends, or None when it takes too long."""
    end = time.monotonic() + patience
    said = bytearray()
    while select.select([reader], [], [], max(end - time.monotonic(), 0))[0]:
        part = os.read(reader, 1 << 20)
        if not part:
            return bytes(said)
        said += part
    return None


def _work(work: Any, words: list[str], content: bytes, limits: Limits, writer: int) -> NoReturn:
    """Do the job inside the limits, answer, and leave without running anything else."""
    head: dict[str, Any]
    parts: tuple[bytes, ...] = ()
    try:
        _give_up(limits)
        answer: Answer = work(*words, content=content)
        head, parts = {"values": answer.values}, answer.files
    except MemoryError:
        head = {"stopped": "memory"}
    except BaseException:  # noqa: BLE001 - whatever a decoder raises, this process ends here
        traceback.print_exc()
        head = {"stopped": "crash"}
    with os.fdopen(writer, "wb") as stream:
        frames.write(stream, head, parts)
    os._exit(0)


def _give_up(limits: Limits) -> None:
    """Lower what this process may use, for good; a system that does not know a limit goes without it."""
    for kind, soft, hard in (
        (resource.RLIMIT_AS, limits.memory, limits.memory),
        # The first ends the process with a signal that says why, the second could not be told from others.
        (resource.RLIMIT_CPU, limits.seconds, limits.seconds + 1),
        (resource.RLIMIT_FSIZE, limits.written, limits.written),
        (resource.RLIMIT_CORE, 0, 0),
    ):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (soft, hard))


if __name__ == "__main__":
    main(sys.argv[1])
