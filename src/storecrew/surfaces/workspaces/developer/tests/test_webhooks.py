"""Webhooks on screen: the secret shown once, deliveries with what came back, sent again, paused, deleted."""

from __future__ import annotations

import re

import pytest
from django.db import transaction
from django.urls import reverse

from storecrew.contexts.customers.events import CustomerErased
from storecrew.contexts.people.tests.factories import make_staff
from storecrew.contexts.webhooks import public as webhooks
from storecrew.contexts.webhooks.models import Delivery, Subscription
from storecrew.kernel import clock, outbox

pytestmark = pytest.mark.django_db
OK = "https://webhooks.simulator.example/ok"
FAILS = "https://webhooks.simulator.example/fails"


@pytest.fixture
def desk(client):
    client.force_login(make_staff("developer"))
    return client


def added(desk, url: str = OK, *events: str):
    asked = {"name": "ERP", "url": url, "events": events or ("customer.erased",)}
    return desk.post(reverse("webhook_add"), asked)


def happens() -> None:
    with transaction.atomic():
        outbox.publish(CustomerErased(7))
    while outbox.drain():
        pass
    webhooks.deliver_due(at=clock.now())


def page(desk, name: str, *args, query: str = "") -> str:
    answer = desk.get(reverse(name, args=args) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_webhook_is_made_its_secret_shown_once_and_its_deliveries_seen(desk):
    assert "No webhooks yet" in page(desk, "webhook_list")
    shown = added(desk)
    secret = re.search(r'value="(whsec_[^"]+)"', shown.content.decode()).group(1)
    assert "no-store" in shown["Cache-Control"]
    row = Subscription.objects.get()
    happens()
    record = page(desk, "webhook_record", row.pk)
    assert "customer.erased" in record and "answered 200" in record and secret not in record
    sent = Delivery.objects.get()
    delivery = page(desk, "webhook_delivery", sent.pk)
    assert "&quot;customer_id&quot;: 7" in delivery and "&quot;received&quot;: true" in delivery
    assert "whsec_" not in delivery
    assert "ERP" in page(desk, "webhook_list")


def test_what_failed_is_found_and_sent_again(desk):
    added(desk, FAILS)
    happens()
    row = Delivery.objects.get()
    waiting = page(desk, "webhook_deliveries", query="?f.state=waiting&f.event=customer.erased")
    assert "answered 503" in waiting
    assert "answered 503" not in page(desk, "webhook_deliveries", query="?f.state=delivered")
    Subscription.objects.update(url=OK)
    answer = desk.post(reverse("webhook_redeliver", args=[row.pk]), follow=True).content.decode()
    assert "Delivered: answered 200" in answer and "by hand" in answer
    assert Subscription.objects.get().failing_since is None


def test_a_test_pause_resume_new_secret_edit_and_delete(desk):
    added(desk, FAILS)
    row = Subscription.objects.get()
    said = desk.post(reverse("webhook_test", args=[row.pk]), follow=True).content.decode()
    assert "Not delivered: answered 503" in said
    assert "Nothing got through for 0 days" in page(desk, "webhook_record", row.pk)
    assert "Paused" in desk.post(reverse("webhook_pause", args=[row.pk]), follow=True).content.decode()
    refused = desk.post(
        reverse("webhook_redeliver", args=[Delivery.objects.get().pk]), follow=True
    ).content.decode()
    assert "Resume it first" in refused
    assert "Resumed" in desk.post(reverse("webhook_resume", args=[row.pk]), follow=True).content.decode()
    assert "whsec_" in desk.post(reverse("webhook_rotate", args=[row.pk])).content.decode()
    assert "The former secret signs until" in page(desk, "webhook_record", row.pk)
    row.refresh_from_db()
    change = {"version": row.version, "name": "ERP 2", "url": OK, "events": ["order.placed"]}
    assert desk.post(reverse("webhook_edit", args=[row.pk]), change).status_code == 302
    late = desk.post(reverse("webhook_edit", args=[row.pk]), change)
    assert late.status_code == 422 and "Somebody changed this webhook" in late.content.decode()
    desk.post(reverse("webhook_delete", args=[row.pk]))
    assert not Subscription.objects.exists()
    assert desk.get(reverse("webhook_record", args=[row.pk])).status_code == 404


def test_an_address_that_may_not_be_called_is_said_beside_its_field(desk):
    answer = added(desk, "https://10.0.0.8/hooks")
    assert answer.status_code == 422
    assert "This address may not be called from here." in answer.content.decode()


def test_a_tester_sees_and_changes_nothing(client):
    client.force_login(make_staff("tester"))
    assert "Add a webhook" not in page(client, "webhook_list")
    assert client.get(reverse("webhook_add")).status_code == 403
    assert client.post(reverse("webhook_delete", args=[1])).status_code == 403


def test_the_guide_has_every_event_with_an_example(desk):
    text = page(desk, "webhook_guide")
    assert all(event.name in text for event in webhooks.PUBLIC)
    assert "webhook-signature" in text


def test_the_lists_ask_a_fixed_number_of_questions(desk, django_assert_max_num_queries):
    for _ in range(3):
        added(desk)
        happens()
    with django_assert_max_num_queries(18):
        page(desk, "webhook_list")
    with django_assert_max_num_queries(18):
        page(desk, "webhook_deliveries")
