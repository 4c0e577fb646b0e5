"""The shop over REST: from the list of products to the order, as the reference says."""

from __future__ import annotations

import datetime as dt
import gzip
import json

import pytest
from django.test import Client

from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.checkout.models import Cart
from storecrew.contexts.checkout.tests.factories import ACTOR, ADDRESS, AT, make_shop
from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.orders.models import Order
from storecrew.contexts.payments import public as payments
from storecrew.kernel import clock, idempotency, outbox
from storecrew.kernel.idempotency.models import IdempotencyRecord
from storecrew.surfaces.rest.v1.document import PLACE, text

pytestmark = pytest.mark.django_db


class Caller:
    """A program that speaks JSON with the shop."""

    def __init__(self, **headers: str) -> None:
        self.client = Client(raise_request_exception=False)
        self.headers = headers

    def call(self, method: str, path: str, body=None, **headers: str):
        data = {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
        names = {name.replace("_", "-"): value for name, value in (self.headers | headers).items()}
        return getattr(self.client, method)(f"/api/v1/{path}", headers=names, **data)

    def cart(self, lines: dict[str, int], *, ready: bool = True) -> str:
        cart_id = self.call("post", "carts", {}).json()["id"]
        for sku, quantity in lines.items():
            assert (
                self.call("post", f"carts/{cart_id}/lines", {"sku": sku, "quantity": quantity}).status_code
                == 201
            )
        if ready:
            body = {"email": "ann@example.com", "shipping_address": ADDRESS, "shipping_method": "standard"}
            assert self.call("put", f"carts/{cart_id}/checkout", body).status_code == 200
        return cart_id

    def complete(self, cart_id: str, token: str = "tok_ok", key: str = "key-1", **more):
        body = {"payment": {"gateway": "simulator", "token": token}, **more}
        return self.call("post", f"carts/{cart_id}/complete", body, Idempotency_Key=key)


@pytest.fixture
def shop():
    return make_shop()


@pytest.fixture
def caller(shop):
    return Caller()


def test_inv_5_a_gift_is_asked_for_and_its_message_kept_as_typed(caller):
    checkout.save_gift_wrap("eu", amount=450, actor=ACTOR, at=AT)
    cart_id = caller.cart({"A-1": 2})
    assert caller.call("get", f"carts/{cart_id}").json()["gift_wrap_price"]["amount"] == 450
    wish = {"gift_wrap": True, "gift_message": "{{ 7*7 }}\nAnn"}
    cart = caller.call("put", f"carts/{cart_id}/checkout", wish).json()
    assert (cart["fees"]["amount"], cart["total"]["amount"]) == (450, 2940)
    assert caller.call("put", f"carts/{cart_id}/checkout", {"gift_message": "x" * 301}).status_code == 422
    token = caller.complete(cart_id).json()["token"]
    order = caller.call("get", f"orders/{token}").json()
    assert (order["fees"]["amount"], order["gift_wrap"]) == (450, True)
    assert order["gift_message"] == "{{ 7*7 }}\nAnn"


def test_con_12_codes_of_an_order_open_by_asking_and_not_by_looking():
    shop, caller = make_shop({"KEY": 0}), Caller()
    pool = inventory.open_code_pool(shop.variants["KEY"], how="Enter it.", actor=ACTOR, at=AT)
    inventory.import_codes(pool, "KEY-0001,77\nKEY-0002,78\n", name="keys.csv", actor=ACTOR, at=AT)
    cart_id = caller.cart({"KEY": 2}, ready=False)
    who = {"email": "ann@example.com", "shipping_address": ADDRESS}
    assert caller.call("put", f"carts/{cart_id}/checkout", who).status_code == 200
    token = caller.complete(cart_id).json()["token"]
    assert caller.call("get", f"orders/{token}").json()["codes"] == []
    fulfillment.deliver_forgotten(at=AT)
    order = caller.call("get", f"orders/{token}").json()
    closed = {"hint": "01", "shown": False, "code": "", "extra": "", "instructions": "Enter it."}
    assert (order["payment_status"], len(order["codes"])) == ("paid", 2)
    assert order["codes"][0] == {"line_id": order["lines"][0]["id"], **closed}
    assert not any(code.shown_at for code in inventory.codes_of(Order.objects.get().pk))
    shown = caller.call("post", f"orders/{token}/codes").json()["codes"]
    assert [(code["code"], code["extra"]) for code in shown] == [("KEY-0001", "77"), ("KEY-0002", "78")]
    assert caller.call("get", f"orders/{token}").json()["codes"] == shown
    assert all(code.shown_at for code in inventory.codes_of(Order.objects.get().pk))
    assert caller.call("post", "orders/nobody/codes").status_code == 404


def test_an_order_from_an_empty_cart_to_its_page(caller):
    cart_id = caller.cart({"A-1": 2}, ready=False)
    cart = caller.call("get", f"carts/{cart_id}").json()
    assert cart["subtotal"] == {"amount": 2000, "currency": "EUR"}
    assert cart["lines"][0]["sku"] == "A-1"
    assert {item["code"] for item in cart["requirements"]}
    assert caller.complete(cart_id).status_code == 409
    details = {"email": "ann@example.com", "shipping_address": ADDRESS, "shipping_method": "standard"}
    cart = caller.call("put", f"carts/{cart_id}/checkout", details).json()
    assert cart["requirements"] == []
    methods = caller.call("get", f"carts/{cart_id}/shipping-methods").json()["items"]
    assert [item["code"] for item in methods] == ["standard", "express"]
    gateways = caller.call("get", f"carts/{cart_id}/payment-methods").json()["items"]
    assert gateways[0]["code"] == "simulator"
    placed = caller.complete(cart_id, key="key-2", expected_total=cart["total"])
    assert placed.status_code == 201, placed.content
    body = placed.json()
    assert (body["status"], body["total"]) == ("confirmed", {"amount": 2490, "currency": "EUR"})
    order = caller.call("get", f"orders/{body['token']}").json()
    assert (order["number"], order["payment_status"]) == (body["number"], "authorized")
    assert order["lines"][0]["total"] == {"amount": 2000, "currency": "EUR"}
    assert order["shipments"] == []
    while outbox.drain():
        pass
    arrival = caller.call("get", f"orders/{body['token']}").json()["arrival"]
    assert (arrival["earliest"], arrival["latest"]) == (methods[0]["earliest"], methods[0]["latest"])
    assert arrival["later"] is None


def test_lines_are_changed_and_removed(caller):
    cart_id = caller.cart({"A-1": 1, "B-1": 1}, ready=False)
    first, second = caller.call("get", f"carts/{cart_id}").json()["lines"]
    changed = caller.call("patch", f"carts/{cart_id}/lines/{first['id']}", {"quantity": 3}).json()
    assert changed["lines"][0]["quantity"] == 3
    left = caller.call("delete", f"carts/{cart_id}/lines/{second['id']}").json()
    assert [line["sku"] for line in left["lines"]] == ["A-1"]
    assert caller.call("delete", f"carts/{cart_id}/lines/{second['id']}").status_code == 404


def test_products_are_listed_and_shown(caller):
    from storecrew.contexts.discovery import public as discovery

    discovery.reindex()
    listed = caller.call("get", "products?page_size=1").json()
    assert listed["total"] == 1
    card = listed["items"][0]
    assert card["price"] == {"amount": 1000, "currency": "EUR"}
    assert card["available"] is True
    assert set(listed) == {"items", "total", "facets", "next"}
    product = caller.call("get", f"products/{card['slug']}").json()
    assert [item["sku"] for item in product["variants"]] == ["A-1", "B-1", "C-1"]
    assert product["variants"][0]["availability"] == "in_stock"
    assert caller.call("get", "products/nothing").status_code == 404


def test_hod_7_a_product_that_moved_or_ended_leads_on_like_its_page(caller):
    from storecrew.contexts.catalog.models import PathRedirect, Product

    PathRedirect.objects.create(old_path="p/old-tee", new_path="p/tee")
    answer = Client().get("/api/v1/products/old-tee")
    assert (answer.status_code, answer["Location"]) == (301, "/api/v1/products/tee")
    assert answer["Content-Type"] == "application/problem+json"
    assert json.loads(answer.content)["code"] == "product_moved"
    Product.objects.filter(slug="tee").update(status="end_of_life")
    assert Client().get("/api/v1/products/tee").status_code == 200, (
        "without a successor it says that it ended"
    )
    PathRedirect.objects.create(old_path="p/tee", new_path="c/clothes")
    assert Client().get("/api/v1/products/tee")["Location"] == "/api/v1/products?category=clothes"


def test_an_unknown_channel_is_not_found(caller):
    refused = caller.call("get", "products", X_Channel="moon")
    assert (refused.status_code, refused["Content-Type"]) == (404, "application/problem+json")
    assert caller.call("get", "products", X_Channel="eu").status_code == 200


def test_too_little_stock_is_told_with_a_stable_code(caller):
    cart_id = caller.cart({}, ready=False)
    refused = caller.call("post", f"carts/{cart_id}/lines", {"sku": "A-1", "quantity": 99})
    body = refused.json()
    assert (refused.status_code, body["code"]) == (409, "insufficient_stock")
    assert body["next_step"]
    assert body["request_id"] == refused["X-Request-ID"]


def test_a_declined_payment_leaves_the_cart_open(caller):
    cart_id = caller.cart({"A-1": 1})
    refused = caller.complete(cart_id, "tok_declined")
    assert (refused.status_code, refused.json()["code"]) == (402, "payment_declined")
    assert caller.complete(cart_id, key="key-2").status_code == 201


def test_abu_04_refused_payments_are_limited_per_cart(caller):
    cart_id = caller.cart({"A-1": 1})
    answers = [caller.complete(cart_id, "tok_declined", key=f"k-{n}").status_code for n in range(7)]
    assert answers == [402] * 5 + [429] * 2
    late = caller.complete(cart_id, key="k-9")
    assert (late.status_code, late.json()["code"]) == (429, "too_many_attempts")
    assert int(late["Retry-After"]) > 0


def test_a_confirmation_at_the_bank_is_asked_for_and_settled_by_its_message(caller):
    cart_id = caller.cart({"A-1": 1})
    placed = caller.complete(cart_id, "tok_3ds").json()
    assert placed["status"] == "action_required"
    assert placed["redirect_url"].startswith("http://testserver/payments/")
    caller.client.post(placed["redirect_url"], {"answer": "approve"})
    [payment] = payments.payments_of_order(Order.objects.get().pk)
    assert payment.status == "authorized"


def test_con_24_the_same_key_replays_another_body_is_refused_and_none_too(caller):
    cart_id = caller.cart({"A-1": 1})
    first, again = caller.complete(cart_id), caller.complete(cart_id)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert again["Idempotency-Replayed"] == "true"
    other = caller.complete(cart_id, "tok_declined")
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_conflict")
    missing = caller.call("post", f"carts/{cart_id}/complete", {"payment": {"gateway": "simulator"}})
    assert (missing.status_code, missing.json()["code"]) == (400, "idempotency_key_required")
    assert Order.objects.count() == 1
    new_key = caller.complete(cart_id, key="key-9")
    assert (new_key.status_code, new_key.json()["number"]) == (200, first.json()["number"])


def test_con_24_a_refusal_is_replayed_too(caller):
    cart_id = caller.cart({"A-1": 1})
    first = caller.complete(cart_id, "tok_declined")
    again = caller.complete(cart_id, "tok_declined")
    assert (again.status_code, again.json()) == (402, first.json())
    assert Order.objects.count() == 1


def test_r4_every_post_takes_a_key(caller):
    one, two = (caller.call("post", "carts", {}, Idempotency_Key="k").json()["id"] for _ in range(2))
    assert one == two
    body = {"sku": "A-1", "quantity": 1}
    for _ in range(3):
        caller.call("post", f"carts/{one}/lines", body, Idempotency_Key="l")
    assert caller.call("get", f"carts/{one}").json()["item_count"] == 1
    foreign = Caller(User_Agent="another").call("post", "carts", {}, Idempotency_Key="k").json()["id"]
    assert foreign != one


PRICES = {
    "price": 1,
    "total": 1,
    "total_amount": 1,
    "discount": 1,
    "discount_amount": 1,
    "customer_id": 1,
    "status": "placed",
    "unit_price": 1,
}


@pytest.mark.parametrize("field", PRICES)
def test_bad_01_no_price_owner_or_status_is_taken_from_the_caller(caller, field):
    extra = {field: PRICES[field]}
    cart_id = caller.cart({"A-1": 1})
    before = Cart.objects.values().get(token=cart_id)
    line = caller.call("get", f"carts/{cart_id}").json()["lines"][0]["id"]
    for method, path, body in (
        ("post", "carts", {}),
        ("post", f"carts/{cart_id}/lines", {"sku": "B-1", "quantity": 1}),
        ("patch", f"carts/{cart_id}/lines/{line}", {"quantity": 2}),
        ("put", f"carts/{cart_id}/checkout", {"email": "eve@example.com"}),
        ("put", f"carts/{cart_id}/checkout", {"shipping_address": {"name": "Eve"} | extra}),
        ("post", f"carts/{cart_id}/complete", {"payment": {"gateway": "simulator", "token": "tok_ok"}}),
        (
            "post",
            f"carts/{cart_id}/complete",
            {"payment": {"gateway": "simulator", "token": "tok_ok"} | extra},
        ),
    ):
        refused = caller.call(method, path, body | extra, Idempotency_Key="b")
        assert (refused.status_code, refused.json()["code"]) == (422, "unknown_field"), (
            path,
            refused.content,
        )
    assert Cart.objects.values().get(token=cart_id) == before
    assert Order.objects.count() == 0


@pytest.mark.parametrize("quantity", [-1, 0, 1_000_000_000, 1.5, "1", "１", 2**63, True, None, [], {}, 1e400])
def test_bad_03_an_impossible_quantity_is_refused(caller, quantity):
    cart_id = caller.cart({"A-1": 1}, ready=False)
    line = caller.call("get", f"carts/{cart_id}").json()["lines"][0]["id"]
    for method, path in (("post", f"carts/{cart_id}/lines"), ("patch", f"carts/{cart_id}/lines/{line}")):
        refused = caller.call(method, path, {"sku": "A-1", "quantity": quantity})
        assert refused.status_code in (400, 422), refused.content
    assert caller.call("get", f"carts/{cart_id}").json()["item_count"] == 1


@pytest.mark.parametrize("raw", ['{"quantity": NaN, "sku": "A-1"}', '{"quantity": Infinity, "sku": "A-1"}'])
def test_bad_03_numbers_that_are_none_are_refused(caller, raw):
    cart_id = caller.cart({}, ready=False)
    answer = caller.client.post(f"/api/v1/carts/{cart_id}/lines", raw, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_json")


@pytest.mark.parametrize("sku", ["a-1 ", "0A-1", "A-1\u200b", "Ａ-1", "A-1\x00x", "01", " "])
def test_bad_04_a_sku_is_text_and_finds_only_itself(caller, sku):
    cart_id = caller.cart({}, ready=False)
    answer = caller.call("post", f"carts/{cart_id}/lines", {"sku": sku, "quantity": 1})
    assert answer.status_code in (201, 404, 422)
    if answer.status_code == 201:
        assert answer.json()["lines"][0]["sku"] == "A-1"


@pytest.mark.parametrize(
    ("raw", "content_type", "status"),
    [
        ("[" * 60_000, "application/json", 400),
        ('{"a":' * 10_000, "application/json", 400),
        ("{" + " " * 70_000 + "}", "application/json", 413),
        (
            "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><x>&a;</x>",
            "text/xml",
            415,
        ),
        ("<x/>", "application/json", 400),
        (b"\xff\xfe\x00", "application/json", 400),
        (b"\x80\x04\x95.", "application/json", 400),
        ("", "application/json", 201),
        ("null", "application/json", 201),
        ("[]", "application/json", 422),
        ('"text"', "application/json", 422),
        ('{"locale": "\\ud800"}', "application/json", 422),
        ('{"locale": "en", "locale": "ko"}', "application/json", 400),
    ],
)
def test_bad_15_nested_oversize_and_foreign_bodies_build_nothing(caller, raw, content_type, status):
    answer = caller.client.post("/api/v1/carts", raw, content_type=content_type)
    assert answer.status_code == status, answer.content
    if status >= 400:
        assert answer["Content-Type"] == "application/problem+json"


def test_bad_15_a_compressed_body_is_refused_by_its_name(caller):
    body = gzip.compress(b"{}")
    answer = caller.client.post(
        "/api/v1/carts", body, content_type="application/json", headers={"Content-Encoding": "gzip"}
    )
    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported_media_type")
    assert "compressed" in answer.json()["detail"] and "plain" in answer.json()["next_step"]


def test_bad_15_tampered_cookies_are_no_session(caller):
    caller.client.cookies["sessionid"] = "gASVKAAAAAAAAACMBXBvc2l4lIwGc3lzdGVtlJOU"
    assert caller.call("get", "products").status_code == 200


def test_bad_16_a_fault_tells_its_request_id_and_nothing_else(caller, monkeypatch, caplog):
    def broken(*_args, **_kwargs):
        raise ZeroDivisionError("secret of /srv/app SELECT")

    monkeypatch.setattr("storecrew.contexts.checkout.public.cart", broken)
    answer = caller.call("get", "carts/abc", X_Request_ID="my-request-1")
    assert answer.status_code == 500
    assert answer.json()["request_id"] == answer["X-Request-ID"] == "my-request-1"
    for inside in ("secret", "SELECT", "Traceback", "ZeroDivision", "/srv"):
        assert inside not in answer.content.decode()
    assert "my-request-1" in caplog.text


def test_aut_03_numbers_and_wrong_tokens_open_nothing(caller):
    placed = caller.complete(caller.cart({"A-1": 1})).json()
    neighbour = f"SC-{int(placed['number'][3:]) + 1}"
    for token in (placed["number"], neighbour, "1", placed["token"][:-1], placed["token"].swapcase()):
        answer = caller.call("get", f"orders/{token}")
        assert (answer.status_code, answer.json()["code"]) == (404, "order_not_found")


@pytest.mark.parametrize(
    "path", ["", "nothing", "carts/%00", "orders/..%2f..%2fetc", "products/%ff", "v2/x", "carts/a/b/c/d"]
)
def test_bad_08_what_does_not_exist_is_a_problem_not_a_page(caller, path):
    answer = caller.call("get", path)
    assert answer.status_code in (404, 422)
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("put", "products", "GET, HEAD, OPTIONS"),
        ("get", "carts", "OPTIONS, POST"),
        ("delete", "carts/some-token", "GET, HEAD, OPTIONS"),
        ("get", "carts/some-token/lines/1", "DELETE, OPTIONS, PATCH"),
        ("delete", "staff/orders", "GET, HEAD, OPTIONS"),
    ],
)
def test_bad_08_another_method_is_refused_as_a_problem_too(caller, method, path, allowed):
    answer = caller.call(method, path)
    assert (answer.status_code, answer["Content-Type"]) == (405, "application/problem+json")
    assert answer.json()["code"] == "method_not_allowed" and allowed in answer.json()["next_step"]
    assert answer["Allow"] == allowed


