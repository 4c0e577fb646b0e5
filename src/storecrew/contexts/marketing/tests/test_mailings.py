"""Mailings: whom they go to, once, at the right time, with the facts of the moment they leave."""

from __future__ import annotations

import pytest
from django.core import mail as outgoing

from storecrew.contexts.channels import public as channels
from storecrew.contexts.checkout.tests.factories import make_cart, place
from storecrew.contexts.customers import public as customers
from storecrew.contexts.marketing import public as marketing
from storecrew.contexts.marketing.models import Mailing, Profile, Recipient
from storecrew.contexts.marketing.operations import sending
from storecrew.contexts.marketing.tests.factories import ACTOR, AT
from storecrew.contexts.marketing.tests.mailing import (
    DAY,
    HOUR,
    MINUTE,
    NOON,
    agree,
    deliver,
    drain,
    letters,
    reasons,
    send,
    write,
)
from storecrew.kernel import clock, mail
from storecrew.kernel.mail.line import Line
from storecrew.kernel.mail.models import Mail

pytestmark = pytest.mark.django_db


def test_mkt_8_a_mailing_goes_once_to_all_who_agreed_with_live_prices_and_a_way_out(shop):
    ann, bob = agree("ann", "bob")
    key = write()
    assert send(key) == 2
    assert deliver(NOON + MINUTE) == 0
    assert sorted(each.to[0] for each in letters()) == [ann.email, bob.email]
    found = letters()[0]
    html = found.alternatives[0][0]
    assert found.from_email == f'"{channels.facts("eu").name}" <shop@storecrew.example>'
    assert "€10.00" in html
    assert "€10.00" in found.body
    assert "variant=B-1" not in found.body, "what is sold out is not advertised"
    stop = found.extra_headers["List-Unsubscribe"]
    assert stop == f"<{stop[1:-1]}>"
    assert f"/en/mail/{ann.token}/stop/offers/" in stop
    assert found.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    row = Mailing.objects.get(pk=key)
    assert (row.state, marketing.figures(key)[0].sent) == ("sent", 2)


def test_prv_04_who_withdraws_after_the_hand_over_gets_nothing(shop):
    ann, _bob = agree("ann", "bob")
    key = write()
    marketing.schedule_mailing(key, send_at=NOON, actor=ACTOR, at=AT)
    assert marketing.send_due(NOON) == 2
    customers.withdraw_consent(ann.token, source="one click", at=NOON)
    deliver(NOON + MINUTE)
    assert [each.to for each in letters()] == [["bob@example.com"]]
    assert reasons(key) == {"consent": 1}
    assert (
        Mail.objects.get(dedupe_key__endswith=f":{Recipient.objects.get(contact=ann).pk}").state
        == "withdrawn"
    )


def test_con_22_a_crash_between_two_batches_sends_nobody_twice(shop, monkeypatch):
    agree(*(f"p{number}" for number in range(5)))
    monkeypatch.setattr(sending, "SNAPSHOT", 2)
    key = write()
    marketing.schedule_mailing(key, send_at=NOON, actor=ACTOR, at=AT)
    real = mail.queue_letters

    def crash(letters, *, at):
        real(letters, at=at)
        raise RuntimeError("the power went")

    monkeypatch.setattr(mail, "queue_letters", crash)
    with pytest.raises(RuntimeError):
        marketing.advance(key, at=NOON, batch=2)
    assert not Mail.objects.filter(compose__startswith="marketing").exists()
    monkeypatch.setattr(mail, "queue_letters", real)
    handed = [marketing.advance(key, at=NOON, batch=2) for _ in range(4)]
    assert handed == [2, 2, 1, 0]
    deliver(NOON)
    assert len({each.to[0] for each in letters()}) == len(letters()) == 5


def test_paused_while_it_is_handed_over_it_goes_on_where_it_stopped(shop):
    agree("ann")
    key = write()
    marketing.schedule_mailing(key, send_at=NOON, actor=ACTOR, at=AT)
    assert marketing.send_due(NOON) == 1
    marketing.pause_mailing(key, actor=ACTOR, at=NOON)
    deliver(NOON)
    assert letters() == []
    assert marketing.figures(key)[0].waiting == 1
    with pytest.raises(marketing.MailingState):
        marketing.save_mailing(
            marketing.MailingContent("x", "discount", "offers", {"en": "x"}, ({"kind": "text"},)),
            mailing_id=key, actor=ACTOR, at=NOON,
        )  # fmt: skip
    deliver(NOON + HOUR)
    assert letters() == []
    marketing.resume_mailing(key, actor=ACTOR, at=NOON + HOUR)
    deliver(NOON + HOUR + MINUTE)
    deliver(NOON + HOUR + 5 * MINUTE)
    deliver(NOON + HOUR + 9 * MINUTE)
    assert [each.to for each in letters()] == [["ann@example.com"]]
    assert Mailing.objects.get(pk=key).state == "sent"


