"""Run in a process of its own: what somebody finds in an installation with extensions, as JSON."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import django

django.setup()
# ruff: noqa: E402 - nothing of the shop can be imported before it is set up

from django.apps import apps
from django.db import transaction
from django.test import Client

from storecrew.contexts.catalog.events import ProductChanged
from storecrew.contexts.health import public as health
from storecrew.contexts.people import public as people
from storecrew.contexts.people.models import User
from storecrew.contexts.work import public as work
from storecrew.kernel import clock, outbox
from storecrew.kernel.actor import system_actor
from storecrew.kernel.extensions.standing import standing
from storecrew.kernel.permissions import ALL_KEYS

BACKEND = "django.contrib.auth.backends.ModelBackend"


def walk() -> dict[str, Any]:
    """Look at the shop, the back office, the interface, and what a handler did."""
    actor, at = system_actor("tests"), clock.now()
    outsider = people.add_person(email="dev@storecrew.example", name="Dev", actor=actor, at=at)
    people.assign_role(user_id=outsider.id, role_code="developer", actor=actor, at=at)
    with transaction.atomic():
        outbox.publish(ProductChanged(product_id=7))
    while outbox.drain():
        pass
    health.watch_extensions(actor=actor, at=at)
    key = _key(at)
    owner, dev, anyone = (Client(SERVER_NAME="localhost") for _ in range(3))
    owner.force_login(User.objects.get(email="owner@storecrew.example"), BACKEND)
    dev.force_login(User.objects.get(pk=outsider.id), BACKEND)
    answers = {
        "shop": anyone.get("/en/"),
        "page": owner.get("/admin/ext/acme-stars/board/"),
        "page_without_right": dev.get("/admin/ext/acme-stars/board/"),
        "open_page": owner.get("/admin/ext/acme-open/secret/"),
        "rest": anyone.get("/api/v1/ext/acme-stars/stars", headers={"authorization": f"Bearer {key}"}),
        "rest_without_key": anyone.get("/api/v1/ext/acme-stars/stars"),
        "rest_document": anyone.get("/api/v1/ext/acme-stars/openapi.json"),
        "rest_unknown": anyone.get("/api/v1/ext/acme-open/x"),
        "list": dev.get("/admin/extensions/"),
    }
    return {
        "states": {row.name: row.state for row in standing()},
        "rights": sorted(right for right in ALL_KEYS if right.startswith("acme")),
        "models": sorted(model._meta.label for model in apps.get_models() if "acme" in model._meta.label),
        "alerts": {f.record_id: f.detail for f in work.open_findings(role="developer")},
        "answers": {
            name: [answer.status_code, answer.content.decode()[:60_000]] for name, answer in answers.items()
        },
    }


def _key(at: dt.datetime) -> str:
    owner = User.objects.get(email="owner@storecrew.example")
    _facts, token = people.issue_api_key(
        name="stars",
        permissions=["acme_stars.read"],
        expires_at=at + dt.timedelta(days=1),
        actor=people.actor_for(owner),
        at=at,
    )
    return token


if __name__ == "__main__":
    print(json.dumps(walk()))