def test_head_answers_like_get_and_options_names_the_methods(caller):
    found, asked = caller.call("head", "products"), caller.call("get", "products")
    assert (found.status_code, found["Content-Type"]) == (200, asked["Content-Type"])
    assert caller.call("head", "products/nothing").status_code == 404
    options = caller.call("options", "carts/some-token")
    assert (options.status_code, options.content, options["Allow"]) == (204, b"", "GET, HEAD, OPTIONS")


def test_a_stranger_is_never_sent_to_the_back_office_by_a_refusal(caller):
    answer = caller.call("get", "products", X_Channel="nope").json()
    assert answer["code"] == "unknown_channel" and "Settings" not in answer["next_step"]


@pytest.mark.parametrize(("raw", "kind"), [("{", "application/json"), ("{}", "text/plain")])
def test_bad_15_what_could_not_be_read_says_what_to_send(caller, raw, kind):
    answer = caller.client.post("/api/v1/carts", raw, content_type=kind).json()
    assert answer["next_step"]


def test_con_24_a_key_that_is_too_long_is_not_called_missing(caller):
    answer = caller.call("post", "carts", {}, Idempotency_Key="k" * 256)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")
    assert answer.json()["errors"][0]["field"] == "Idempotency-Key"


def test_con_24_after_a_server_died_the_answer_says_when_the_key_is_free_again(caller):
    cart_id = caller.cart({"A-1": 1})
    caller.complete(cart_id, key="dead")
    left = IdempotencyRecord.objects.filter(key="dead")
    left.update(status=None, body=None, started_at=clock.now() - dt.timedelta(seconds=200))
    answer = caller.complete(cart_id, key="dead")
    assert (answer.status_code, answer.json()["code"]) == (409, "idempotency_in_progress")
    assert 60 < int(answer["Retry-After"]) <= 101
    left.update(started_at=clock.now() - idempotency.ABANDONED_AFTER - dt.timedelta(seconds=1))
    assert caller.complete(cart_id, key="dead").status_code == 200


def test_answers_about_carts_and_orders_are_never_stored(caller):
    cart_id = caller.cart({"A-1": 1})
    placed = caller.complete(cart_id)
    for answer in (
        caller.call("get", f"carts/{cart_id}"),
        placed,
        caller.call("get", f"orders/{placed.json()['token']}"),
    ):
        assert "no-store" in answer["Cache-Control"]


def test_the_committed_document_is_the_interface():
    assert PLACE.read_text(encoding="utf-8") == text(), "run python -m storecrew.surfaces.rest.v1.document"
