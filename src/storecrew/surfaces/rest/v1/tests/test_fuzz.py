"""BAD-02: every operation of the interface, fuzzed by schemathesis with all its checks.

Generated values rarely name a cart that exists, so valid ones are replaced by those of two real carts.
"""

from __future__ import annotations

import os
import re
import time
from itertools import count
from pathlib import Path

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis.config import SchemathesisConfig

from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.checkout.tests.factories import ADDRESS, AT, make_cart, make_shop, place
from storecrew.contexts.discovery import public as discovery
from storecrew.surfaces.rest.v1.document import PLACE
from storecrew.surfaces.rest.v1.tests.fuzzing import Operations

pytestmark = [pytest.mark.django_db, pytest.mark.api]

EXAMPLES = int(os.environ.get("STORECREW_FUZZ_EXAMPLES", "20"))
CONFIG = Path(__file__).resolve().parents[6] / "schemathesis.toml"
VALID_TOKEN = re.compile(r"[A-Za-z0-9_-]{1,64}")
SLOWEST_SECONDS = 1.0


@pytest.fixture(autouse=True)
def the_connection_stays():
    """Keep requests, which run in the test's own transaction, from closing its connection."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def known() -> dict[str, list]:
    """What exists: carts, an order and a product."""
    shop = make_shop()
    discovery.reindex()
    ready, empty = make_cart(shop, {"A-1": 1}), make_cart(shop, {}, ready=False)
    placed = place(make_cart(shop, {"B-1": 1}))
    line = checkout.cart(ready, at=AT).lines[0].id
    return {"cart_id": [ready, empty], "token": [placed.order_token], "slug": ["tee"], "line_id": [line]}


schema = schemathesis.openapi.from_path(PLACE, config=SchemathesisConfig.from_path(CONFIG))
schema.app = get_wsgi_application()
schema.config.update(base_url="http://testserver/")
OPERATIONS = Operations(schema)


STEADY = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@OPERATIONS.each()
def test_bad_02_no_request_breaks_the_interface(label, known):
    @STEADY
    def check(case):
        for name, value in list((case.path_parameters or {}).items()):
            valid = (name == "line_id" and isinstance(value, int) and 1 <= value < 2**63) or (
                name != "line_id" and isinstance(value, str) and VALID_TOKEN.fullmatch(value)
            )
            if valid and name in known and len(str(value)) % 3:
                case.path_parameters[name] = known[name][len(str(value)) % len(known[name])]
        # Seconds of the processor: how busy the machine is with other things does not count.
        started = time.process_time()
        case.call_and_validate()
        assert time.process_time() - started < SLOWEST_SECONDS

    OPERATIONS.fuzz(label, check)


def test_bad_02_no_sequence_of_requests_breaks_the_interface(known):
    """Requests that follow from answers: the cart that one opened is what the next ones fill, read and place.

    What only an existing thing can answer is put into the bodies, so that the walk comes as far as an order.
    """
    seen: dict[str, set[int]] = {}
    real = {
        "sku": "A-1",
        "quantity": 1,
        "payment": {"gateway": "simulator", "token": "tok_ok"},
        "email": "ann@example.com",
        "shipping_address": ADDRESS,
        "shipping_method": "standard",
    }

    carts: list[str] = []
    turns = count()

    class Walk(schema.as_state_machine()):
        def before_call(self, case):
            # Every other call goes to a cart that is there: made-up ones end at the door.
            if carts and "cart_id" in (case.path_parameters or {}) and next(turns) % 2:
                case.path_parameters["cart_id"] = carts[-1]
            if isinstance(case.body, dict):
                case.body.update({name: value for name, value in real.items() if name in case.body})

        def after_call(self, response, case):
            seen.setdefault(case.operation.label, set()).add(response.status_code)
            if case.operation.label == "POST /api/v1/carts" and response.status_code == 201:
                carts.append(response.json()["id"])

    Walk.run(settings=settings(STEADY, max_examples=EXAMPLES // 4 or 1, stateful_step_count=10))
    assert 201 in seen["POST /api/v1/carts"]
    assert 200 in seen["GET /api/v1/carts/{cart_id}"], "the walk follows what an answer returned"
    assert 201 in seen["POST /api/v1/carts/{cart_id}/lines"]
