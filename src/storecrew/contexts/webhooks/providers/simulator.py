"""The other side for trying things out: addresses under a name that nobody can own are answered in here.

``https://webhooks.simulator.example/ok`` takes everything, ``/busy`` refuses every second message at first,
``/fails`` takes nothing. Nothing leaves the machine.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from storecrew.contexts.webhooks.facts import Answer, Parcel

HOST = "webhooks.simulator.example"


def answers_for(url: str) -> bool:
    """Say whether an address is the simulator's."""
    return urlsplit(url).hostname == HOST


def answer(parcel: Parcel) -> Answer:
    """Return what the simulator answers."""
    path = urlsplit(parcel.url).path.strip("/")
    even = int(parcel.message_id.rpartition("_")[2]) % 2 == 0
    if path == "fails" or (path == "busy" and even and parcel.attempt == 1):
        return Answer(503, "answered", '{"error": "busy"}', 3)
    return Answer(200, "answered", '{"received": true}', 3)
