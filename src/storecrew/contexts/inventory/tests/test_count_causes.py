"""Facts that ask for a count, and what the shared calendar shows of stock."""

import datetime as dt

from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.inventory.models import CountTask
from storecrew.contexts.inventory.tests.factories import ACTOR, AT, make_bins, make_location, shelve, stock
from storecrew.contexts.work import public as work


def shown(kind):
    dates = work.calendar(since=AT - dt.timedelta(days=1), until=AT + dt.timedelta(days=30))
    return [(each.title, each.ends_at) for each in dates if each.kind == kind]


def test_inv_1_a_coming_promotion_has_its_articles_counted_wherever_they_lie(variants):
    make_location("second")
    stock(variants["A-1"], 5)
    stock(variants["A-1"], 4, location="second")
    shelf = make_bins("second", "A-01")["A-01"]
    shelve(variants["A-1"], shelf, 4)
    stock(variants["B-1"], 5)
    for _ in range(2):
        asked = inventory.count_for_promotion([variants["A-1"]], document="Spring", actor=ACTOR, at=AT)
        assert asked == 2
    found = CountTask.objects.order_by("pk")
    assert [(row.bin_id, row.cause, row.document) for row in found] == [
        (None, "promotion", "Spring"), (shelf.id, "promotion", "Spring"),
    ]  # fmt: skip


def test_inv_4_a_return_that_does_not_match_has_its_article_counted(variants):
    stock(variants["A-1"], 5)
    place = inventory.location()
    task = inventory.report_return_mismatch(
        location_id=place.id, variant_id=variants["A-1"], expected=2, found=1, document="RMA-7",
        actor=ACTOR, at=AT,
    )  # fmt: skip
    found = inventory.count(task)
    assert (found.cause, found.document, found.state) == ("return_mismatch", "RMA-7", "open")
    assert found.due_at == AT + dt.timedelta(hours=8)


def test_hod_8_transfers_and_counts_stand_on_the_shared_calendar(variants):
    make_location("second")
    stock(variants["A-1"], 5)
    due = AT + dt.timedelta(days=3)
    sent = inventory.open_transfer(
        source="main", target="second", lines=[(variants["A-1"], 2)], due_at=due, actor=ACTOR, at=AT
    )
    assert shown("transfer") == []
    sent = inventory.send_transfer(sent.id, actor=ACTOR, at=AT)
    assert shown("transfer") == [(f"{sent.code} · Main → Second", due)]
    inventory.close_transfer(sent.id, reasons={variants["A-1"]: "lost"}, actor=ACTOR, at=AT)
    assert shown("transfer") == []

    inventory.plan_counts(actor=ACTOR, at=AT)
    # At the target somebody has to look for what did not arrive.
    assert [title for title, _ in shown("count")] == ["Main · 1", "Second · 1"]
    [task] = inventory.due_counts(inventory.location("main").id)
    inventory.record_count(task.id, 3, key="calendar-1", actor=ACTOR, at=AT)
    inventory.plan_counts(actor=ACTOR, at=AT + dt.timedelta(hours=1))
    assert [title for title, _ in shown("count")] == ["Second · 1"]
