"""HOD-12: customers announce their returns themselves, by the rules of the channel, and are told of them."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.aftersales.models import Return, ReturnRules
from storecrew.contexts.aftersales.papers import return_pdf
from storecrew.contexts.checkout.tests.factories import make_cart, make_shop, place
from storecrew.contexts.customers import public as customers
from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.fulfillment.models import Shipment
from storecrew.contexts.orders import public as orders
from storecrew.contexts.orders.tests.factories import ACTOR, AT
from storecrew.kernel import ratelimit
from storecrew.kernel.actor import guest_actor
from storecrew.kernel.audit.models import AuditEntry
from storecrew.kernel.errors import Denied
from storecrew.kernel.mail.models import Mail

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
GUEST = guest_actor(ip="203.0.113.7")
Wanted = aftersales.Wanted


@pytest.fixture
def sent():
    order = orders.order(place(make_cart(make_shop(), {"A-1": 3, "B-1": 1})).order_id)
    fulfillment.ship(order.id, lines=None, key="s", actor=ACTOR, at=AT)
    return orders.order(order.id)


def ask(order, units=1, *, at=AT, reason="does_not_fit", condition="opened", **more):
    wanted = [Wanted(order.lines[0].id, units, reason, condition)]
    return aftersales.ask_return(order.id, lines=wanted, actor=GUEST, at=at, **more)


def test_hod_12_a_customer_announces_what_comes_back_and_gets_the_paper_by_mail(sent):
    made = ask(sent, 2, note=" the sleeves are short ")
    assert (made.number, made.state, made.by_customer) == ("RT-1001", "announced", True)
    assert (made.opened_by, made.note) == ("customer", "the sleeves are short")
    [line] = made.lines
    assert (line.quantity, line.reason, line.condition) == (2, "does_not_fit", "opened")
    mail = Mail.objects.get(subject__contains="RT-1001")
    assert (mail.to, mail.locale) == (sent.email, sent.locale)
    assert "2 × " in mail.text
    assert "2 × " in mail.html
    assert f"/order/{sent.token}/" in mail.text
    paper = return_pdf(str(made.id))
    assert (paper.filename, paper.content[:5]) == ("RT-1001.pdf", b"%PDF-")


def rules(**changed):
    known = {"is_open": True, "days": 14, "transit_days": 7, "most_open": 5, **changed}
    aftersales.save_return_rules("eu", **known, actor=ACTOR, at=AT)


def test_hod_12_a_channel_sets_its_days_and_the_trail_keeps_them(sent):
    rules(days=30)
    rules(days=30)
    assert aftersales.return_offer(sent.id, at=AT).days == 30
    entry = AuditEntry.objects.get(action="aftersales.return_rules_saved")
    assert (entry.record, entry.after["days"]) == ("channels.channel", 30)
    rules(is_open=False)
    assert aftersales.return_offer(sent.id, at=AT).why == "off"


@pytest.mark.parametrize("wrong", [{"days": 13}, {"days": 366}, {"transit_days": 61}, {"most_open": 0}])
def test_hod_12_never_fewer_days_than_the_law_gives(sent, wrong):
    with pytest.raises(aftersales.InvalidReturnRules) as caught:
        rules(**wrong)
    assert caught.value.details["fields"] == list(wrong)
    assert not ReturnRules.objects.exists()


def test_hod_12_only_who_edits_channels_sets_their_rules(sent):
    with pytest.raises(Denied):
        aftersales.save_return_rules(
            "eu", is_open=True, days=30, transit_days=7, most_open=5, actor=GUEST, at=AT
        )


def test_hod_12_the_days_count_from_the_arrival_and_are_the_channels(sent):
    late = dt.timedelta(days=21)
    assert aftersales.return_offer(sent.id, at=AT).until == (AT + late).date()
    # Nobody says that it arrived: seven days on the way are granted.
    assert aftersales.return_offer(sent.id, at=AT + late).lines
    assert aftersales.return_offer(sent.id, at=AT + late + DAY).why == "too_late"
    Shipment.objects.update(delivered_at=AT + 2 * DAY)
    assert aftersales.return_offer(sent.id, at=AT).until == (AT + 16 * DAY).date()
    with pytest.raises(aftersales.ReturnNotOffered) as refusal:
        ask(sent, at=AT + 17 * DAY)
    assert refusal.value.details["why"] == "too_late"
    ReturnRules.objects.create(channel_id=sent.channel_id, days=30)
    assert ask(sent, at=AT + 17 * DAY).state == "announced"
    ReturnRules.objects.update(is_open=False)
    assert aftersales.return_offer(sent.id, at=AT + 17 * DAY).why == "off"


def test_abu_08_more_than_was_sent_and_too_many_at_once_are_refused(sent):
    with pytest.raises(aftersales.NothingToReturn):
        ask(sent, 4)
    ReturnRules.objects.create(channel_id=sent.channel_id, most_open=2)
    ask(sent)
    ask(sent)
    with pytest.raises(aftersales.ReturnNotOffered) as refusal:
        ask(sent)
    assert refusal.value.details["why"] == "too_many"
    assert Return.objects.count() == 2


def test_abu_08_one_order_is_tried_so_often_and_no_more(sent):
    for _ in range(10):
        with pytest.raises(aftersales.NothingToReturn):
            ask(sent, 9)
    with pytest.raises(ratelimit.Refused):
        ask(sent)


@pytest.mark.parametrize(
    "wrong", [{"reason": "whim"}, {"reason": "refused"}, {"condition": ""}, {"units": 0}]
)
def test_what_is_not_on_the_lists_is_refused(sent, wrong):
    with pytest.raises(aftersales.InvalidReturn):
        ask(sent, **wrong)
    assert not Return.objects.exists()


def test_an_order_that_did_not_leave_offers_nothing():
    order = orders.order(place(make_cart(make_shop(), {"A-1": 1})).order_id)
    offer = aftersales.return_offer(order.id, at=AT)
    assert (offer.why, offer.until, dict(offer.lines)) == ("not_sent", None, {})


def test_cs_7_the_customer_is_told_what_arrived_and_when_it_ends(sent):
    made = ask(sent, 2)
    [line] = made.lines
    aftersales.receive_return(
        made.id,
        found=[aftersales.Found(line.id, "shelf", 1), aftersales.Found(line.id, "missing", 1)],
        location_code="main", actor=ACTOR, at=AT,
    )  # fmt: skip
    mail = Mail.objects.get(dedupe_key=f"aftersales.return_received:{made.id}")
    assert "1 × " in mail.text
    assert "Not everything that was announced" in mail.text
    assert "Not everything that was announced" in mail.html
    other = ask(sent)
    aftersales.cancel_return(other.id, reason="It stays with you, as agreed", actor=ACTOR, at=AT)
    mail = Mail.objects.get(dedupe_key=f"aftersales.return_ended:{other.id}")
    assert "It stays with you, as agreed" in mail.text
    assert re.search(r"RT-\d+", mail.subject)


def test_prv_01_what_was_written_with_a_return_is_handed_out_and_erased(sent):
    ask(sent, note="Ann Example lives next door")
    person = customers.ensure_customer(email=sent.email, name="Ann", actor=ACTOR, at=AT)
    [row] = customers.export_data(person.id, actor=ACTOR, at=AT)["returns"]
    assert (row["note"], row["lines"][0]["quantity"]) == ("Ann Example lives next door", 1)
    customers.erase(customer_id=person.id, actor=ACTOR, at=AT, reason="asked for")
    assert Return.objects.get().note == ""
