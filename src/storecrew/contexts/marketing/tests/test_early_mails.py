"""Mails of what some have early: to those from its first moment on, to the others when it opens (MKT-21)."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from storecrew.contexts.customers import public as customers
from storecrew.contexts.marketing import public as marketing
from storecrew.contexts.marketing.models import FlowMail, FlowRun, Mailing, Recipient
from storecrew.contexts.marketing.operations import sending
from storecrew.contexts.marketing.tests.factories import ACTOR, AT
from storecrew.contexts.marketing.tests.mailing import (
    DAY,
    HOUR,
    NOON,
    agree,
    deliver,
    letters,
    reasons,
    send,
    write,
)
from storecrew.contexts.people.models import User
from storecrew.contexts.promotions.models import Coupon, Promotion
from storecrew.contexts.promotions.operations.activating import renew_active
from storecrew.contexts.promotions.tests.factories import make_promotion
from storecrew.kernel import clock, mail

pytestmark = pytest.mark.django_db
OPENS = NOON + DAY


@pytest.fixture
def sale(shop) -> Promotion:
    """Ten percent off with a code: since this morning for those with an account, from tomorrow for all."""
    row = make_promotion(name="Ten", code="TEN", starts_local=_local(OPENS))
    early = {"starts": _local(NOON - HOUR), "groups": ["account"]}
    Promotion.objects.filter(pk=row.pk).update(definition={**row.definition, "early": early}, timezone="UTC")
    renew_active()
    return row


def _local(moment: dt.datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M")


def join(name: str) -> None:
    """Let somebody who gets mails make an account later."""
    user = User.objects.create(email=f"{name}@example.com", name=name)
    made = customers.ensure_customer(email=user.email, name=name, locale="en", actor=ACTOR, at=AT)
    customers.link_account(customer_id=made.id, user_id=user.pk, actor=ACTOR, at=AT)


def told(sale: Promotion) -> int:
    return write(blocks=({"kind": "coupon", "promotion": sale.pk, "code": "TEN"},))


def to() -> list[str]:
    return [each.to[0].partition("@")[0] for each in letters()]


def test_mkt_21_a_mailing_tells_those_who_have_it_first_and_the_others_when_it_opens(sale):
    agree("ann", "bob")
    join("ann")
    key = told(sale)
    assert send(key) == 1
    assert to() == ["ann"]
    assert "TEN" in letters()[0].body
    assert "Early for you: everybody has it from" in letters()[0].body
    assert Mailing.objects.get(pk=key).state == "sending"
    assert deliver(OPENS - HOUR) == 0
    assert (deliver(OPENS), to(), reasons(key)) == (1, ["ann", "bob"], {})
    assert "Early for you" not in letters()[1].body
    deliver(OPENS + HOUR)
    assert (Mailing.objects.get(pk=key).state, len(to())) == ("sent", 2)


def test_mkt_21_before_its_first_moment_nobody_is_told_and_nobody_waits_for_it(sale):
    agree("ann", "bob")
    join("ann")
    key = told(sale)
    send(key, at=NOON - 2 * HOUR)
    assert (to(), reasons(key)) == ([], {"promotion": 2})


def test_mkt_21_what_an_hour_may_have_holds_also_when_it_opens_to_the_others(sale):
    agree("ann", "bob", "cem", "dan")
    key = write(per_hour=2, blocks=({"kind": "coupon", "promotion": sale.pk},))
    assert send(key) == 0
    assert deliver(NOON + HOUR) == 0
    assert deliver(OPENS) == 2
    assert deliver(OPENS + 2 * HOUR) == 2


def test_mkt_21_who_bought_as_a_guest_has_no_account_and_waits(sale):
    agree("ann")
    customers.ensure_customer(email="ann@example.com", name="Ann", locale="en", actor=ACTOR, at=AT)
    assert send(told(sale)) == 0


def test_con_22_who_is_no_longer_let_in_as_the_mail_leaves_gets_it_once_and_with_the_others(sale):
    agree("ann")
    join("ann")
    key = told(sale)
    marketing.schedule_mailing(key, send_at=NOON, actor=ACTOR, at=AT)
    assert marketing.send_due(NOON) == 1
    early = {"starts": _local(NOON - HOUR), "groups": ["tier:gold"]}
    definition = {**Promotion.objects.get(pk=sale.pk).definition, "early": early}
    Promotion.objects.filter(pk=sale.pk).update(definition=definition)
    renew_active()
    deliver(NOON)
    assert (to(), Recipient.objects.get().state) == ([], "handed")
    deliver(OPENS + HOUR)
    assert (to(), reasons(key)) == (["ann"], {})


def test_mkt_21_people_are_asked_about_only_while_something_is_early(sale):
    agree(*(f"p{number}" for number in range(4)))
    contacts = [customers.contact_of(f"p{number}@example.com") for number in range(4)]
    blocks = ({"kind": "coupon", "promotion": sale.pk},)
    counts = []
    for some in (contacts[:1], contacts):
        with CaptureQueriesContext(connection) as asked:
            assert sending.opens_later(blocks, some, OPENS) == {}
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert set(sending.opens_later(blocks, contacts, NOON).values()) == {OPENS}


@pytest.mark.parametrize(("account", "codes"), [(True, 1), (False, 0)])
def test_mkt_21_a_flow_gives_its_code_to_who_has_the_promotion_already(sale, account, codes):
    (ann,) = agree("ann")
    if account:
        join("ann")
    step = {"after_minutes": 0, "subjects": {"en": "Hello"}, "blocks": [], "promotion": sale.pk}
    flow = marketing.save_flow(
        marketing.FlowContent("welcome", "Hello", False, (step,), {}, 0), actor=ACTOR, at=AT
    )
    run = FlowRun.objects.create(
        flow_id=flow, contact=ann, subject="s", next_at=AT, entered_at=AT, state="done"
    )
    row = FlowMail.objects.create(run=run, step=0)
    with clock.frozen(NOON):
        letter = mail.composers.compose(f"marketing.flow:{row.pk}")
    assert Coupon.objects.exclude(buyer="").count() == codes
    assert ("Early for you" in letter.text) == account