def test_canceled_before_the_last_mail_left_nobody_gets_it_any_more(shop):
    agree("ann")
    key = write()
    marketing.schedule_mailing(key, send_at=NOON, actor=ACTOR, at=AT)
    assert marketing.send_due(NOON) == 1
    assert Mailing.objects.get(pk=key).state == "sending", "nothing has left yet"
    marketing.cancel_mailing(key, actor=ACTOR, at=NOON)
    deliver(NOON + MINUTE)
    assert (letters(), reasons(key)) == ([], {"canceled": 1})


def test_prv_04_who_withdraws_before_a_mail_is_tried_again_is_not_counted_as_written_to(shop, monkeypatch):
    [ann] = agree("ann")
    key = write()
    real = Line.send

    def busy(line, message):
        raise ConnectionResetError("the server is busy")

    monkeypatch.setattr(Line, "send", busy)
    send(key)
    monkeypatch.setattr(Line, "send", real)
    customers.withdraw_consent(ann.token, source="one click", at=NOON + MINUTE)
    deliver(NOON + HOUR)
    assert (letters(), marketing.figures(key)[0].sent, reasons(key)) == ([], 0, {"consent": 1})


def test_segments_ask_the_facts_and_profiles_made_anew_are_the_same(shop):
    ann, bob, _cem = agree("ann", "bob", "cem")
    place(make_cart(shop, {"A-1": 2}, email="ann@example.com"))
    drain()
    variant = shop.variants["A-1"]

    def who(**conditions) -> set[int]:
        return set(marketing.audience_ids(conditions, topic="offers", at=AT + DAY))

    assert who(orders_min=1) == {ann.pk}
    assert who(bought=[variant]) == who(bought_within_days=7) == {ann.pk}
    assert ann.pk not in who(not_bought=[variant])
    assert who(spend_min=100, currency="EUR") == {ann.pk}
    assert who(spend_min=100_000, currency="EUR") == set()
    assert who(not_bought_for_days=30) == set()
    assert set(marketing.audience_ids({"not_bought_for_days": 30}, at=AT + 40 * DAY)) == {ann.pk}
    assert who(countries=["KR"]) == set()
    before = _profiles()
    Profile.objects.all().delete()
    assert marketing.rebuild_profiles() == 3
    assert _profiles() == before
    key = marketing.save_segment("Buyers", {"orders_min": 1, "locales": []}, actor=ACTOR, at=AT)
    assert marketing.is_member(ann.pk, key, at=AT + DAY)
    assert not marketing.is_member(bob.pk, key, at=AT + DAY)
    with pytest.raises(marketing.InvalidSegment):
        marketing.save_segment("Buyers", {"spend_min": 5}, actor=ACTOR, at=AT)
    mailing = write(segment_id=key)
    assert send(mailing, at=NOON) == 1
    assert letters()[0].to == ["ann@example.com"]


def _profiles() -> list:
    rows = Profile.objects.order_by("contact_id").prefetch_related("spending", "bought")
    return [
        (
            row.contact_id, row.orders, row.first_order_at, row.last_order_at,
            [(each.currency, each.amount) for each in row.spending.all()],
            [(each.variant_id, each.units, each.last_at) for each in row.bought.all()],
        )
        for row in rows
    ]  # fmt: skip


def test_a_mailing_is_seen_before_it_goes_and_mails_about_orders_come_first(shop):
    agree("ann")
    key = write()
    seen = marketing.preview_mailing(key, email="ann@example.com", at=NOON)
    assert "/mail/click/" not in seen.html
    assert "/mail/open/" not in seen.html
    with clock.frozen(NOON):
        marketing.send_test(key, email="me@example.com", locale="en", actor=ACTOR, at=NOON)
        marketing.schedule_mailing(key, send_at=NOON, actor=ACTOR, at=NOON - MINUTE)
        marketing.send_due(NOON)
        mail.queue(to="ann@example.com", subject="Your order", text="x", locale="en", dedupe_key="o", at=NOON)
        mail.deliver_due(limit=2)
    assert [each.subject for each in outgoing.outbox] == ["[Test] Look at this", "Your order"]
