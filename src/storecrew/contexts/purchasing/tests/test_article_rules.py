"""INV-1: what a person decides for an article is ordered, says why, and gives way when it is taken back."""

import pytest

from storecrew.contexts.catalog.public import VariantNotFound
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.purchasing import public as purchasing
from storecrew.contexts.purchasing.models import ArticleRule, Proposal
from storecrew.contexts.purchasing.rules.replenishing import Demand, Levels, Supply, as_decided, need
from storecrew.contexts.purchasing.tests.factories import ACTOR, AT
from storecrew.contexts.purchasing.tests.test_replenishing import selling  # noqa: F401
from storecrew.contexts.work import public as work
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import Denied

Decided = purchasing.Decided


@pytest.mark.parametrize(
    ("decided", "levels"),
    [
        (Decided(), (4, 20, 40)),
        (Decided(least=8), (4, 8, 40)),
        (Decided(least=60), (4, 60, 60)),
        (Decided(most=90), (4, 20, 90)),
        (Decided(most=10), (4, 10, 10)),
        (Decided(least=5, most=9), (4, 5, 9)),
        (Decided(safety_stock=10), (10, 26, 46)),
        (Decided(safety_stock=0, least=3), (0, 3, 36)),
    ],
)
def test_what_is_decided_replaces_what_is_computed_and_the_rest_follows(decided, levels):
    assert as_decided(Levels(4, 20, 40), decided) == levels


def test_a_minimum_is_ordered_even_of_what_nobody_buys_and_stopped_is_not_ordered():
    supply, none = Supply(9, 0, 7), Demand(0, 0)
    at = Levels(0, 5, 9)
    assert need(none, supply, at, available=2, inbound=0).quantity == 0
    assert need(none, supply, at, available=2, inbound=0, decided=Decided(least=5, most=9)).quantity == 7
    assert need(none, supply, at, available=2, inbound=4, decided=Decided(least=5, most=9)).quantity == 0
    assert need(Demand(2, 0), supply, at, available=0, inbound=0, decided=Decided(stopped=True)) == (0, 0)


def decide(selling, sku="A-1", actor=ACTOR, reason="fair in May", **values):  # noqa: F811
    return purchasing.save_article_rule(sku, "main", Decided(**values), reason=reason, actor=actor, at=AT)


def row_of(selling, sku="A-1"):  # noqa: F811
    return Proposal.objects.filter(variant_id=selling.variants[sku], state="open").first()


def test_inv_1_the_proposal_follows_the_rule_at_once_and_names_it(selling):  # noqa: F811
    purchasing.propose(actor=ACTOR, at=AT)
    assert (row_of(selling).reorder_point, row_of(selling).order_up_to) == (15, 25)
    assert row_of(selling).why["decided"] == {}
    decide(selling, least=20, most=60, lead_days=21, moq=30)
    row = row_of(selling)
    assert (row.reorder_point, row.order_up_to, row.lead_days, row.quantity) == (20, 60, 21, 48)
    assert row.why["decided"] == {
        "least": 20, "most": 60, "lead_days": 21, "moq": 30, "reason": "fair in May", "by": "tests",
    }  # fmt: skip
    # from 21 days of lead time and 7 of review at 10/7 a day
    assert row.why["computed"] == [0, 30, 40]
    assert row.unit_amount == 500
    purchasing.propose(actor=ACTOR, at=AT)
    assert row_of(selling).quantity == 48
    assert decide(selling) is None
    assert (row_of(selling).reorder_point, row_of(selling).quantity) == (15, 18)
    assert not ArticleRule.objects.exists()


def test_inv_1_a_stopped_article_leaves_the_list_and_its_alert(selling):  # noqa: F811
    purchasing.propose(actor=ACTOR, at=AT)
    assert [each.code for each in work.open_findings(roles=["inventory_manager"])] == ["order_proposed"]
    decide(selling, stopped=True)
    assert row_of(selling) is None
    assert work.open_findings(roles=["inventory_manager"]) == []


def test_inv_1_a_minimum_orders_what_was_never_sold(selling):  # noqa: F811
    purchasing.propose(actor=ACTOR, at=AT)
    assert row_of(selling, "B-1") is None
    decide(selling, "B-1", least=12, most=20)
    assert row_of(selling, "B-1").quantity == 8
    assert row_of(selling, "A-1") is not None


@pytest.mark.parametrize(
    "values",
    [{"least": 9, "most": 8}, {"least": -1}, {"moq": 0}, {"lead_days": 721}, {"safety_stock": 1_000_001}],
)
def test_rules_that_make_no_sense_are_refused(selling, values):  # noqa: F811
    with pytest.raises(purchasing.InvalidPurchase):
        decide(selling, **values)
    assert not ArticleRule.objects.exists()


def test_a_rule_needs_a_right_a_reason_a_place_and_an_article(selling):  # noqa: F811
    with pytest.raises(Denied):
        decide(selling, least=1, actor=Actor(kind="staff", id="1", label="Nobody"))
    with pytest.raises(purchasing.ReasonNeeded):
        decide(selling, least=1, reason=" ")
    with pytest.raises(VariantNotFound):
        decide(selling, "NONE", least=1)
    with pytest.raises(inventory.UnknownLocation):
        purchasing.save_article_rule("A-1", "moon", Decided(least=1), reason="x", actor=ACTOR, at=AT)
