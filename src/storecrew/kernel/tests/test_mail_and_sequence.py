"""Mails leave once and survive a broken server; numbers are unique and without gaps."""

import datetime as dt

import pytest
from django.core import mail as django_mail
from django.db import transaction

from storecrew.kernel import clock, mail, sequence
from storecrew.kernel.mail.delivery import MOST_ATTEMPTS
from storecrew.kernel.mail.models import ERASED, Mail

NOON = dt.datetime(2026, 5, 4, 12, tzinfo=dt.UTC)
pytestmark = pytest.mark.django_db


def queue(key="order-1", subject="Your order", **more):
    mail.queue(
        to="alice@example.com", subject=subject, text="Thanks", html="<p>Thanks</p>", locale="en",
        dedupe_key=key, at=NOON, **more,
    )  # fmt: skip


def test_a_mail_is_queued_and_sent_once():
    with clock.frozen(NOON):
        queue()
        queue()
        assert mail.deliver_due() == 1
        assert mail.deliver_due() == 0
    (sent,) = django_mail.outbox
    assert sent.to == ["alice@example.com"]
    assert sent.alternatives[0][0] == "<p>Thanks</p>"
    assert Mail.objects.get().state == Mail.State.SENT


def test_prv_07_a_mail_that_left_long_ago_says_nothing_any_more_and_leaves_no_second_time():
    with clock.frozen(NOON):
        queue("left")
        assert mail.deliver_due() == 1
        queue("waits")
    later = NOON + dt.timedelta(days=400)
    with clock.frozen(later):
        queue("new")
        assert mail.forget_old(before=later - dt.timedelta(days=365)) == 1
        assert mail.forget_old(before=later - dt.timedelta(days=365)) == 0
        queue("left")
    told = {row.dedupe_key: (row.to, row.text, row.state) for row in Mail.objects.all()}
    assert told.pop("left") == (ERASED, "", "sent")
    assert set(told.values()) == {("alice@example.com", "Thanks", "waiting")}


def test_old_news_is_withdrawn_when_its_check_says_no_and_an_unknown_check_sends_nothing():
    asked = []
    mail.check_before_sending("tests.news", lambda record_id: asked.append(record_id) or record_id == "7")
    with clock.frozen(NOON):
        for number in ("7", "8"):
            queue(f"news-{number}", record="tests.news", record_id=number, check="tests.news")
        queue("nobody", check="tests.nobody")
        assert mail.deliver_due() == 1
    states = dict(Mail.objects.values_list("dedupe_key", "state"))
    assert states == {"news-7": "sent", "news-8": "withdrawn", "nobody": "waiting"}
    assert asked == ["7", "8"]


def test_bad_05_a_subject_cannot_add_headers():
    queue(subject="Hello\r\nBcc: everyone@example.com")
    assert Mail.objects.get().subject == "Hello Bcc: everyone@example.com"


def test_a_broken_mail_server_delays_the_mail_and_loses_nothing(monkeypatch):
    def refuse(line, message):
        raise ConnectionRefusedError("no server")

    with clock.frozen(NOON):
        queue()
        with monkeypatch.context() as broken:
            broken.setattr("storecrew.kernel.mail.line.Line.send", refuse)
            assert mail.deliver_due() == 0
        row = Mail.objects.get()
        assert (row.state, row.attempts) == (Mail.State.WAITING, 1)
        assert "no server" in row.error
        clock.advance(dt.timedelta(minutes=2))
        assert mail.deliver_due() == 1


def test_a_mail_that_never_leaves_is_given_up_and_stays_visible(monkeypatch):
    def refuse(line, message):
        raise OSError

    monkeypatch.setattr("storecrew.kernel.mail.line.Line.send", refuse)
    with clock.frozen(NOON):
        queue()
        for _ in range(MOST_ATTEMPTS):
            mail.deliver_due()
            clock.advance(dt.timedelta(hours=2))
    assert Mail.objects.get().state == Mail.State.GIVEN_UP


def test_flt_05_a_mail_whose_sender_died_is_tried_again():
    with clock.frozen(NOON):
        queue()
        Mail.objects.update(state=Mail.State.SENDING, next_at=NOON + dt.timedelta(minutes=5), attempts=1)
        assert mail.deliver_due() == 0
        clock.advance(dt.timedelta(minutes=6))
        assert mail.deliver_due() == 1


def test_numbers_go_up_by_one_and_are_apart_by_name():
    assert [sequence.next_number("order", first=1001) for _ in range(3)] == [1001, 1002, 1003]
    assert sequence.next_number("invoice") == 1


@pytest.mark.django_db(transaction=True)
def test_a_rolled_back_number_is_given_out_again():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        sequence.next_number("order")
        raise ZeroDivisionError
    with transaction.atomic():
        assert sequence.next_number("order") == 1
    with pytest.raises(RuntimeError, match="inside the transaction"):
        sequence.next_number("order")


def test_quick_numbers_go_up_from_the_first_and_are_apart_by_name():
    with transaction.atomic():
        assert [sequence.next_quick_number("swift", first=1001) for _ in range(3)] == [1001, 1002, 1003]
        assert sequence.next_quick_number("other") == 1


def test_quick_numbers_go_on_where_numbers_without_gaps_ended():
    with transaction.atomic():
        assert sequence.next_number("changed", first=7) == 7
        assert sequence.next_quick_number("changed") == 8
