"""The web server process: Granian with the WSGI application."""

from __future__ import annotations

import sys

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from storecrew.kernel.schedule.processes import die_with_parent

THREADS = 4
"""Threads of one web process: some wait for the database while another computes."""
BACKLOG = 2048


def serve(host: str, port: int, processes: int) -> None:
    """Serve until stopped."""
    die_with_parent()
    Granian(
        "storecrew.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=processes,
        blocking_threads=THREADS,
        backlog=BACKLOG,
        websockets=False,
        log_level=LogLevels.warning,
        workers_kill_timeout=10,
        respawn_failed_workers=True,
    ).serve()


if __name__ == "__main__":
    serve(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
