"""U024: who waits hears of it once, by their own wish, and never more people than there are units."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.checkout import rules, tasks
from storecrew.contexts.checkout.models import WaitListEntry
from storecrew.contexts.checkout.tests.factories import AT, GUEST, make_cart, make_shop, place
from storecrew.contexts.customers import public as customers
from storecrew.contexts.inventory.tests.factories import stock
from storecrew.contexts.orders.tests.factories import ACTOR
from storecrew.kernel import clock, mail, outbox, ratelimit
from storecrew.kernel.mail.models import Mail

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
CONSENT = "One mail when it is back."


@pytest.fixture
def shop():
    return make_shop({"A-1": 0, "B-1": 5})


def ask(shop, email="ann@example.com", sku="A-1", **more):
    values = {"channel": shop.channel, "locale": "en", "consent": CONSENT, "actor": GUEST, "at": AT}
    checkout.wait_for(sku, email, **(values | more))


def wait(shop, *emails: str) -> None:
    for email in emails:
        ask(shop, email, proved=email)


def drain() -> None:
    while outbox.drain():
        pass


def told() -> list[str]:
    return list(
        Mail.objects.filter(subject__startswith="Back in stock").order_by("pk").values_list("to", flat=True)
    )


def states() -> dict[str, str]:
    return dict(WaitListEntry.objects.values_list("email", "state"))


@pytest.mark.parametrize(
    ("available", "waiting", "lately", "count"),
    [(0, 5, 0, 0), (3, 5, 0, 3), (3, 5, 2, 1), (2, 5, 3, 0), (9, 5, 0, 5)],
)
def test_never_more_are_told_than_there_are_units(available, waiting, lately, count):
    assert rules.to_tell(available=available, waiting=waiting, told_lately=lately) == count


def test_an_address_that_is_not_proved_is_asked_first_and_waits_after_its_yes(shop):
    ask(shop, " Ann@Example.com ")
    ask(shop)
    [letter] = Mail.objects.all()
    assert letter.to == "ann@example.com"
    assert "List-Unsubscribe" in letter.headers
    token = re.search(r"/en/waiting/([^/]+)/", letter.text)[1]
    stock(shop.variants["A-1"], 5, threshold=0)
    drain()
    assert told() == []
    for _ in range(2):
        checkout.confirm_wait(token, at=AT)
    assert checkout.wait(token, locale="en").state == "waiting"
    checkout.tell_waiting(at=AT)
    assert told() == ["ann@example.com"]
    kept = WaitListEntry.objects.get()
    assert (kept.consent, kept.confirmed_at, kept.told_at) == (CONSENT, AT, AT)


def test_a_return_tells_as_many_as_there_are_units_in_the_order_of_asking(shop):
    wait(shop, "ann@example.com", "bob@example.com", "eve@example.com")
    stock(shop.variants["A-1"], 2, threshold=0)
    drain()
    assert told() == ["ann@example.com", "bob@example.com"]
    letter = Mail.objects.filter(to="ann@example.com").get()
    assert "?variant=A-1" in letter.text
    place(make_cart(shop, {"A-1": 1}))
    drain()
    tasks.tell_waiting(clock.now())
    assert told() == ["ann@example.com", "bob@example.com"], "two were told of one unit: nobody else is"
    tasks.tell_waiting(clock.now() + DAY)
    assert told()[2:] == ["eve@example.com"], "nobody took it within a day"


def test_con_16_the_event_twice_tells_once(shop):
    wait(shop, "ann@example.com")
    stock(shop.variants["A-1"], 5, threshold=0)
    drain()
    for _ in range(2):
        checkout.tell_waiting([shop.variants["A-1"]], at=AT)
    assert told() == ["ann@example.com"]


def test_who_was_told_may_ask_again(shop):
    wait(shop, "ann@example.com")
    stock(shop.variants["A-1"], 1, threshold=0)
    drain()
    place(make_cart(shop, {"A-1": 1}))
    wait(shop, "ann@example.com")
    assert sorted(WaitListEntry.objects.values_list("state", flat=True)) == ["told", "waiting"]


def test_news_that_is_old_when_the_mail_leaves_is_withdrawn_and_its_reader_waits_on(shop, mailoutbox):
    wait(shop, "ann@example.com")
    stock(shop.variants["A-1"], 1, threshold=0)
    drain()
    place(make_cart(shop, {"A-1": 1}))
    mail.deliver_due()
    assert [one.subject for one in mailoutbox if "Back in stock" in one.subject] == []
    assert Mail.objects.get(to="ann@example.com", subject__startswith="Back").state == "withdrawn"
    assert states()["ann@example.com"] == "waiting"
    stock(shop.variants["A-1"], 3, threshold=0)
    drain()
    mail.deliver_due()
    assert [one.to for one in mailoutbox if "Back in stock" in one.subject] == [["ann@example.com"]]


def test_what_is_taken_off_sale_is_told_to_nobody(shop):
    from storecrew.contexts.catalog.models import Product

    wait(shop, "ann@example.com")
    Product.objects.update(status="draft")
    stock(shop.variants["A-1"], 3, threshold=0)
    drain()
    assert told() == []


def test_stopping_forgets_the_address_and_the_link_ends(shop):
    wait(shop, "ann@example.com")
    token = WaitListEntry.objects.get().token
    for _ in range(2):
        checkout.stop_waiting(token)
    for act in (lambda: checkout.wait(token, locale="en"), lambda: checkout.confirm_wait(token, at=AT)):
        with pytest.raises(checkout.NotWaiting):
            act()
    assert not WaitListEntry.objects.exists()


def test_abu_07_one_place_or_address_cannot_flood(shop):
    with pytest.raises(ratelimit.Refused):
        for _ in range(11):
            ask(shop)
    with pytest.raises(ratelimit.Refused):
        for number in range(21):
            ask(shop, f"p{number}@example.com")
    assert Mail.objects.filter(to="ann@example.com").count() == 1


def test_what_is_in_stock_or_unknown_or_no_address_is_refused(shop):
    for sku, email, refusal in (
        ("B-1", "ann@example.com", checkout.InStockAlready),
        ("NO-1", "ann@example.com", checkout.NotForSale),
        ("A-1", "nobody", checkout.InvalidContact),
    ):
        with pytest.raises(refusal):
            ask(shop, email, sku)
    assert not WaitListEntry.objects.exists()


def test_prv_07_no_address_is_kept_longer_than_needed(shop):
    ask(shop, "ann@example.com")
    wait(shop, "bob@example.com", "eve@example.com")
    WaitListEntry.objects.filter(email="bob@example.com").update(state="told", told_at=AT)
    tasks.forget_waiting(AT + 8 * DAY)
    assert set(states()) == {"bob@example.com", "eve@example.com"}
    tasks.forget_waiting(AT + 31 * DAY)
    assert set(states()) == {"eve@example.com"}
    tasks.forget_waiting(AT + 366 * DAY)
    assert states() == {}


def test_prv_01_prv_02_the_wait_list_is_in_the_export_and_goes_with_the_person(shop):
    ann = customers.ensure_customer(email="ann@example.com", name="Ann", actor=ACTOR, at=AT)
    wait(shop, "ann@example.com", "bob@example.com")
    [row] = customers.export_data(ann.id, actor=ACTOR, at=AT)["wait_list"]
    assert (row["sku"], row["state"], row["consent"]) == ("A-1", "waiting", CONSENT)
    customers.erase(customer_id=ann.id, actor=ACTOR, at=AT)
    assert set(states()) == {"bob@example.com"}
