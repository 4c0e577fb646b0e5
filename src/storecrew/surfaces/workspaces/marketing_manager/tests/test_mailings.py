"""Pages of segments, mailings and flows."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core import mail as outgoing
from django.test import Client
from django.urls import reverse

from storecrew.contexts.catalog.models import Variant
from storecrew.contexts.checkout.tests.factories import AT, GUEST, make_shop
from storecrew.contexts.customers import public as customers
from storecrew.contexts.marketing import public as marketing
from storecrew.contexts.marketing.models import Flow, Mailing, Segment
from storecrew.contexts.marketing.tests.factories import ACTOR
from storecrew.contexts.marketing.tests.mailing import answer_in_parts, write
from storecrew.contexts.people.tests.factories import make_staff
from storecrew.contexts.promotions.models import Promotion
from storecrew.contexts.promotions.operations.activating import renew_active
from storecrew.contexts.promotions.tests.factories import make_promotion
from storecrew.kernel import clock, mail, outbox

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now():
    make_shop()
    with clock.frozen(AT + dt.timedelta(hours=2)):
        customers.ask_consent(
            "ann@example.com", ["news", "offers"], sentence="Yes", source="test", locale="en",
            channel_code="eu", proved="ann@example.com", actor=GUEST, at=clock.now(),
        )  # fmt: skip
        while outbox.drain():
            pass
        yield


def signed_in(role: str) -> Client:
    client = Client()
    client.force_login(make_staff(role), backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def manager():
    return signed_in("marketing_manager")


def text(client: Client, name: str, *args: object) -> str:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200, answer.content.decode()[-3000:]
    return re.sub(r"\s+", " ", answer.content.decode())


def test_mkt_8_a_segment_is_written_in_facts_and_counted(manager):
    assert "No segments yet" in text(manager, "segments")
    fields = {"name": "New ones", "orders_max": "0", "countries": "de", "bought": "NO-SUCH"}
    assert manager.post(reverse("segment_add"), fields).status_code == 422
    fields |= {"bought": "", "not_bought": "A-1", "countries": "", "spend_max": "50", "currency": "EUR"}
    manager.post(reverse("segment_add"), fields)
    row = Segment.objects.get()
    page = text(manager, "segment", row.pk)
    assert "at most 0 orders; spent at most €50.00; bought none of A-1" in page
    assert "A-1" in text(manager, "segment_edit", row.pk)
    assert "New ones" in text(manager, "segments")


def test_mkt_8_the_list_of_segments_says_how_many_people_each_has(manager):
    manager.post(reverse("segment_add"), {"name": "All"})
    manager.post(reverse("segment_add"), {"name": "Buyers", "orders_min": "1"})
    assert dict(Segment.objects.values_list("name", "people")) == {"All": 1, "Buyers": 0}
    now = clock.now()
    customers.ask_consent(
        "eve@example.com", ["news"], sentence="Yes", source="test", locale="en", channel_code="eu",
        proved="eve@example.com", actor=GUEST, at=now,
    )  # fmt: skip
    while outbox.drain():
        pass
    assert marketing.count_people(now) == 0, "counted a moment ago"
    assert marketing.count_people(now + dt.timedelta(minutes=11)) == 2
    rows = manager.get(reverse("segments"), {"sort": "-people"}).content.decode()
    assert rows.index(">All<") < rows.index(">Buyers<")
    assert re.search(r"<td[^>]*>\s*(<[^>]+>)*2\b", rows)


def test_mkt_8_what_is_typed_is_read_by_the_clock_of_the_business(manager):
    fields = {"name": "May", "kind": "survey", "topic": "surveys", "subject_en": "x", "text_en": "y"}
    manager.post(reverse("mailing_add", args=["survey"]), fields | {"per_hour": 100, "days": 1})
    row = Mailing.objects.get()
    assert "(UTC)" not in text(manager, "mailing_send", row.pk)
    manager.post(reverse("mailing_send", args=[row.pk]), {"send_at": "2040-07-01T10:00"})
    row.refresh_from_db()
    assert row.send_at == dt.datetime(2040, 7, 1, 8, tzinfo=dt.UTC)


def test_mkt_19_a_mailing_on_its_way_says_over_how_many_days_it_leaves_and_who_said_so(manager):
    row = Mailing.objects.get(pk=write(blocks=({"kind": "coupon", "promotion": make_promotion().pk},)))
    assert "were planned" not in text(manager, "mailing", row.pk)
    answer_in_parts(row.blocks[0]["promotion"], 4, until=clock.now() + dt.timedelta(days=9))
    Mailing.objects.update(state="sending", is_counted=True, paced_days=1)
    page = text(manager, "mailing", row.pk)
    assert "1 were planned. Lena: One packer" in page
    Mailing.objects.update(state="sent", paced_days=4)
    assert "were planned" not in text(manager, "mailing", row.pk), "what was so stays so"


def test_mkt_21_the_preview_of_a_mailing_says_that_only_some_have_its_promotion_yet(manager):
    now = clock.now()
    row = make_promotion(starts_local=(now + dt.timedelta(days=2)).strftime("%Y-%m-%dT%H:%M"))
    early = {"starts": (now - dt.timedelta(days=2)).strftime("%Y-%m-%dT%H:%M"), "groups": ["account"]}
    Promotion.objects.filter(pk=row.pk).update(definition={**row.definition, "early": early})
    renew_active()
    key = write(blocks=({"kind": "coupon", "promotion": row.pk},))
    assert "Only some have the promotion yet" in text(manager, "mailing", key)


def test_mkt_6_a_segment_of_live_facts_says_which_promotions_it_limits(manager):
    fields = {
        "name": "Savers", "orders_min": "1", "points_min": "10", "returned_max": "0", "has_voucher": "on",
        "waits_in_stock": "on", "bought": "A-1", "bought_in_stock": "on",
    }  # fmt: skip
    refused = manager.post(reverse("segment_add"), fields | {"bought": ""})
    assert refused.status_code == 422
    manager.post(reverse("segment_add"), fields)
    row = Segment.objects.get()
    page = text(manager, "segment", row.pk)
    assert "at least 1 order; at least 10 points; at most 0 orders with a return; bought one of A-1" in page
    assert "which can be bought now" in page
    assert "No promotion is." in page
    make_promotion(name="For savers", needs={"groups": [f"segment:{row.pk}"]})
    make_promotion(name="For the rest", needs={"not_groups": [f"segment:{row.pk}"]})
    page = text(manager, "segment", row.pk)
    assert "For savers" in page
    assert "For the rest" in page
    assert "Savers" in text(manager, "promotion_add", "percent_off")


def test_mkt_8_a_mailing_goes_from_its_kind_to_its_figures(manager):
    assert "Curated choice" in text(manager, "mailing_kinds")
    assert "Only these days" in text(manager, "mailing_add", "discount")
    promotion = make_promotion(name="Ten", code="TEN")
    fields = {
        "name": "May", "kind": "discount", "topic": "offers", "subject_en": "Only these days",
        "text_en": "While it holds.", "products": "A-1", "promotion": promotion.pk, "code": "TEN",
        "button_en": "To the shop", "button_url": "https://evil.example/", "per_hour": 100, "days": 1,
    }  # fmt: skip
    assert manager.post(reverse("mailing_add", args=["discount"]), fields).status_code == 422
    fields["button_url"] = "/categories/"
    manager.post(reverse("mailing_add", args=["discount"]), fields)
    row = Mailing.objects.get()
    page = text(manager, "mailing", row.pk)
    assert "1 people would get it now." in page
    seen = manager.get(reverse("mailing_seen", args=[row.pk]))
    assert "While it holds." in seen.content.decode()
    assert "'unsafe-inline'" in seen["Content-Security-Policy"]
    assert "TEN" in text(manager, "mailing_edit", row.pk)
    manager.post(reverse("mailing_test", args=[row.pk]))
    manager.post(reverse("mailing_send", args=[row.pk]), {"send_at": ""})
    marketing.send_due(clock.now())
    mail.deliver_due()
    assert [each.subject for each in outgoing.outbox] == ["[Test] Only these days", "Only these days"]
    page = text(manager, "mailing", row.pk)
    assert "Fetched by machines" in page
    assert "May" in text(manager, "mailings")


def test_mkt_18_a_mailing_says_why_it_would_not_be_sent_now(manager):
    promotion = make_promotion(name="Ten", code="TEN", state="paused")
    fields = {
        "name": "May", "kind": "discount", "topic": "offers", "subject_en": "x", "promotion": promotion.pk,
        "per_hour": 100, "days": 1,
    }  # fmt: skip
    manager.post(reverse("mailing_add", args=["discount"]), fields)
    page = text(manager, "mailing", Mailing.objects.get().pk)
    assert "The promotion does not hold now" in page


def test_aut_01_who_may_not_send_sees_figures_and_no_buttons(manager):
    fields = {"name": "May", "kind": "survey", "topic": "surveys", "subject_en": "x", "text_en": "y"}
    manager.post(reverse("mailing_add", args=["survey"]), fields | {"per_hour": 100, "days": 1})
    row = Mailing.objects.get()
    agent = signed_in("customer_service")
    assert reverse("mailing_send", args=[row.pk]) not in text(agent, "mailing", row.pk)
    assert agent.post(reverse("mailing_send", args=[row.pk])).status_code == 403
    for step in ("pause", "resume", "cancel"):
        manager.post(reverse(f"mailing_{step}", args=[row.pk]))
    row.refresh_from_db()
    assert row.state == "canceled"


def test_mkt_5_a_flow_starts_with_texts_and_shows_what_it_brings(manager):
    form = text(manager, "flow_add", "abandoned_cart")
    assert 'name="name" value="Abandoned cart"' in form
    assert "You left something" in form
    fields = {
        "name": "Carts", "is_on": "on", "idle_minutes": 30, "holdout_percent": 10,
        "after_1": 60, "subject_1_en": "You left something", "text_1_en": "It is still there.",
    }  # fmt: skip
    manager.post(reverse("flow_add", args=["abandoned_cart"]), fields)
    row = Flow.objects.get()
    assert (row.is_on, len(row.steps), row.settings) == (True, 1, {"idle_minutes": 30})
    assert "Nobody is in one of the groups yet." in text(manager, "flow", row.pk)
    assert "It is still there." in text(manager, "flow_edit", row.pk)
    assert "Carts" in text(manager, "flows")
    assert manager.get(reverse("flow_add", args=["nothing"])).status_code == 404


def test_mkt_5_each_kind_of_flow_is_offered_with_its_own_questions(manager):
    page = text(manager, "flow_kinds")
    for kind in Flow.Kind.values:
        assert reverse("flow_add", args=[kind]) in page
    fields = {
        "name": "Filters", "is_on": "on", "skus": "NONE", "lasts": 60, "holdout_percent": 0,
        "after_1": 0, "subject_1_en": "Time for a new one",
    }  # fmt: skip
    refused = manager.post(reverse("flow_add", args=["replenishment"]), fields)
    assert "This is none of the choices." in refused.content.decode()
    sku = Variant.objects.order_by("pk").values_list("sku", flat=True)[0]
    manager.post(reverse("flow_add", args=["replenishment"]), fields | {"skus": f"{sku}, "})
    row = Flow.objects.get()
    assert row.settings == {"skus": [sku], "days": 60}
    assert f'value="{sku}"' in text(manager, "flow_edit", row.pk)


def test_mkt_8_a_flow_splits_on_screen_and_shows_the_people_of_each_message(manager):
    key = marketing.save_segment("Buyers", {"orders_min": 1}, actor=ACTOR, at=AT)
    assert "Happy birthday!" in text(manager, "flow_add", "birthday")
    fields = {
        "name": "Hello", "is_on": "on", "holdout_percent": 0, "after_1": 0, "subject_1_en": "To buyers",
        "split_1": str(key), "other_subject_1_en": "To the rest", "other_text_1_en": "Have a look.",
        "after_2": 60, "subject_2_en": "By lot", "split_2": "share", "exit_segment": str(key),
    }  # fmt: skip
    refused = manager.post(reverse("flow_add", args=["welcome"]), fields)
    assert "Say 1 to 99 percent." in refused.content.decode()
    manager.post(reverse("flow_add", args=["welcome"]), fields | {"percent_2": "40"})
    row = Flow.objects.get()
    assert row.steps[0]["split"] == {"segment": key}
    assert row.steps[1]["split"] == {"percent": 40}
    assert (row.steps[1]["other"], row.settings["exit_segment"]) == (None, key)
    marketing.run_flows(clock.now())
    page = text(manager, "flow", row.pk)
    assert "who is in “Buyers” then" in page
    assert "at once" in page and "after 0" not in page
    assert "40% by lot" in page
    form = text(manager, "flow_edit", row.pk)
    assert "To the rest" in form
    assert "Have a look." in form
