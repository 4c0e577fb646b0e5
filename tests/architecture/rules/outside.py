"""The outside: one guarded client."""

from __future__ import annotations

from collections.abc import Iterator

from tests.architecture.house import Source, Violation, imported

CLIENTS = ("requests", "urllib.request", "urllib3", "httpx", "aiohttp", "http.client", "socket", "ftplib")
ALLOWED = ("kernel/outgoing", "contexts/payments/providers/", "config/running/")
SMALL = {
    "kernel/schedule/scheduler.py": ("socket",),
    "contexts/shipping/providers/karrio_sdk/wire.py": ("socket", "urllib.request"),
}
"""Files that need names of these for something else: the scheduler asks for the name of its host, the wire
stands in the place of an SDK's own opener to guard it.
"""


def one_client_talks_to_the_outside(source: Source) -> Iterator[Violation]:
    """Only the guarded client and the gateways open connections (sizes and times capped)."""
    if not source.is_python or source.is_test or source.path.startswith(ALLOWED):
        return
    for node in source.nodes:
        for name in imported(node):
            client = next((root for root in CLIENTS if name == root or name.startswith(f"{root}.")), "")
            if client and client not in SMALL.get(source.path, ()):
                yield source.violation(node, f"imports {name}; use storecrew.kernel.outgoing")
