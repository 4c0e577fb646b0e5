"""Programs of the business: keys with rights, the same gates as on screen, nothing about who bought."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from django.test import Client

from storecrew.contexts.checkout.tests.factories import make_cart, make_shop, place
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.people import public as people
from storecrew.contexts.people.tests.factories import make_staff
from storecrew.contexts.promotions.models import Promotion, StockOverride
from storecrew.kernel import clock, ratelimit
from storecrew.kernel.actor import system_actor
from storecrew.kernel.audit.models import AuditEntry
from storecrew.kernel.permissions import ALL_KEYS
from storecrew.surfaces.rest.staff import keys
from storecrew.surfaces.rest.staff.api import api
from storecrew.surfaces.rest.v1.document import STAFF_PLACE, staff_text

pytestmark = pytest.mark.django_db
S = "/api/v1/staff/"
MANUAL = Path(__file__).parents[6] / "docs/how-to/promote-what-is-there.md"
CALL = re.compile(
    r"```http\n(?P<method>[A-Z]+) (?P<path>\S+)\n(?:\n(?P<body>\{[\s\S]*?\n\})\n)?"
    r"→ (?P<status>\d+) (?P<names>.*)\n```"
)
ONCE = {"Idempotency-Key": "o1"}
EVERYTHING = sorted(ALL_KEYS - {"keys.write"})
MUGS = {
    "name": "Tee week",
    "kind": "percent_off",
    "scope": {"skus": ["A-1"]},
    "benefit": {"percent_bp": 1500},
    "sentence": {"en": "15% off the tee."},
    "exclusions": {"en": "Only the tee."},
    "service_brief": "Nobody needs a code.",
    "planned": [{"sku": "A-1", "units": 3}],
}


def bearer(*permissions: str, owner=None) -> dict[str, str]:
    """Return the header of a new key; without permissions it may do everything."""
    actor = people.actor_for(owner or make_staff("owner"))
    now = clock.now()
    _facts, token = people.issue_api_key(
        name="Tool",
        permissions=permissions or EVERYTHING,
        expires_at=now + dt.timedelta(days=1),
        actor=actor,
        at=now,
    )
    return {"Authorization": f"Bearer {token}"}


def caller(*permissions: str, owner=None) -> Client:
    return Client(headers=bearer(*permissions, owner=owner))


@pytest.fixture(scope="module")
def _shop(django_db_setup, django_db_blocker):
    from django.db import transaction

    around = transaction.atomic()
    around._from_testcase = True  # as Django's own test cases mark theirs
    with django_db_blocker.unblock(), around:
        yield make_shop({"A-1": 10, "B-1": 5})
        transaction.set_rollback(True)


@pytest.fixture
def shop(_shop, db):
    return _shop


def post(client: Client, path: str, body=None, method: str = "post", **headers: str):
    return getattr(client, method)(S + path, body or {}, content_type="application/json", headers=headers)


def operations():
    paths = api.get_openapi_schema(path_prefix=S)["paths"]
    return [(method, path) for path, methods in paths.items() for method in methods]


def test_the_committed_document_is_the_interface():
    assert STAFF_PLACE.read_text(encoding="utf-8") == staff_text(), (
        "run python -m storecrew.surfaces.rest.v1.document"
    )


def test_aut_01_every_operation_asks_for_a_key_and_names_a_right():
    for _prefix, router in api._routers:
        for view in router.path_operations.values():
            for operation in view.operations:
                (asks,) = operation.auth_callbacks
                assert isinstance(asks, keys.KeyWith)
                assert asks.permission in ALL_KEYS or operation.operation_id == "staff_get_key"


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Basic YTpi", "Bearer sck_000000000000_nothing"])
@pytest.mark.parametrize(("method", "path"), operations())
def test_aut_04_without_a_valid_key_every_operation_refuses(method: str, path: str, header: str):
    filled = path.replace("{promotion_id}", "1").replace("{number}", "X1").replace("{name}", "1")
    answer = Client().generic(
        method.upper(), filled, "{}", "application/json", headers={"Authorization": header} if header else {}
    )
    assert (answer.status_code, answer.json()["code"]) == (401, "invalid_api_key")
    assert answer["WWW-Authenticate"].startswith("Bearer")


def test_guessing_keys_is_slowed_down_and_calls_are_counted():
    ratelimit.define(keys.FAILED, ip="2/10m")
    ratelimit.define(keys.CALLS, key="3/1m")
    try:
        known = caller("orders.read")
        for status in (200, 200, 200, 429):
            assert known.get(f"{S}orders").status_code == status
        guess = Client(headers={"Authorization": "Bearer sck_0_0"}, REMOTE_ADDR="203.0.113.9")
        for status in (401, 401, 429):
            answer = guess.get(f"{S}key")
            assert answer.status_code == status
        assert int(answer["Retry-After"]) > 0
    finally:
        ratelimit.define(keys.FAILED, ip="60/10m")
        ratelimit.define(keys.CALLS, key="600/1m")


def test_a_key_says_what_it_may_do():
    body = caller("orders.read", "promotions.read").get(f"{S}key").json()
    assert body["permissions"] == ["orders.read", "promotions.read"]


@pytest.mark.parametrize(
    ("permission", "method", "path", "body"),
    [
        ("orders.read", "get", "promotions", None),
        ("promotions.read", "post", "promotions", MUGS),
        ("promotions.read", "post", "promotions/1/schedule", None),
        ("promotions.write", "post", "promotions/1/override", {}),
        ("inventory.read", "post", "stock/adjustments", {}),
        ("promotions.read", "get", "stock?skus=A-1", None),
        ("inventory.read", "get", "orders", None),
    ],
)
def test_aut_04_a_key_without_the_right_is_refused_before_anything_is_read(permission, method, path, body):
    answer = post(caller(permission), path, body, method)
    assert (answer.status_code, answer.json()["code"]) == (403, "denied")
    assert answer.json()["details"]["permission"] != permission


def test_mkt_18_a_promotion_is_written_checked_and_scheduled(shop):
    client = caller()
    made = post(client, "promotions", MUGS)
    assert made.status_code == 201, made.content
    number = made.json()["id"]
    gate = client.get(f"{S}promotions/{number}/stock").json()
    assert (gate["passes"], gate["items"][0]["sku"], gate["items"][0]["missing"]) == (True, "A-1", 0)
    started = post(client, f"promotions/{number}/schedule")
    assert started.status_code == 200
    assert started.json()["state"] in {"scheduled", "live"}
    assert client.get(f"{S}promotions?state={started.json()['state']}").json()["items"][0]["id"] == number
    assert post(client, f"promotions/{number}/end").json()["state"] == "ended"


def test_mkt_18_too_little_stock_is_refused_with_article_location_and_shortfall(shop):
    client = caller()
    number = post(client, "promotions", MUGS | {"planned": [{"sku": "A-1", "units": 40}]}).json()["id"]
    answer = post(client, f"promotions/{number}/schedule")
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (409, "stock_too_low_for_promotion")
    (short,) = problem["details"]["shortfalls"]
    assert (short["sku"], short["planned"], short["missing"], short["location"]) == ("A-1", 40, 30, "main")
    assert Promotion.objects.get(pk=number).state == "draft"
    gate = client.get(f"{S}promotions/{number}/stock").json()
    assert (gate["passes"], gate["items"][0]["next_inbound"]) == (False, None)
    inventory.open_receipt(
        kind="purchase_order", reference="PO-9", location_id=inventory.location("main").id,
        due_at=clock.now() + dt.timedelta(days=9), lines=[inventory.ExpectedLine(shop.variants["A-1"], 50)],
        actor=system_actor("tests"), at=clock.now(),
    )  # fmt: skip
    coming = client.get(f"{S}promotions/{number}/stock").json()["items"][0]["next_inbound"]
    assert (coming["units"], coming["location"], coming["reference"]) == (50, "main", "PO-9")


def test_mkt_18_the_page_of_the_manual_shows_what_happens(shop):
    """Each call of ``docs/how-to/promote-what-is-there.md``, in order."""
    client, page = caller(), MANUAL.read_text(encoding="utf-8")
    calls = list(CALL.finditer(page))
    assert len(calls) == page.count("```http") == 3
    number = ""
    for call in calls:
        path = call["path"].replace("{promotion}", number)
        answer = client.generic(call["method"], path, call["body"] or "", content_type="application/json")
        said = answer.json()
        assert answer.status_code == int(call["status"]), (path, said)
        assert set(call["names"].split()) <= set(said), (path, said)
        number = number or str(said["id"])
    assert f"`{said['code']}`" in page
    (short,) = said["details"]["shortfalls"]
    assert {"sku", "location", "missing", "next_inbound"} <= set(short)
    assert "A-1: 100 planned, 90 missing (least at Main)." in said["detail"]


def short_promotion(client: Client) -> int:
    """Write a promotion that plans more than there is, and return its number."""
    return post(client, "promotions", MUGS | {"planned": [{"sku": "A-1", "units": 40}]}).json()["id"]


def an_override(**more) -> dict[str, str]:
    until = clock.now() + dt.timedelta(days=2)
    return {"reason": "60 are on the truck", "expires_at": until.isoformat()} | more


def let_pass(client: Client, number: int, asked: dict[str, str], **headers: str):
    return post(client, f"promotions/{number}/override", asked, **headers)


def test_mkt_18_an_override_has_a_reason_and_an_end_is_made_once_and_lets_it_pass(shop):
    client = caller()
    number, asked = short_promotion(client), an_override()
    first, again = (let_pass(client, number, asked, **ONCE) for _time in range(2))
    assert (first.status_code, again.status_code, again["Idempotency-Replayed"]) == (201, 201, "true")
    assert first.json() == again.json()
    told = first.json()
    assert (told["promotion_id"], told["reason"]) == (number, "60 are on the truck")
    assert [(each["sku"], each["missing"]) for each in told["shortfalls"]] == [("A-1", 30)]
    assert StockOverride.objects.filter(promotion=number).count() == 1
    gate = client.get(f"{S}promotions/{number}/stock").json()
    assert (gate["passes"], gate["overridden"]) == (True, True)
    assert post(client, f"promotions/{number}/schedule").json()["state"] in {"scheduled", "live"}
    (line,) = AuditEntry.objects.filter(action="promotions.stock_overridden", record_id=str(number))
    assert line.reason == "60 are on the truck"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"expires_at": "2001-01-01T00:00:00Z"}, "override_reason_needed"),
        ({"reason": "   "}, "override_reason_needed"),
        ({"reason": ""}, "invalid_request"),
        ({"expires_at": "tomorrow"}, "invalid_request"),
    ],
)
def test_mkt_18_an_override_without_reason_or_with_a_past_end_is_refused(shop, change, code):
    client = caller()
    number = short_promotion(client)
    answer = let_pass(client, number, an_override(**change), **ONCE)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert let_pass(client, number, an_override()).json()["code"] == "idempotency_key_required"
    assert not StockOverride.objects.exists()


def test_mkt_18_what_has_ended_cannot_be_let_pass(shop):
    client = caller()
    number = post(client, "promotions", MUGS).json()["id"]
    post(client, f"promotions/{number}/schedule")
    post(client, f"promotions/{number}/end")
    answer = let_pass(client, number, an_override(), **ONCE)
    assert (answer.status_code, answer.json()["code"]) == (409, "promotion_state")


def test_a_promotion_without_its_words_cannot_start(shop):
    client = caller()
    number = post(client, "promotions", MUGS | {"sentence": {}}).json()["id"]
    answer = post(client, f"promotions/{number}/schedule")
    assert (answer.status_code, answer.json()["code"]) == (422, "promotion_brief_missing")
    assert answer.json()["details"]["missing"] == ["sentence"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"scope": {"skus": ["NO-1"]}}, "scope"),
        ({"scope": {"products": ["nowhere"]}}, "scope"),
        ({"scope": {"not_categories": ["no/where"]}}, "scope"),
        ({"planned": [{"sku": "NO-1", "units": 1}]}, "planned"),
        ({"channels": ["moon"]}, "channels"),
        ({"starts": "2027-02-30T00:00"}, "starts"),
        ({"benefit": {}}, "percent_bp"),
        ({"kind": "bonus_product", "benefit": {"gifts": ["NO-1"]}}, "gifts"),
        ({"kind": "bundle", "benefit": {"percent_bp": 1, "parts": [{"sku": "NO-1", "units": 1}]}}, "parts"),
    ],
)
def test_what_makes_no_promotion_is_refused_by_its_field(shop, change, field):
    answer = post(caller(), "promotions", MUGS | change)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_promotion")
    assert field in answer.json()["details"]
    assert not Promotion.objects.exists()


def test_all_names_become_what_the_engine_reads(shop):
    body = MUGS | {
        "kind": "set",
        "benefit": {
            "percent_bp": 1000,
            "groups": [{"skus": ["A-1"]}, {"skus": ["B-1"]}],
            "tiers": {"EUR": [{"threshold": 2, "percent_bp": 500}]},
        },
        "needs": {"countries": ["DE"]},
        "weekdays": [6, 0, 6],
    }
    made = post(caller(), "promotions", body)
    assert made.status_code == 201, made.content
    kept = Promotion.objects.get().definition
    assert kept["benefit"]["groups"] == [{"variants": [shop.variants[sku]]} for sku in ("A-1", "B-1")]
    assert kept["scope"] == {"variants": [shop.variants["A-1"]]}
    assert (kept["weekdays"], kept["needs"]["countries"]) == ([0, 6], ["DE"])


def test_the_same_key_writes_a_promotion_once(shop):
    client = caller()
    first, second = (post(client, "promotions", MUGS, **{"Idempotency-Key": "k1"}) for _time in range(2))
    assert first.json() == second.json()
    assert second["Idempotency-Replayed"] == "true"
    assert Promotion.objects.count() == 1


def test_nobody_overwrites_what_they_have_not_read(shop):
    client = caller()
    number = post(client, "promotions", MUGS).json()["id"]
    changed = post(client, f"promotions/{number}", MUGS | {"name": "New", "revision": 1}, "put")
    assert (changed.json()["name"], changed.json()["revision"]) == ("New", 2)
    late = post(client, f"promotions/{number}", MUGS | {"revision": 1}, "put")
    assert (late.status_code, late.json()["code"]) == (409, "promotion_changed")


def test_pages_of_promotions_follow_each_other(shop):
    client = caller()
    for name in ("One", "Two", "Three"):
        post(client, "promotions", MUGS | {"name": name})
    first = client.get(f"{S}promotions?page_size=2").json()
    assert [each["name"] for each in first["items"]] == ["Three", "Two"]
    second = client.get(f"{S}promotions?page_size=2&before={first['next']}").json()
    assert ([each["name"] for each in second["items"]], second["next"]) == (["One"], "")
    assert client.get(f"{S}promotions/999").status_code == 404


def test_stock_is_read_and_corrected_only_as_it_was_seen(shop):
    client = caller()
    (level,) = [
        one for one in client.get(f"{S}stock?skus=A-1,NO-1").json()["items"] if one["location"] == "main"
    ]
    assert (level["sku"], level["on_hand"], level["available"]) == ("A-1", 10, 10)
    fix = {"sku": "A-1", "on_hand": 8, "expected_on_hand": 10, "reason": "Two were broken"}
    answer = post(client, "stock/adjustments", fix, **{"Idempotency-Key": "s1"})
    assert (answer.status_code, answer.json()["on_hand"]) == (201, 8)
    late = post(client, "stock/adjustments", fix, **{"Idempotency-Key": "s2"})
    assert (late.status_code, late.json()["code"]) == (409, "stock_count_changed")
    assert post(client, "stock/adjustments", fix).json()["code"] == "idempotency_key_required"


def test_gen_1_a_key_sees_the_places_of_its_person_only(shop):
    person = make_staff("inventory_manager", scopes={"location": ["elsewhere"]})
    role = person.memberships.get().role
    role.permissions = [*role.permissions, "keys.write"]
    role.save()
    client = caller("inventory.read", "inventory.adjust", owner=person)
    assert client.get(f"{S}stock?skus=A-1").json()["items"] == []
    fix = {"sku": "A-1", "on_hand": 8, "expected_on_hand": 10, "reason": "x"}
    assert post(client, "stock/adjustments", fix, **{"Idempotency-Key": "s1"}).status_code == 403


def test_aut_05_orders_are_told_without_who_bought_them(shop):
    placed = place(make_cart(shop, {"A-1": 2}))
    client = caller("orders.read")
    listed = client.get(f"{S}orders?status=confirmed&page_size=1")
    (one,) = listed.json()["items"]
    assert (one["country"], one["lines"][0]["sku"], one["lines"][0]["quantity"]) == ("DE", "A-1", 2)
    found = client.get(f"{S}orders/{one['number']}")
    assert found.json() == one
    for secret in ("ann@example.com", placed.order_token, "Ann"):
        assert secret not in listed.content.decode()
    assert client.get(f"{S}orders?placed_to=2000-01-01T00:00:00Z").json()["items"] == []
    assert client.get(f"{S}orders?before=1").json() == {"items": [], "next": ""}
    assert client.get(f"{S}orders/NO-1").status_code == 404


@pytest.mark.parametrize("address", ["/api/v1/docs", "/api/v1/staff/docs"])
def test_developers_read_the_interface_as_a_page(client, address):
    page = client.get(address).content.decode()
    prefix = "/api/v1/staff/" if "staff" in address else "/api/v1/"
    assert f"{prefix}openapi.json" in page
    assert ("staff_schedule_promotion" in page) == ("staff" in address)
    assert "stock_too_low_for_promotion" in page or "insufficient_stock" in page
    assert "//cdn" not in page
