"""Which file changed: what ``./dev up --reload`` starts everything again for."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path

KINDS = {".py", ".html", ".txt", ".css", ".js", ".svg", ".mo", ".toml"}


class Changes:
    """Watches folders in a thread of its own until the process ends."""

    def __init__(self, folders: Sequence[Path]) -> None:
        # Loaded here: an installation without the development group starts as ever.
        import watchfiles

        self._lock = threading.Lock()
        self._latest = ""
        self._ready = threading.Event()
        watch = watchfiles.watch(*folders, watch_filter=_counts, rust_timeout=200, yield_on_timeout=True)
        threading.Thread(target=self._run, args=(watch,), daemon=True).start()
        self._ready.wait(10)

    def latest(self) -> str:
        """Return a file that changed since the last call, or ""."""
        with self._lock:
            found, self._latest = self._latest, ""
        return found

    def _run(self, watch) -> None:
        for changed in watch:
            self._ready.set()
            if changed:
                with self._lock:
                    self._latest = sorted(path for _kind, path in changed)[0]


def _counts(_kind: object, path: str) -> bool:
    return Path(path).suffix in KINDS and "__pycache__" not in path and "/tests/" not in path
