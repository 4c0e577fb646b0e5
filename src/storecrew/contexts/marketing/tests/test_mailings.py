"""Mailings: whom they go to, once, at the right time, with the facts of the moment they leave."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.core import mail as outgoing
from django.core import signing

from storecrew.contexts.channels import public as channels
from storecrew.contexts.channels.tests.factories import make_channel
from storecrew.contexts.checkout.tests.factories import make_cart, make_shop, place
from storecrew.contexts.customers import public as customers
from storecrew.contexts.customers.models import Contact
from storecrew.contexts.marketing import public as marketing
from storecrew.contexts.marketing.models import FlowMail, FlowRun, Mailing, Profile, Recipient
from storecrew.contexts.marketing.operations import sending
from storecrew.contexts.marketing.operations.composing import CLICK, OPEN
from storecrew.contexts.marketing.providers import holds
from storecrew.contexts.marketing.providers.mail_reports.simulator import HEADER, secret
from storecrew.contexts.marketing.tests.factories import ACTOR, AT, make_live
from storecrew.contexts.promotions.models import Promotion
from storecrew.contexts.promotions.tests.factories import make_promotion
from storecrew.kernel import clock, mail, outbox, signatures
from storecrew.kernel.actor import guest_actor
from storecrew.kernel.mail.line import Line
from storecrew.kernel.mail.models import Mail

pytestmark = pytest.mark.django_db
MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)
NOON = AT + 3 * HOUR
PERSON = "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"


@pytest.fixture
def shop():
    return make_shop({"A-1": 10, "B-1": 0})


def agree(*names: str) -> list[Contact]:
    for number, name in enumerate(names):
        email = f"{name}@example.com"
        customers.ask_consent(
            email, ["news", "offers"], sentence="Yes", source="test", locale="en", channel_code="eu",
            proved=email, actor=guest_actor("", ip=f"198.51.100.{number}"), at=AT,
        )  # fmt: skip
    drain()
    return list(Contact.objects.order_by("pk"))


def drain() -> None:
    while outbox.drain():
        pass


def write(**changes) -> int:
    values = {
        "name": "Offers of May",
        "kind": "discount",
        "topic": "offers",
        "subjects": {"en": "Look at this"},
        "blocks": (
            {"kind": "heading", "text": {"en": "Look"}},
            {"kind": "products", "skus": ["A-1", "B-1"]},
            {"kind": "button", "text": {"en": "To the shop"}, "url": "/categories/"},
        ),
    }
    content = marketing.MailingContent(**(values | changes))
    return marketing.save_mailing(content, actor=ACTOR, at=AT)


def send(key: int, at: dt.datetime = NOON) -> int:
    """Plan a mailing, hand it over and deliver it."""
    marketing.schedule_mailing(key, send_at=at, actor=ACTOR, at=at)
    return deliver(at)


def deliver(at: dt.datetime) -> int:
    with clock.frozen(at):
        handed = marketing.send_due(at)
        while mail.deliver_due():
            pass
    return handed


def letters() -> list:
    """Return what left for people, without the mails that asked for consent."""
    return [each for each in outgoing.outbox if "confirm" not in each.subject]


def reasons(key: int) -> dict[str, int]:
    return marketing.figures(key)[1]


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


def test_mkt_18_nobody_gets_a_promotion_after_it_paused_and_the_rest_waits_for_nothing(shop):
    agree("ann", "bob", "cem")
    promotion = make_promotion(name="Ten", code="TEN")
    key = write(
        per_hour=2,
        blocks=({"kind": "coupon", "promotion": promotion.pk, "code": "TEN"},),
    )
    assert send(key) == 2
    assert "TEN" in letters()[0].body
    Promotion.objects.filter(pk=promotion.pk).update(state="paused", pause_reason="stock")
    assert deliver(NOON + HOUR + MINUTE) == 1
    assert len(letters()) == 2
    assert reasons(key) == {"promotion": 1}


def test_mkt_18_nobody_gets_a_promotion_of_another_shop(shop):
    agree("ann")
    make_channel("kr", timezone="Asia/Seoul")
    elsewhere = make_promotion(name="Seoul", code="SEOUL", channels=["kr"])
    key = write(blocks=({"kind": "coupon", "promotion": elsewhere.pk, "code": "SEOUL"},))
    send(key)
    assert letters() == []
    assert reasons(key) == {"promotion": 1}


def test_mkt_18_a_paused_campaign_hands_nothing_over(shop):
    agree("ann")
    campaign = make_live()
    key = write(campaign_id=campaign.pk)
    later = AT + DAY + 3 * HOUR
    marketing.pause_campaign(campaign.pk, actor=ACTOR, at=later)
    assert send(key, at=later) == 0
    marketing.resume_campaign(campaign.pk, actor=ACTOR, at=later)
    assert deliver(later + MINUTE) == 1
    assert "utm_campaign=spring" not in letters()[0].body, "links are counted, so the code is inside"


def test_nothing_is_sent_in_the_quiet_hours_of_the_recipient(shop):
    agree("ann")
    key = write()
    late = AT.replace(hour=22)
    assert send(key, at=late) == 0
    waiting = Recipient.objects.get()
    assert waiting.not_before.hour in (6, 7, 8)
    assert deliver(waiting.not_before) == 1


def test_an_hour_has_no_more_than_it_may_and_days_spread_the_audience(shop):
    agree(*(f"p{number}" for number in range(6)))
    key = write(per_hour=4)
    assert send(key) == 4
    assert deliver(NOON + 30 * MINUTE) == 0
    assert deliver(NOON + 61 * MINUTE) == 2
    second = write(name="Spread", days=3)
    marketing.schedule_mailing(second, send_at=NOON + 2 * HOUR, actor=ACTOR, at=NOON)
    counts = [marketing.send_due(NOON + 2 * HOUR + day * DAY) for day in range(3)]
    assert counts == [2, 2, 2]


def test_mkt_13_nobody_gets_more_than_three_mails_a_week(shop):
    agree("ann")
    for number in range(3):
        assert send(write(name=f"No. {number}"), at=NOON + number * HOUR) == 1
    fourth = write(name="Too much")
    assert send(fourth, at=NOON + 4 * HOUR) == 0
    assert reasons(fourth) == {"frequency": 1}
    assert send(write(name="Next week"), at=NOON + 8 * DAY) == 1


def test_an_open_ticket_holds_a_mail_back(shop, monkeypatch):
    monkeypatch.setattr(holds, "_holds", {})
    agree("ann", "bob")

    class Ticket:
        def holds(self, contact_id, *, email, at):
            return email.startswith("ann")

    marketing.register_hold("ticket", Ticket())
    key = write()
    send(key)
    assert [each.to for each in letters()] == [["bob@example.com"]]
    assert reasons(key) == {"ticket": 1}


def test_a_mailing_of_goods_that_are_gone_is_not_sent(shop):
    agree("ann")
    key = write(blocks=({"kind": "products", "skus": ["B-1"]},))
    send(key)
    assert letters() == []
    assert reasons(key) == {"stock": 1}
    with pytest.raises(marketing.InvalidMailing):
        marketing.preview_mailing(key, at=NOON)


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


def test_what_a_campaign_handed_over_before_it_paused_waits_for_it(shop):
    agree("ann")
    campaign = make_live()
    key = write(campaign_id=campaign.pk)
    later = AT + DAY + 3 * HOUR
    marketing.schedule_mailing(key, send_at=later, actor=ACTOR, at=AT)
    assert marketing.send_due(later) == 1
    marketing.pause_campaign(campaign.pk, actor=ACTOR, at=later)
    deliver(later)
    assert (letters(), reasons(key)) == ([], {})
    marketing.resume_campaign(campaign.pk, actor=ACTOR, at=later + MINUTE)
    deliver(later + 5 * MINUTE)
    assert len(letters()) == 1


def test_what_a_busy_mail_server_held_up_does_not_leave_at_night(shop):
    agree("ann")
    key = write()
    evening = AT.replace(hour=19, minute=59)
    marketing.schedule_mailing(key, send_at=evening, actor=ACTOR, at=AT)
    assert marketing.send_due(evening) == 1
    deliver(evening + 2 * MINUTE)
    assert letters() == []
    deliver(AT.replace(hour=7) + DAY)
    assert len(letters()) == 1


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


def test_mkt_13_what_flows_wrote_counts_among_the_mails_of_a_week(shop):
    ann, bob = agree("ann", "bob")
    step = {"after_minutes": 0, "subjects": {"en": "Hello"}, "blocks": []}
    flow = marketing.save_flow(
        marketing.FlowContent("welcome", "Hello", False, (step,), {}, 0), actor=ACTOR, at=AT
    )
    for number in range(3):
        run = FlowRun.objects.create(
            flow_id=flow, contact=ann, subject=f"s{number}", next_at=AT, entered_at=AT, state="done"
        )
        FlowMail.objects.create(run=run, step=0, state="sent", sent_at=AT)
    key = write()
    assert send(key) == 1
    assert [each.to for each in letters()] == [[bob.email]]
    assert reasons(key) == {"frequency": 1}


def test_clicks_lead_into_the_shop_only_and_machines_that_open_are_told_apart(shop):
    agree("ann")
    key = write()
    send(key)
    row = Recipient.objects.get()
    opened = signing.dumps(row.key, salt=OPEN)
    marketing.note_open(opened, at=NOON + HOUR, agent="Mozilla/5.0 (via ggpht.com GoogleImageProxy)")
    marketing.note_open(opened, at=NOON + 2 * dt.timedelta(seconds=1), agent=PERSON)
    assert marketing.figures(key)[0][4:7] == (0, 1, 0)
    marketing.note_open(opened, at=NOON + HOUR, agent=PERSON)
    click = signing.dumps([row.key, "/en/categories/"], salt=CLICK)
    assert marketing.follow_click(click, at=NOON + HOUR, agent=PERSON) == "/en/categories/"
    assert marketing.figures(key)[0][4:7] == (1, 1, 1)
    for bad in ("https://evil.example/", "//evil.example/"):
        assert marketing.follow_click(signing.dumps([row.key, bad], salt=CLICK), at=NOON) == ""
    assert marketing.follow_click(click[:-2], at=NOON) == ""
    marketing.note_open("nonsense", at=NOON)


def test_bad_07_bounces_and_complaints_are_believed_signed_and_end_the_writing(shop):
    ann, bob = agree("ann", "bob")
    key = write()
    send(key)
    row = Recipient.objects.get(contact=ann)
    body = json.dumps(
        [
            {"kind": "bounce", "email": ann.email, "key": row.key},
            {"kind": "bounce", "email": bob.email, "key": "", "lasting": False},
        ]
    ).encode()
    good = {HEADER: signatures.sign(body, secret=secret(), at=NOON)}
    with pytest.raises(marketing.UnsignedReport):
        marketing.handle_mail_reports("simulator", headers={HEADER: "t=1,v1=0"}, body=body, at=NOON)
    with pytest.raises(marketing.UnknownMailReports):
        marketing.handle_mail_reports("nobody", headers=good, body=body, at=NOON)
    assert marketing.handle_mail_reports("simulator", headers=good, body=body, at=NOON) == 1
    assert marketing.handle_mail_reports("simulator", headers=good, body=body, at=NOON) == 0
    ann.refresh_from_db()
    assert ann.suppressed_because == "bounce"
    assert send(write(name="Next"), at=NOON + DAY) == 1


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
