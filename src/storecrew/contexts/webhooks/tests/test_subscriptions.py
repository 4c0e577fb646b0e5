"""Subscriptions: what is refused, secrets shown once, pauses."""

from __future__ import annotations

import datetime as dt

import pytest

from storecrew.contexts.webhooks import public as webhooks
from storecrew.contexts.webhooks.models import Subscription
from storecrew.contexts.webhooks.operations import subscriptions
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor, guest_actor, system_actor
from storecrew.kernel.errors import Denied

pytestmark = pytest.mark.django_db
AT = dt.datetime(2027, 3, 2, 9, 0, tzinfo=dt.UTC)
ACTOR = system_actor("tests")
WANTED = webhooks.Wanted("ERP", "https://erp.example.com/hooks?token=t0psecret", ("order.placed",))


def made(wanted: webhooks.Wanted = WANTED, actor: Actor = ACTOR) -> tuple[Subscription, str]:
    return webhooks.add_subscription(wanted, actor=actor, at=AT)


@pytest.mark.parametrize(
    ("name", "url", "events", "field"),
    [
        (" ", "https://erp.example.com/", ("order.placed",), "name"),
        ("x" * 101, "https://erp.example.com/", ("order.placed",), "name"),
        ("ERP", "http://erp.example.com/", ("order.placed",), "url"),
        ("ERP", "https://10.0.0.8/", ("order.placed",), "url"),
        ("ERP", "https://localhost/", ("order.placed",), "url"),
        ("ERP", "https://erp.example.com/" + "a" * 500, ("order.placed",), "url"),
        ("ERP", "https://erp.example.com/", (), "events"),
        ("ERP", "https://erp.example.com/", ("order.eaten",), "events"),
    ],
)
def test_it_3_what_makes_no_subscription(name: str, url: str, events: tuple[str, ...], field: str) -> None:
    with pytest.raises(webhooks.InvalidSubscription) as caught:
        made(webhooks.Wanted(name, url, events))
    assert set(caught.value.details["fields"]) == {field}


def test_it_3_the_secret_is_sealed_and_the_trail_has_no_secrets() -> None:
    row, secret = made()
    assert secret.startswith("whsec_") and secret not in row.secret
    assert subscriptions.secrets_of(row, at=AT) == (secret,)
    entry = audit.entries_for("webhooks.subscription", row.pk)[0]
    assert entry.after == {"name": "ERP", "host": "erp.example.com", "events": ["order.placed"]}
    assert "t0psecret" not in str(entry.__dict__)


def test_it_3_a_new_secret_signs_beside_the_former_for_a_day() -> None:
    row, first = made()
    row, second = webhooks.rotate_secret(row.pk, actor=ACTOR, at=AT)
    assert subscriptions.secrets_of(row, at=AT + dt.timedelta(hours=23)) == (second, first)
    assert subscriptions.secrets_of(row, at=AT + webhooks.OVERLAP) == (second,)


def test_two_who_edit_do_not_overwrite_each_other() -> None:
    row, _secret = made()
    other = webhooks.Wanted("ERP 2", "https://erp2.example.com/", ("stock.changed", "order.placed"))
    changed = webhooks.change_subscription(row.pk, other, version=row.version, actor=ACTOR, at=AT)
    assert (changed.name, changed.events) == ("ERP 2", ["order.placed", "stock.changed"])
    with pytest.raises(webhooks.SubscriptionChanged) as caught:
        webhooks.change_subscription(row.pk, other, version=row.version, actor=ACTOR, at=AT)
    assert caught.value.details["version"] == changed.version


def test_paused_and_resumed_by_hand_once() -> None:
    row, _secret = made()
    for _ in range(2):
        webhooks.pause_subscription(row.pk, actor=ACTOR, at=AT)
    assert (webhooks.find(row.pk).state, webhooks.find(row.pk).pause) == ("paused", "hand")
    for _ in range(2):
        webhooks.resume_subscription(row.pk, actor=ACTOR, at=AT)
    assert webhooks.find(row.pk).state == "active"
    actions = [entry.action for entry in audit.entries_for("webhooks.subscription", row.pk)]
    assert actions == ["webhooks.webhook_resumed", "webhooks.webhook_paused", "webhooks.webhook_made"]


def test_deleted_for_good() -> None:
    row, _secret = made()
    webhooks.delete_subscription(row.pk, actor=ACTOR, at=AT)
    with pytest.raises(webhooks.UnknownSubscription):
        webhooks.find(row.pk)
    with pytest.raises(webhooks.UnknownDelivery):
        webhooks.delivery(1)


def test_nobody_without_the_right_writes() -> None:
    row, _secret = made()
    nobody = guest_actor()
    for call in (
        lambda: made(actor=nobody),
        lambda: webhooks.change_subscription(row.pk, WANTED, version=1, actor=nobody, at=AT),
        lambda: webhooks.rotate_secret(row.pk, actor=nobody, at=AT),
        lambda: webhooks.pause_subscription(row.pk, actor=nobody, at=AT),
        lambda: webhooks.resume_subscription(row.pk, actor=nobody, at=AT),
        lambda: webhooks.delete_subscription(row.pk, actor=nobody, at=AT),
        lambda: webhooks.send_test(row.pk, actor=nobody, at=AT),
        lambda: webhooks.redeliver(1, actor=nobody, at=AT),
    ):
        with pytest.raises(Denied):
            call()
