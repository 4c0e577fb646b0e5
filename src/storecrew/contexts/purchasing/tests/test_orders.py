"""Purchase orders from the draft to the end: prices, limits, the second person, mails, the calendar."""

import datetime as dt

import pytest

from storecrew.contexts.purchasing import public as purchasing
from storecrew.contexts.purchasing.models import PurchaseOrder
from storecrew.contexts.purchasing.tests.factories import ACTOR, AT, DAY, arrive, draft, sent
from storecrew.contexts.work import public as work
from storecrew.kernel import audit, mail
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import Denied

NOBODY = Actor(kind="staff", id="99", label="Nobody")


def test_a_draft_takes_the_suppliers_price_of_its_quantity(shop):
    order = draft(shop, A_1=12, B_1=100)
    lines = {line.sku: (line.unit_amount, line.supplier_sku) for line in order.lines.all()}
    assert lines == {"A-1": (500, "cA-1"), "B-1": (450, "cB-1")}
    assert (order.number, order.total_amount, order.state) == ("PO-1001", 51_000, "draft")
    assert order.expected_on == DAY + dt.timedelta(days=10)


def test_a_price_can_be_agreed_on_the_line(shop):
    line = purchasing.WantedLine(shop.variants["A-1"], 12, 480)
    order = purchasing.draft_order(
        supplier_code="clay", location_code="main", lines=[line], actor=shop.buyer, at=AT
    )
    assert order.total_amount == 5_760


def test_an_article_without_a_price_is_named(shop):
    before = dt.datetime(2025, 12, 1, tzinfo=dt.UTC)
    with pytest.raises(purchasing.NoPrice) as refusal:
        purchasing.draft_order(
            supplier_code="clay", location_code="main",
            lines=[purchasing.WantedLine(shop.variants["A-1"], 12)], actor=shop.buyer, at=before,
        )  # fmt: skip
    assert refusal.value.details == {"skus": ["A-1"]}


@pytest.mark.parametrize("lines", [[], [(1, 0)], [(1, 5), (1, 5)], [(1, -1)], [(1, 10**7)]])
def test_lines_that_make_no_sense_are_refused(shop, lines):
    wanted = [purchasing.WantedLine(shop.variants["A-1"], quantity) for _, quantity in lines]
    with pytest.raises(purchasing.InvalidPurchase):
        purchasing.draft_order(
            supplier_code="clay", location_code="main", lines=wanted, actor=shop.buyer, at=AT
        )


def test_writing_needs_the_right(shop):
    with pytest.raises(Denied):
        draft(shop, NOBODY, A_1=12)
    with pytest.raises(purchasing.UnknownSupplier):
        purchasing.draft_order(supplier_code="x", location_code="main", lines=[], actor=shop.buyer, at=AT)


def test_a_draft_is_changed_by_one_at_a_time(shop):
    order = draft(shop, A_1=12)
    lines = [purchasing.WantedLine(shop.variants["B-1"], 5)]
    changed = purchasing.change_draft(order.pk, lines=lines, version=order.version, actor=shop.buyer, at=AT)
    assert changed.total_amount == 2_500
    with pytest.raises(purchasing.WrongState):
        purchasing.change_draft(order.pk, lines=lines, version=order.version, actor=shop.buyer, at=AT)


def test_within_the_limit_one_person_is_enough(shop):
    order = purchasing.submit_order(draft(shop, A_1=12).pk, actor=shop.buyer, at=AT)
    assert (order.state, order.approved_by) == ("approved", shop.buyer.label)


def test_hod_8_above_the_limit_a_second_person_approves(shop):
    order = purchasing.submit_order(draft(shop, B_1=1000).pk, actor=shop.buyer, at=AT)
    assert order.state == "waiting"
    assert [finding.code for finding in work.open_findings(roles=["head_of_digital"])] == ["purchase_waits"]
    with pytest.raises(purchasing.WrongState):
        purchasing.send_order(order.pk, actor=shop.buyer, at=AT)
    with pytest.raises(Denied):
        purchasing.approve_order(order.pk, actor=shop.buyer, at=AT)
    order = purchasing.approve_order(order.pk, actor=shop.head, at=AT)
    assert (order.state, order.approved_by) == ("approved", shop.head.label)
    assert work.open_findings(roles=["head_of_digital"]) == []


