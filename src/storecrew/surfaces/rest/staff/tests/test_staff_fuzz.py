"""BAD-02: every operation for programs of the business, fuzzed with a key that may do everything."""

from __future__ import annotations

import json
import time

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from schemathesis.config import SchemathesisConfig

from storecrew.contexts.checkout.tests.factories import ACTOR, AT, make_cart, make_shop, place
from storecrew.contexts.customers import public as customers
from storecrew.contexts.fields import public as fields
from storecrew.contexts.orders import public as orders
from storecrew.contexts.promotions.tests.factories import make_promotion
from storecrew.kernel import ratelimit
from storecrew.surfaces.rest.staff import keys
from storecrew.surfaces.rest.staff.tests.test_staff import bearer
from storecrew.surfaces.rest.v1.document import STAFF_PLACE
from storecrew.surfaces.rest.v1.tests.fuzzing import Operations
from storecrew.surfaces.rest.v1.tests.test_fuzz import CONFIG, SLOWEST_SECONDS, STEADY

pytestmark = [pytest.mark.django_db, pytest.mark.api]


@pytest.fixture(autouse=True)
def the_connection_stays():
    """Keep requests, which run in the test's own transaction, from closing its connection."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def known() -> dict[str, str]:
    """What exists, and the header of a key."""
    ratelimit.define(keys.CALLS, key="1000000/1m")
    ratelimit.define(keys.FAILED, ip="1000000/1m")
    shop = make_shop()
    placed = place(make_cart(shop, {"B-1": 1}))
    number = orders.order(placed.order_id).number
    person = customers.ensure_customer(email="ann@example.com", actor=ACTOR, at=AT)
    for record in fields.RECORDS:
        spec = fields.FieldSpec(record, "height_cm", "number", {"en": "Height"})
        fields.save_field(spec, actor=ACTOR, at=AT)
    return {
        "promotion_id": make_promotion(state="draft").pk,
        "number": number,
        "orders": number,
        "products": "tee",
        "variants": "A-1",
        "customers": person.id,
        **bearer(),
    }


def document() -> dict:
    """Return the document without its keys: ours is always sent, and only the rest is to be broken."""
    found = json.loads(STAFF_PLACE.read_text(encoding="utf-8"))
    del found["components"]["securitySchemes"]
    for methods in found["paths"].values():
        for operation in methods.values():
            del operation["security"]
    return found


schema = schemathesis.openapi.from_dict(document(), config=SchemathesisConfig.from_path(CONFIG))
schema.app = get_wsgi_application()
schema.config.update(base_url="http://testserver/")
OPERATIONS = Operations(schema)


@OPERATIONS.each()
def test_bad_02_no_request_breaks_the_interface_for_programs(label, known):
    @STEADY
    def check(case):
        for name in list(case.path_parameters or {}):
            if len(str(case.path_parameters[name])) % 2 and str(case.path_parameters[name]).isalnum():
                case.path_parameters[name] = known[case.path.split("/")[-2] if name == "name" else name]
        started = time.process_time()
        case.call_and_validate(headers={"Authorization": known["Authorization"]})
        assert time.process_time() - started < SLOWEST_SECONDS

    OPERATIONS.fuzz(label, check)
