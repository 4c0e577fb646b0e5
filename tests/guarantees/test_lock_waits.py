"""R5: who waits too long for what others hold is told to try again, on every surface, and nothing is lost."""

from __future__ import annotations

import datetime as dt
import json
import select
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction
from django.test import Client

from storecrew.contexts.catalog.models import Variant
from storecrew.contexts.checkout.models import Cart, CartLine
from storecrew.contexts.inventory.models import StockLevel
from storecrew.contexts.orders.models import Order
from storecrew.contexts.people.models import User
from storecrew.contexts.people.tests.factories import make_staff
from storecrew.kernel import clock, contention
from storecrew.kernel.mail.models import Mail
from storecrew.kernel.outbox.models import HandlerRun, OutboxEvent
from storecrew.kernel.schedule.worker import BackgroundWorker
from tests.guarantees.machinery import laws, shop
from tests.guarantees.machinery.arena import FORK, PATIENCE, Arena
from tests.guarantees.pages.test_reading import with_cart

pytestmark = pytest.mark.race
SHORT = 0.3


def impatient(arena: Arena) -> Arena:
    """The same database for somebody who waits a third of a second."""
    options = {**arena.settings["OPTIONS"]}
    if "postgresql" in arena.settings["ENGINE"]:
        options["options"] = f"-c lock_timeout={int(SHORT * 1000)}"
    else:
        options["timeout"] = SHORT
    return replace(arena, settings={**arena.settings, "OPTIONS": options})


@contextmanager
def held(arena: Arena, take: Callable[[], Any]) -> Iterator[None]:
    """Inside the block another connection holds what ``take`` locked; on SQLite that is the whole file."""
    taken, leave = FORK.Event(), FORK.Event()

    def hold() -> None:
        with transaction.atomic():
            take()
            taken.set()
            assert leave.wait(PATIENCE)

    other = arena.start(hold)
    try:
        while not taken.wait(0.05):
            assert not select.select([other.reader], [], [], 0)[0], "the lock was not taken"
        yield
    finally:
        leave.set()
        outcome = other.wait()
    assert outcome.ok, outcome.value


def lock(*querysets: Any) -> Callable[[], Any]:
    return lambda: [list(queryset.select_for_update()) for queryset in querysets]


def asked(*calls: Callable[[Client], Any], cart: str = "") -> list[tuple[int, dict[str, str], str]]:
    """Send requests one after the other; return status, headers and text of each."""
    client = Client(raise_request_exception=False, headers={"Origin": "http://testserver"})
    if cart:
        with_cart(client, cart)
    found = []
    for call in calls:
        answer = call(client)
        found.append((answer.status_code, dict(answer.headers), answer.content.decode()))
    return found


def complete(cart: str, key: str = "k1") -> Callable[[Client], Any]:
    body = {"payment": {"gateway": "simulator", "token": shop.REMEMBERED}}
    return lambda client: client.post(
        f"/api/v1/carts/{cart}/complete", body, "application/json", headers={"Idempotency-Key": key}
    )


def test_con_09_rest_answers_a_conflict_to_repeat_with_the_same_key(arena: Arena) -> None:
    arena.run(lambda: shop.open_shop(A=10))
    cart = arena.run(lambda: shop.cart(A=1))
    with held(arena, lock(StockLevel.objects.all(), Cart.objects.all())):
        ((status, headers, text),) = impatient(arena).run(lambda: asked(complete(cart)))
    told = json.loads(text)
    assert (status, told["code"], told["status"]) == (409, "busy", 409)
    assert told["detail"] and told["next_step"]
    assert told["details"] == {"retry_after": 1} and headers["Retry-After"] == "1"
    assert headers["Content-Type"] == "application/problem+json"
    assert arena.run(Order.objects.count) == 0
    ((status, _headers, text),) = arena.run(lambda: asked(complete(cart)))
    assert (status, json.loads(text)["status"]) == (201, "confirmed")
    assert arena.run(laws.broken) == []


def test_con_09_the_shop_says_it_in_words_and_keeps_what_was_there(arena: Arena) -> None:
    arena.run(lambda: shop.open_shop(A=10))
    cart = arena.run(lambda: shop.cart(A=1))
    line = arena.run(lambda: CartLine.objects.get().pk)

    def change(client: Client) -> Any:
        return client.post(f"/en/cart/lines/{line}/", {"quantity": 2})

    with held(arena, lock(Cart.objects.all())):
        ((status, headers, text),) = impatient(arena).run(lambda: asked(change, cart=cart))
    assert (status, headers["Retry-After"], headers["Cache-Control"]) == (409, "1", "no-store")
    assert "Please try again" in text and "Nothing is done or charged twice." in text
    assert arena.run(lambda: CartLine.objects.get().quantity) == 1
    ((status, *_rest),) = arena.run(lambda: asked(change, cart=cart))
    assert status < 400
    assert arena.run(lambda: CartLine.objects.get().quantity) == 2


