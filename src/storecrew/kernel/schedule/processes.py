"""What every background process needs: to stop when told, and not to outlive who started it."""

from __future__ import annotations

import os
import signal
import threading
import time
from types import FrameType
from typing import Protocol

PARENT_VARIABLE = "STORECREW_PARENT"
"""Set by ``./dev up``: the process that must stay alive for its children to go on."""
LOOK_SECONDS = 1.0


class Stoppable(Protocol):
    """Something that works until it is stopped."""

    def run(self) -> None: ...

    def stop(self) -> None: ...


def run_until_stopped(work: Stoppable) -> None:
    """Run in the main thread; SIGTERM and Ctrl-C let it finish what it is doing."""

    def on_signal(number: int, frame: FrameType | None) -> None:
        work.stop()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, on_signal)
    die_with_parent()
    hear_other_machines()
    work.run()


def hear_other_machines() -> None:
    """With Redis, let this machine's map of revisions follow the others, which wakes this process too."""
    from django.conf import settings

    if settings.REDIS_URL:
        from storecrew.kernel.revisions import revisions
        from storecrew.kernel.revisions_link import connect

        connect(settings.REDIS_URL, revisions()).start()


def die_with_parent() -> None:
    """Stop this process soon after the one that started it is gone, however that one ended."""
    parent = int(os.environ.get(PARENT_VARIABLE) or 0)
    if not parent:
        return

    own_parent = os.getppid()

    def watch() -> None:
        while os.getppid() == own_parent and _exists(parent):
            time.sleep(LOOK_SECONDS)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, name="lifeline", daemon=True).start()


def _exists(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