def test_nobody_approves_what_they_submitted_or_what_is_above_their_limit(shop):
    order = purchasing.submit_order(draft(shop, shop.head, B_1=20_000).pk, actor=shop.head, at=AT)
    assert order.state == "waiting"
    with pytest.raises(purchasing.SecondPersonNeeded):
        purchasing.approve_order(order.pk, actor=shop.head, at=AT)
    other = purchasing.submit_order(draft(shop, B_1=20_000).pk, actor=shop.buyer, at=AT)
    with pytest.raises(purchasing.AboveLimit) as refusal:
        purchasing.approve_order(other.pk, actor=shop.head, at=AT)
    assert refusal.value.details["limit"] == 5_000_000


def test_a_refused_order_is_a_draft_again_with_the_reason(shop):
    order = purchasing.submit_order(draft(shop, B_1=1000).pk, actor=shop.buyer, at=AT)
    with pytest.raises(purchasing.ReasonNeeded):
        purchasing.refuse_order(order.pk, reason=" ", actor=shop.head, at=AT)
    order = purchasing.refuse_order(order.pk, reason="too many", actor=shop.head, at=AT)
    assert order.state == "draft"
    assert audit.entries_for("purchasing.order", order.pk)[0].reason == "too many"


def test_sending_queues_one_mail_with_the_order_as_a_pdf(shop, mailoutbox):
    order = sent(shop, A_1=12)
    assert order.state == "sent"
    with pytest.raises(purchasing.WrongState):
        purchasing.send_order(order.pk, actor=ACTOR, at=AT)
    assert mail.deliver_due() == 1
    [message] = mailoutbox
    assert message.to == ["orders@clay.example"]
    [(name, content, kind)] = message.attachments
    assert (name, kind) == ("PO-1001.pdf", "application/pdf")
    assert content.startswith(b"%PDF")


def test_the_paper_is_in_the_suppliers_language(shop):
    purchasing.save_supplier(
        "clay",
        name="흙과 사람들",
        currency="EUR",
        locale="ko",
        order_email="o@clay.example",
        actor=ACTOR,
        at=AT,
    )
    found = purchasing.order_pdf(str(draft(shop, A_1=12).pk))
    assert found.content.startswith(b"%PDF")


def test_a_delivery_stands_on_the_calendar_until_it_is_there_or_canceled(shop):
    first, second = sent(shop, A_1=12), sent(shop, B_1=5)
    days = work.calendar(since=AT, until=AT + dt.timedelta(days=30), kinds=("delivery",))
    assert sorted(day.record_id for day in days) == sorted([str(first.pk), str(second.pk)])
    purchasing.cancel_order(first.pk, reason="not needed", actor=ACTOR, at=AT)
    arrive(second, B_1=5)
    assert not work.calendar(since=AT, until=AT + dt.timedelta(days=30), kinds=("delivery",))


def test_canceling_needs_a_reason_tells_the_supplier_and_is_too_late_after_goods(shop, mailoutbox):
    order = sent(shop, A_1=12)
    with pytest.raises(purchasing.ReasonNeeded):
        purchasing.cancel_order(order.pk, reason="", actor=ACTOR, at=AT)
    assert purchasing.cancel_order(order.pk, reason="x", actor=ACTOR, at=AT).state == "canceled"
    mail.deliver_due()
    assert "is canceled" in mailoutbox[-1].subject
    late = sent(shop, A_1=12)
    arrive(late, A_1=6)
    with pytest.raises(purchasing.WrongState):
        purchasing.cancel_order(late.pk, reason="x", actor=ACTOR, at=AT)


def test_numbers_have_no_gaps(shop):
    assert [draft(shop, A_1=12).number for _ in range(3)] == ["PO-1001", "PO-1002", "PO-1003"]
    assert PurchaseOrder.objects.count() == 3