def test_con_09_staff_come_back_to_their_form_with_a_message(arena: Arena) -> None:
    arena.run(lambda: shop.open_shop(A=10))
    address = arena.run(_stock_address)
    email = arena.run(lambda: make_staff("owner", email="owner@example.com").email)

    def correct(client: Client) -> Any:
        form = {"on_hand": 7, "expected_on_hand": 10, "reason": "counted"}
        return client.post(f"{address}adjust/", form, headers={"Referer": f"http://testserver{address}"})

    def sign_in_and_correct() -> list[Any]:
        client = Client(raise_request_exception=False)
        client.force_login(User.objects.get(email=email))
        ready.set()
        assert go.wait(PATIENCE)
        plain = client.post(f"{address}adjust/", {"on_hand": 7, "expected_on_hand": 10, "reason": "counted"})
        script = client.post(
            f"{address}adjust/",
            {"on_hand": 7, "expected_on_hand": 10, "reason": "counted"},
            headers={"X-Requested-With": "XMLHttpRequest"},
        )
        refused = correct(client)
        done.set()
        assert freed.wait(PATIENCE)
        after = client.get(address)
        again = correct(client)
        return [
            (refused.status_code, refused.headers.get("Location")),
            (plain.status_code, plain.headers.get("Retry-After"), plain.content.decode()),
            (script.status_code, script.json()["code"]),
            after.content.decode(),
            again.status_code,
        ]

    ready, go, done, freed = FORK.Event(), FORK.Event(), FORK.Event(), FORK.Event()
    person = impatient(arena).start(sign_in_and_correct)
    assert ready.wait(PATIENCE)
    with held(arena, lock(StockLevel.objects.all())):
        go.set()
        assert done.wait(PATIENCE)
    freed.set()
    outcome = person.wait()
    assert outcome.ok, outcome.value
    refused, plain, script, after, again = outcome.value
    assert refused == (302, f"http://testserver{address}")
    assert plain[:2] == (409, "1") and "Others are changing the same things right now" in plain[2]
    assert script == (409, "busy")
    assert "Others are changing the same things right now" in after, "the message is on the next page"
    assert again == 302
    assert arena.run(lambda: StockLevel.objects.get().on_hand) == 7


def _stock_address() -> str:
    level = StockLevel.objects.select_related("location").get()
    sku = Variant.objects.get(pk=level.variant_id).sku
    return f"/admin/stock/{sku}/at/{level.location.code}/"


def test_con_09_the_worker_goes_on_and_does_later_what_it_could_not_do(arena: Arena) -> None:
    arena.run(lambda: shop.open_shop(A=10))
    arena.run(lambda: shop.buy(shop.cart(A=1)))

    def work() -> tuple[int, int, int]:
        worker = BackgroundWorker()
        worker._stop.set()  # no pause after a fault
        finished = worker.work_once()
        return finished, OutboxEvent.objects.filter(done_at=None).count(), Mail.objects.count()

    with held(arena, lock(OutboxEvent.objects.all())):
        finished, waiting, mails = impatient(arena).run(work)
    assert finished == mails == 0 and waiting > 0
    assert not arena.run(lambda: HandlerRun.objects.filter(given_up=True).exists())

    def work_later() -> tuple[int, int, int]:
        with clock.frozen(clock.now() + dt.timedelta(minutes=5)):
            return work()

    finished, waiting, mails = arena.run(work_later)
    assert finished > 0 and (waiting, mails) == (0, 1)
    assert arena.run(laws.broken) == []


def test_con_09_a_deadlock_and_a_lost_serialization_are_told_the_same_way(arena: Arena) -> None:
    if "postgresql" not in arena.settings["ENGINE"]:
        pytest.skip("SQLite has one writer and neither of the two")
    arena.run(lambda: shop.open_shop(A=10, B=10))
    barrier = FORK.Barrier(2)

    def cross(first: int, second: int) -> str:
        try:
            with transaction.atomic():
                rows = StockLevel.objects.order_by("pk")
                StockLevel.objects.filter(pk=rows[first].pk).update(safety=1)
                barrier.wait(PATIENCE)
                StockLevel.objects.filter(pk=rows[second].pk).update(safety=1)
        except OperationalError as error:
            busy = contention.refusal(error)
            return f"{busy.code} {busy.status}" if busy else repr(error)
        return "done"

    results = arena.stampede([lambda: cross(0, 1), lambda: cross(1, 0)])
    assert sorted(result.value for result in results) == ["busy 409", "done"]

    def count_and_write() -> str:
        try:
            with transaction.atomic():
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL SERIALIZABLE")
                level = StockLevel.objects.order_by("pk").first()
                barrier.wait(PATIENCE)
                StockLevel.objects.filter(pk=level.pk).update(safety=level.safety + 1)
        except OperationalError as error:
            busy = contention.refusal(error)
            return f"{busy.code} {busy.status}" if busy else repr(error)
        return "done"

    results = arena.stampede([count_and_write, count_and_write])
    assert sorted(result.value for result in results) == ["busy 409", "done"]
