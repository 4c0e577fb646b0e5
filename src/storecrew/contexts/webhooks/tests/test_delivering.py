"""From an event to a signed request at a real server, and everything that comes between."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest
from django.db import transaction
from standardwebhooks import WebhookVerificationError

from storecrew.contexts.catalog.events import ProductChanged
from storecrew.contexts.checkout.tests.factories import make_cart, make_shop, place
from storecrew.contexts.customers.events import CustomerErased
from storecrew.contexts.webhooks import public as webhooks
from storecrew.contexts.webhooks.models import Attempt, Delivery, Message, Subscription
from storecrew.contexts.webhooks.operations import telling
from storecrew.contexts.webhooks.providers import sending, simulator
from storecrew.contexts.webhooks.tests.receiver import Receiver
from storecrew.contexts.work.models import Finding
from storecrew.kernel import clock, outbox, outgoing
from storecrew.kernel.actor import system_actor
from storecrew.kernel.outbox.models import HandlerRun

pytestmark = pytest.mark.django_db
ACTOR = system_actor("tests")
HOUR = dt.timedelta(hours=1)


def subscribed(url: str, *events: str, name: str = "ERP") -> tuple[Subscription, str]:
    wanted = webhooks.Wanted(name, url, events or ("customer.erased",))
    return webhooks.add_subscription(wanted, actor=ACTOR, at=clock.now())


def happens(customer_id: int = 7) -> None:
    with transaction.atomic():
        outbox.publish(CustomerErased(customer_id))
    drain()


def drain() -> None:
    while outbox.drain():
        pass


def deliver() -> int:
    return webhooks.deliver_due(at=clock.now())


@pytest.fixture(autouse=True)
def _held():
    """Hold the clock, near enough to the real one for signatures."""
    with clock.frozen(dt.datetime.now(dt.UTC)):
        yield


def only() -> Delivery:
    return Delivery.objects.select_related("message").get()


def test_it_3_an_order_arrives_signed_with_ids_and_nothing_personal(receiver: Receiver) -> None:
    row, secret = subscribed(receiver.url, "order.placed", "stock.changed")
    order = place(make_cart(make_shop(), {"A-1": 2}))
    drain()
    assert deliver() >= 1
    payloads = [each.verified(secret) for each in receiver.got]
    placed = next(each for each in payloads if each["type"] == "order.placed")
    assert placed["version"] == 1
    assert placed["data"]["lines"] == [{"sku": "A-1", "quantity": 2}]
    assert placed["data"]["channel"] == "eu"
    assert placed["data"]["total"]["currency"] == "EUR"
    assert placed["data"]["order"]
    assert all(word not in str(payloads) for word in ("ann@example.com", "Ann Example", "Unter den Linden"))
    assert order.order_token not in str(payloads)
    first = receiver.got[0]
    assert first.headers["webhook-id"].startswith("msg_")
    assert first.headers["content-type"] == "application/json"
    with pytest.raises(WebhookVerificationError):
        first.verified("whsec_b3RoZXJvdGhlcm90aGVyb3RoZXI=")
    row.refresh_from_db()
    assert row.succeeded_at is not None and row.failing_since is None


def test_it_3_the_same_event_again_is_told_once(receiver: Receiver) -> None:
    subscribed(receiver.url)
    happens()
    HandlerRun.objects.all().delete()
    outbox_rows = Message.objects.values_list("event_id", flat=True)
    event = CustomerErased(7)
    handling = outbox.Handling(outbox_rows[0], clock.now())
    assert telling.tell(event, handling, at=clock.now()) == 0
    assert (Message.objects.count(), Delivery.objects.count()) == (1, 1)
    assert (deliver(), deliver()) == (1, 0)
    assert len(receiver.got) == 1


def test_nothing_is_written_where_nobody_listens(receiver: Receiver) -> None:
    subscribed(receiver.url, "order.placed")
    happens()
    assert not Message.objects.exists()
    assert outbox.current() is None


def test_it_3_500_and_then_200_arrives_under_one_id(receiver: Receiver) -> None:
    subscribed(receiver.url)
    happens()
    receiver.answers, receiver.words = [500], b"whsec_leak boom"
    deliver()
    failed = only()
    assert (failed.state, failed.attempts, failed.status) == ("waiting", 1, 500)
    assert clock.now() < failed.next_at <= clock.now() + dt.timedelta(seconds=24)
    assert Subscription.objects.get().failing_since is not None
    assert deliver() == 0
    with clock.frozen(clock.now() + dt.timedelta(seconds=30)):
        assert deliver() == 1
        assert (only().state, only().attempts, only().next_at) == ("delivered", 2, None)
    assert Subscription.objects.get().failing_since is None
    assert [(each.number, each.status, each.answer) for each in Attempt.objects.all()] == [
        (1, 500, "*** boom"),
        (2, 200, "*** boom"),
    ]
    assert len({each.headers["webhook-id"] for each in receiver.got}) == 1
    assert receiver.got[0].body == receiver.got[1].body


def test_it_3_a_slow_address_is_left_after_its_time(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "SECONDS", 0.3)
    receiver.slow = True
    subscribed(receiver.url)
    happens()
    deliver()
    tried = Attempt.objects.get()
    assert (tried.status, tried.outcome) == (None, "timeout")
    assert 250 <= tried.took_ms < 5_000
    assert only().state == "waiting"


def test_it_3_redirects_are_refused(receiver: Receiver) -> None:
    receiver.answers = [302]
    subscribed(receiver.url)
    happens()
    deliver()
    assert (only().outcome, only().status, only().state) == ("redirect", 302, "waiting")
    assert len(receiver.got) == 1


def test_it_3_private_addresses_are_refused_when_sent_too() -> None:
    row, _secret = subscribed("https://erp.example.com/hooks")
    # A name that was public when it was saved may lead home today.
    Subscription.objects.filter(pk=row.pk).update(url="https://169.254.169.254/latest/")
    happens()
    deliver()
    assert (only().outcome, only().status) == ("private_address", None)


def test_it_3_both_secrets_sign_while_they_are_exchanged(receiver: Receiver) -> None:
    row, first = subscribed(receiver.url)
    _row, second = webhooks.rotate_secret(row.pk, actor=ACTOR, at=clock.now())
    happens()
    deliver()
    for secret in (first, second):
        assert receiver.got[0].verified(secret)["data"] == {"customer_id": 7}
    assert len(receiver.got[0].headers["webhook-signature"].split(" ")) == 2


def test_it_3_what_only_fails_is_paused_and_the_developers_hear_of_it(receiver: Receiver) -> None:
    row, _secret = subscribed(receiver.url)
    happens()
    receiver.answers = [503] * 20
    at = clock.now()
    for _ in range(10):
        with clock.frozen(at):
            deliver()
            at = (only().next_at or at) + dt.timedelta(seconds=1)
    assert (only().state, only().attempts) == ("dead", 10)
    row.refresh_from_db()
    assert (row.state, row.pause) == ("paused", "failing")
    alert = Finding.objects.get(code="webhook_paused")
    assert (alert.owner_role, alert.state, alert.severity) == ("developer", "open", "critical")
    # What happens meanwhile is kept, and sent when it goes on.
    happens(8)
    with clock.frozen(at):
        assert deliver() == 0
        receiver.answers = []
        webhooks.resume_subscription(row.pk, actor=ACTOR, at=at)
        assert deliver() == 1
    assert Finding.objects.get(code="webhook_paused").state == "resolved"
    assert Delivery.objects.get(message__body__contains='"customer_id":8').state == "delivered"


def test_a_subscription_that_took_something_meanwhile_is_not_paused(receiver: Receiver) -> None:
    row, _secret = subscribed(receiver.url)
    happens()
    Delivery.objects.update(attempts=9)
    Subscription.objects.update(succeeded_at=clock.now() + HOUR)
    receiver.answers = [500]
    deliver()
    assert only().state == "dead"
    row.refresh_from_db()
    assert row.state == "active"


def test_it_3_an_address_that_is_gone_is_asked_once(receiver: Receiver) -> None:
    row, _secret = subscribed(receiver.url)
    happens()
    receiver.answers = [410]
    deliver()
    row.refresh_from_db()
    assert (only().state, row.state, row.pause) == ("dead", "paused", "gone")


def test_it_3_redelivered_by_hand(receiver: Receiver) -> None:
    row, secret = subscribed(receiver.url)
    happens()
    deliver()
    sent = webhooks.redeliver(only().pk, actor=ACTOR, at=clock.now())
    assert (sent.state, sent.answer.status, sent.answer.excerpt) == ("delivered", 200, '{"ok": true}')
    assert [each.by_hand for each in Attempt.objects.all()] == [False, True]
    assert receiver.got[1].verified(secret) == receiver.got[0].verified(secret)
    # One that is given up and fails again stays given up.
    Delivery.objects.update(attempts=10)
    receiver.answers = [500]
    assert webhooks.redeliver(only().pk, actor=ACTOR, at=clock.now()).state == "dead"
    webhooks.resume_subscription(row.pk, actor=ACTOR, at=clock.now())
    webhooks.pause_subscription(row.pk, actor=ACTOR, at=clock.now())
    with pytest.raises(webhooks.SubscriptionPaused):
        webhooks.redeliver(only().pk, actor=ACTOR, at=clock.now())


def test_somebody_else_sends_it_at_this_moment(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    subscribed(receiver.url)
    happens()
    from storecrew.contexts.webhooks.operations import delivering

    monkeypatch.setattr(delivering, "_claim", lambda row, at: False)
    with pytest.raises(webhooks.DeliveryUnderWay):
        webhooks.redeliver(only().pk, actor=ACTOR, at=clock.now())
    assert deliver() == 0


def test_a_claim_of_a_process_that_died_runs_out(receiver: Receiver) -> None:
    from storecrew.contexts.webhooks.operations import delivering

    subscribed(receiver.url)
    happens()
    row = webhooks.delivery(only().pk)
    assert delivering._claim(row, clock.now())
    assert not delivering._claim(webhooks.delivery(only().pk).__class__(pk=row.pk, attempts=1), clock.now())
    assert deliver() == 0
    with clock.frozen(clock.now() + delivering.LEASE):
        assert deliver() == 1


def test_it_3_a_test_is_sent_at_once_also_while_paused(receiver: Receiver) -> None:
    row, secret = subscribed(receiver.url)
    webhooks.pause_subscription(row.pk, actor=ACTOR, at=clock.now())
    sent = webhooks.send_test(row.pk, actor=ACTOR, at=clock.now())
    assert (sent.state, sent.answer.status) == ("delivered", 200)
    assert receiver.got[0].verified(secret)["type"] == webhooks.TEST


def test_a_secret_that_cannot_be_opened_is_said(receiver: Receiver) -> None:
    subscribed(receiver.url)
    Subscription.objects.update(secret="nonsense")
    happens()
    deliver()
    assert (only().outcome, receiver.got) == ("secret_unreadable", [])


def test_a_busy_subscription_leaves_room_for_others(receiver: Receiver) -> None:
    subscribed(receiver.url, name="Busy")
    for number in range(30):
        happens(number)
    other, _secret = subscribed(receiver.url + "/other", "product.changed", name="Quiet")
    with transaction.atomic():
        outbox.publish(ProductChanged(1))
    drain()
    from storecrew.contexts.webhooks.operations import delivering

    first = delivering._due(clock.now())
    assert len(first) == delivering.OF_ONE + 1
    assert deliver() == 31
    assert webhooks.standings(since=clock.now() - HOUR)[other.pk].delivered == 1


def test_deliveries_are_forgotten_after_their_time(receiver: Receiver) -> None:
    subscribed(receiver.url)
    happens(1)
    deliver()
    happens(2)
    Delivery.objects.filter(state="waiting").update(state="dead", next_at=None)
    at = clock.now()
    assert webhooks.forget_old(at=at + dt.timedelta(days=29)) == 0
    assert webhooks.forget_old(at=at + dt.timedelta(days=31)) == 1
    assert (Delivery.objects.get().state, Message.objects.count()) == ("dead", 1)
    assert webhooks.forget_old(at=at + dt.timedelta(days=91)) == 1
    assert not Message.objects.exists()


def test_a_large_answer_is_cut(receiver: Receiver) -> None:
    receiver.words = b"y" * 100_000
    subscribed(receiver.url)
    happens()
    deliver()
    assert only().state == "delivered"
    assert len(Attempt.objects.get().answer) == 1000


def test_the_guarded_client_still_refuses_without_asking_for_any_answer(receiver: Receiver) -> None:
    receiver.answers = [500]
    with pytest.raises(outgoing.Unreachable):
        outgoing.call("POST", receiver.url, body=b"{}")


def test_the_simulator_answers_within_the_process() -> None:
    for path in ("ok", "busy", "fails"):
        subscribed(f"https://{simulator.HOST}/{path}", name=path)
    happens(1)
    happens(2)
    deliver()
    states = Delivery.objects.order_by("pk").values_list("subscription__name", "state")
    counted = Counter(states)
    assert counted["ok", "delivered"] == 2
    assert counted["fails", "waiting"] == 2
    assert (counted["busy", "delivered"], counted["busy", "waiting"]) == (1, 1)
