"""What the tests of the warehouse's pages do at the desk."""

from __future__ import annotations

import json

from storecrew.contexts.fulfillment import public as fulfillment

W = "/admin/warehouse/"


def text(answer):
    return answer.content.decode()


def send(client, url, **entry):
    """Post an entry as a device does."""
    return client.post(url, json.dumps(entry), content_type="application/json")


def begin(client, kind="single"):
    """Begin a walk; return its address and its stops."""
    address = client.post(f"{W}pick/", {"location": "main", "kind": kind})["Location"]
    return address, fulfillment.run(int(address.rstrip("/").rpartition("/")[2])).stops
