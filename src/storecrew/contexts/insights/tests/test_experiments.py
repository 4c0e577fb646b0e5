"""Experiments in the tables: planned, handed out, counted, guarded and decided (MKT-4)."""

from __future__ import annotations

import datetime as dt

import pytest

from storecrew.contexts.aftersales.models import Return
from storecrew.contexts.checkout.tests.factories import make_cart, make_shop, place
from storecrew.contexts.insights import public as insights
from storecrew.contexts.insights.models import Experiment, ExperimentDay, Exposure
from storecrew.contexts.insights.operations.exposing import add_to_days
from storecrew.contexts.insights.operations.guarding import watch_experiments
from storecrew.contexts.insights.rules import kinds
from storecrew.contexts.insights.tests.factories import AT, step, take, view
from storecrew.contexts.marketing.tests.factories import make_campaign
from storecrew.contexts.orders import public as orders
from storecrew.contexts.work import public as work
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import Denied

pytestmark = pytest.mark.django_db
ACTOR = Actor(kind="staff", id="1", label="Mina", permissions=frozenset({"insights.write"}))
DAY = AT.date()
WHO = {"actor": ACTOR, "at": AT}
THREE = (("A", 1, {}), ("B", 1, {"en": "Put it in"}), ("C", 1, {"en": "Take it"}))


@pytest.fixture
def shop():
    return make_shop()


def content(shop, **changes) -> insights.ExperimentContent:
    values = {
        "name": "Friendlier button", "hypothesis": "Because …", "owner": "Mina",
        "channel_id": shop.channel.id, "kind": "button", "path": "",
        "variants": (("A", 50, {}), ("B", 50, {"en": "Put it in"})), "metric": "orders",
        "method": "fixed", "effect": 20.0, "baseline": 0.05,
    }  # fmt: skip
    return insights.ExperimentContent(**(values | changes))


def running(shop, **changes) -> Experiment:
    key = insights.save_experiment(content(shop, **changes), **WHO)
    insights.start_experiment(key, **WHO)
    return Experiment.objects.get(pk=key)


def fill(row: Experiment, *sums: tuple[int, int], **more: tuple[int, int]) -> None:
    """Count (visitors, buyers) for each variant at once."""
    for place_, (visitors, buyers) in enumerate(sums):
        counts = {"visitors": visitors, "buyers": buyers, "orders": buyers}
        add_to_days({(row.pk, place_, DAY): counts | {name: pair[place_] for name, pair in more.items()}})


def test_mkt_4_a_plan_says_how_many_visitors_it_needs(shop):
    row = Experiment.objects.get(pk=insights.save_experiment(content(shop), **WHO))
    assert (row.state, row.required) == ("draft", [8158, 8158])
    insights.save_experiment(content(shop, effect=50.0), experiment_id=row.pk, **WHO)
    row.refresh_from_db()
    assert sum(row.required) < 4000


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"),
        ({"effect": 0.5}, "effect"),
        ({"alpha": 0.5}, "alpha"),
        ({"power": 0.2}, "power"),
        ({"metric": "smiles"}, "metric"),
        ({"method": "daily"}, "method"),
        ({"kind": "color"}, "kind"),
        ({"baseline": None}, "baseline"),
        ({"kind": "sort", "path": "nowhere"}, "path"),
        ({"kind": "sort", "path": "nowhere"}, "variants"),
        ({"variants": (("A", 1, {}),)}, "variants"),
        ({"variants": (("A", 0, {}), ("B", 1, {"en": "x"}))}, "variants"),
        ({"variants": (("A", 1, {}), ("B", 1, {"en": ""}))}, "variants"),
        ({"variants": (("A", 1, {}), ("B", 1, {"en": "x" * 41}))}, "variants"),
        ({"variants": (("A", 1, {"en": "x"}), ("B", 1, {"en": "x"}))}, "variants"),
    ],
)
def test_mkt_4_what_makes_no_experiment_is_refused(shop, changes, field):
    with pytest.raises(insights.InvalidExperiment) as refused:
        insights.save_experiment(content(shop, **changes), **WHO)
    assert field in refused.value.details
    assert not Experiment.objects.exists()


def test_mkt_4_the_baseline_is_that_of_recognized_visitors_of_these_pages(shop):
    come = {"channel_id": shop.channel.id}
    notes = [view(number, "/p/mug/", page="product", visitor=number % 40 + 1, **come) for number in range(60)]
    notes += [step(kinds.ADD, 61, visitor=one, cart=one, products=(1,), **come) for one in range(1, 11)]
    notes.append(view(5, "/p/mug/", page="product", **come))
    take(*notes)
    later = AT + dt.timedelta(days=1)
    found = insights.history(shop.channel.id, "button", "", at=later)
    assert (found.visitors, found.adders, found.buyers) == (40, 10, 0)
    key = insights.save_experiment(content(shop, metric="adds", baseline=None), actor=ACTOR, at=later)
    assert Experiment.objects.get(pk=key).baseline == 0.25
    assert insights.history(shop.channel.id, "sort", "mugs", at=later).visitors == 0


def test_mkt_4_visitors_are_counted_once_and_their_later_deeds_are_theirs(shop):
    row = running(shop)
    come = {"channel_id": shop.channel.id, "page": "product"}
    token = make_cart(shop, {"A-1": 2})
    cart = insights.cart_number(token)
    take(
        step(kinds.ADD, 0, visitor=9, cart=8, products=(1,), channel_id=shop.channel.id),
        view(1, "/p/mug/", visitor=9, trials=((row.pk, 1),), **come),
        view(2, "/p/mug/", visitor=9, trials=((row.pk, 1),), **come),
        view(2, "/p/mug/", visitor=7, trials=((row.pk, 0), (row.pk + 99, 1)), **come),
        view(2, "/p/mug/", **come),
        step(kinds.ADD, 3, visitor=9, cart=cart, products=(1,), channel_id=shop.channel.id),
        step(kinds.ADD, 4, visitor=9, cart=cart, products=(1,), channel_id=shop.channel.id),
    )
    bought = {"channel_id": shop.channel.id}
    ids = [orders.order_by_token(place(one).order_token).id for one in (token, make_cart(shop, {"A-1": 1}))]
    take(step(kinds.ORDER, 6, cart=cart, order_id=ids[0], amount=1000, **bought))
    take(step(kinds.ORDER, 7, cart=77, visitor=9, order_id=ids[1], amount=2000, **bought))
    a, b = (ExperimentDay.objects.get(variant=one) for one in (0, 1))
    assert (a.visitors, a.adders, a.buyers) == (1, 0, 0)
    assert (b.visitors, b.adders, b.buyers, b.orders, b.revenue) == (1, 1, 1, 2, 3000)
    assert b.squares == 3000.0**2
    assert Exposure.objects.get(visitor=9).amount == 3000


def test_mkt_4_nothing_is_counted_while_it_does_not_run(shop):
    row = running(shop)
    insights.pause_experiment(row.pk, why="Lunch", **WHO)
    take(view(1, "/p/mug/", visitor=9, page="product", trials=((row.pk, 1),), channel_id=shop.channel.id))
    assert not ExperimentDay.objects.exists()
    assert insights.experiments_in_use() == ()
    insights.resume_experiment(row.pk, **WHO)
    assert [one.id for one in insights.experiments_in_use()] == [row.pk]


def test_mkt_4_results_are_hidden_until_the_size_is_there_and_frozen_then(shop):
    row = running(shop)
    fill(row, (8000, 400), (8000, 560))
    found = insights.experiment_reading(row)
    assert (found.hidden, found.findings, found.others) == ("size", (), ())
    with pytest.raises(insights.DecisionTooSoon):
        insights.decide_experiment(row.pk, winner=1, reason="It looks good", **WHO)
    fill(row, (157, 5), (158, 5))
    week = 7 * 24 * 60
    for minutes, place_, visitor, state in (
        (1, 0, 1, "running"),
        (week + 1, 0, 2, "done"),
        (week + 2, 1, 3, "done"),
    ):
        take(view(minutes, "/p/mug/", visitor=visitor, page="product", trials=((row.pk, place_),),
                  channel_id=shop.channel.id))  # fmt: skip
        row.refresh_from_db()
        assert row.state == state
    found = insights.experiment_reading(row)
    assert [one.visitors for one in found.sums] == [8159, 8158], "what comes after is not counted"
    assert found.hidden == ""
    (one,) = found.findings
    assert one.clear
    assert one.difference > 0.015


def test_mkt_4_a_method_for_any_time_is_read_at_any_time(shop):
    row = running(shop, method="always")
    assert insights.experiment_reading(row).hidden == "few"
    fill(row, (3000, 100), (3000, 240), adders=(300, 600))
    found = insights.experiment_reading(row)
    assert found.findings[0].clear
    assert [one.metric for one in found.others] == ["adds"]
    assert found.chances[0] < 0.05


def test_mkt_4_a_wrong_ratio_shuts_the_reading(shop):
    row = running(shop, method="always")
    fill(row, (3000, 100), (2600, 240))
    found = insights.experiment_reading(row)
    assert (found.hidden, found.findings) == ("ratio", ())
    assert watch_experiments(at=AT) == 1
    assert "shares" in work.open_findings(role="marketing_manager")[0].title
    row.refresh_from_db()
    assert row.state == "running"


def test_mkt_4_a_broken_guard_rail_pauses_it(shop):
    row = running(shop)
    fill(row, (4000, 400), (4000, 420), returned=(20, 90))
    assert watch_experiments(at=AT) == 1
    row.refresh_from_db()
    assert row.state == "paused"
    assert row.paused_why == "returned:0.2143:0.0500:1"
    told = audit.entries_for("insights.experiment", row.pk)[0]
    assert "because more comes back" in told.reason
    assert "0.2143" not in str(told.after), "people read words, not codes"
    assert insights.experiments_in_use() == ()
    assert watch_experiments(at=AT) == 0


def test_mkt_4_what_somebody_lets_go_on_stays_on_until_its_harm_grows(shop):
    row = running(shop)
    fill(row, (4000, 400), (4000, 420), returned=(20, 90))
    watch_experiments(at=AT)
    insights.resume_experiment(row.pk, **WHO)
    assert work.open_findings(role="marketing_manager") == [], "its alarm is answered"
    assert watch_experiments(at=AT) == 0, "the same harm does not pause it again"
    row.refresh_from_db()
    assert (row.state, row.let_on) == ("running", {"returned:1": 0.2143})
    fill(row, (0, 0), (0, 0), returned=(0, 20))
    assert watch_experiments(at=AT) == 1
    row.refresh_from_db()
    assert row.state == "paused"
    insights.resume_experiment(row.pk, **WHO)
    insights.pause_experiment(row.pk, why="Christmas: no tests", **WHO)
    insights.resume_experiment(row.pk, **WHO)
    assert watch_experiments(at=AT) == 0


def test_mkt_4_each_variant_is_let_go_on_with_its_own_harm(shop):
    row = running(shop, variants=THREE)
    fill(row, (4000, 400), (4000, 400), (4000, 400), returned=(20, 120, 84))
    assert watch_experiments(at=AT) == 1
    insights.resume_experiment(row.pk, **WHO)
    row.refresh_from_db()
    assert row.let_on == {"returned:1": 0.3, "returned:2": 0.21}
    assert watch_experiments(at=AT) == 0, "the greater harm was let pass too"
    fill(row, (0, 0), (0, 0), (0, 0), returned=(0, 0, 20))
    assert watch_experiments(at=AT) == 1, "that of the other has grown"
    row.refresh_from_db()
    assert row.paused_why == "returned:0.2600:0.0500:2"


def test_mkt_4_harm_that_comes_after_the_size_is_reached_pauses_it_too(shop):
    row = running(shop)
    fill(row, (8158, 400), (8158, 420))
    Experiment.objects.filter(pk=row.pk).update(state="done", done_at=AT)
    assert watch_experiments(at=AT) == 0
    fill(row, (0, 0), (0, 0), returned=(20, 90))
    assert watch_experiments(at=AT) == 1
    assert insights.experiments_in_use() == ()
    insights.resume_experiment(row.pk, **WHO)
    row.refresh_from_db()
    assert (row.state, watch_experiments(at=AT)) == ("done", 0), "it has its size all the same"


def test_mkt_4_harm_that_was_let_pass_before_variants_were_told_apart_counts_for_each(shop):
    row = running(shop)
    fill(row, (4000, 400), (4000, 420), returned=(20, 90))
    watch_experiments(at=AT)
    Experiment.objects.filter(pk=row.pk).update(paused_why="returned:0.2143:0.0500")
    insights.resume_experiment(row.pk, **WHO)
    assert watch_experiments(at=AT) == 0


def test_mkt_4_harm_is_stopped_though_the_ratio_is_wrong_too(shop):
    row = running(shop)
    fill(row, (4000, 400), (3500, 420), returned=(20, 90))
    assert insights.experiment_reading(row).hidden == "ratio"
    assert watch_experiments(at=AT) == 1
    row.refresh_from_db()
    assert row.state == "paused"
    assert "paused" in work.open_findings(role="marketing_manager")[0].title


def test_mkt_4_the_alarm_of_an_experiment_ends_with_its_cause_and_with_the_decision(shop):
    row = running(shop, method="always")
    fill(row, (3000, 100), (2600, 240))
    watch_experiments(at=AT)
    fill(row, (0, 0), (400, 0))
    assert watch_experiments(at=AT) == 0
    assert work.open_findings(role="marketing_manager") == []
    fill(row, (900, 0), (0, 0))
    watch_experiments(at=AT)
    assert len(work.open_findings(role="marketing_manager")) == 1
    insights.decide_experiment(row.pk, winner=0, reason="Planned anew.", **WHO)
    assert work.open_findings(role="marketing_manager") == []


def test_mkt_4_returns_and_questions_of_buyers_are_noted_once(shop):
    row = running(shop)
    token, come = make_cart(shop, {"A-1": 2}), {"channel_id": shop.channel.id, "visitor": 9}
    take(
        view(1, "/p/mug/", page="product", trials=((row.pk, 1),), **come),
        step(kinds.ADD, 2, cart=insights.cart_number(token), products=(1,), **come),
    )
    order = orders.order_by_token(place(token).order_token)
    take(step(kinds.ORDER, 5, cart=insights.cart_number(token), order_id=order.id, amount=1000,
              channel_id=shop.channel.id))  # fmt: skip
    Return.objects.create(order_id=order.id, number="RT-1", opened_at=AT + dt.timedelta(minutes=9))
    work.open_task(
        code="question", title="Where is it?", owner_role="customer_service", record="orders.order",
        record_id=order.id, actor=work_actor(), at=AT,
    )  # fmt: skip
    for _ in range(2):
        watch_experiments(at=AT + dt.timedelta(hours=1))
    day = ExperimentDay.objects.get(variant=1)
    assert (day.returned, day.contacted) == (1, 1)


def work_actor() -> Actor:
    return Actor(kind="staff", id="2", label="Jo", permissions=frozenset({"work.write"}))


def test_mkt_4_a_decision_keeps_what_was_known_forgets_browsers_and_is_shown_to_all(shop):
    row = running(shop, method="always")
    Exposure.objects.create(experiment=row, visitor=5, variant=1, first_at=AT)
    fill(row, (3000, 100), (3000, 240))
    with pytest.raises(insights.InvalidExperiment):
        insights.decide_experiment(row.pk, winner=1, reason=" ", **WHO)
    with pytest.raises(insights.InvalidExperiment):
        insights.decide_experiment(row.pk, winner=2, reason="x", **WHO)
    insights.decide_experiment(row.pk, winner=1, reason="Twice the orders", **WHO)
    row.refresh_from_db()
    assert (row.state, row.winner, row.in_effect) == ("decided", 1, True)
    assert row.known["visitors"] == [3000, 3000]
    assert row.known["findings"][0]["difference"] > 0.04
    assert not Exposure.objects.exists()
    (one,) = insights.experiments_in_use()
    assert (one.taken, one.contents[1]) == (1, {"en": "Put it in"})
    with pytest.raises(insights.ExperimentNotReady):
        insights.decide_experiment(row.pk, winner=0, reason="x", **WHO)
    # the next one begins with the winner as its control and replaces it when it wins
    other = running(shop, method="always", name="Next", variants=(("A", 1, {}), ("B", 1, {"en": "Mine"})))
    fill(other, (3000, 100), (3000, 240))
    insights.decide_experiment(other.pk, winner=1, reason="Better still", **WHO)
    assert [one.id for one in insights.experiments_in_use()] == [other.pk]
    insights.withdraw_winner(other.pk, **WHO)
    assert insights.experiments_in_use() == ()
    with pytest.raises(insights.ExperimentNotReady):
        insights.withdraw_winner(other.pk, **WHO)


def test_mkt_4_the_control_may_be_kept_at_any_time(shop):
    row = running(shop)
    insights.decide_experiment(row.pk, winner=0, reason="The season is over", **WHO)
    assert insights.experiments_in_use() == ()


def test_mkt_4_one_thing_is_in_one_experiment_and_a_plan_stands_once_it_runs(shop):
    row = running(shop)
    second = insights.save_experiment(content(shop, name="Other"), **WHO)
    with pytest.raises(insights.ExperimentTaken):
        insights.start_experiment(second, **WHO)
    with pytest.raises(insights.ExperimentNotReady):
        insights.save_experiment(content(shop), experiment_id=row.pk, **WHO)
    with pytest.raises(insights.ExperimentNotReady):
        insights.delete_experiment(row.pk, **WHO)
    with pytest.raises(insights.ExperimentNotReady):
        insights.resume_experiment(row.pk, **WHO)
    insights.delete_experiment(second, **WHO)
    with pytest.raises(insights.UnknownExperiment):
        insights.start_experiment(second, **WHO)


def test_mkt_4_four_experiments_at_once_are_enough(shop):
    running(shop)
    Experiment.objects.bulk_create(
        Experiment(
            name="x",
            channel_id=shop.channel.id,
            kind="sort",
            path=f"c{number}",
            state="running",
            effect=1,
            baseline=1,
            created_at=AT,
            updated_at=AT,
        )
        for number in range(3)
    )  # fmt: skip
    key = insights.save_experiment(content(shop, kind="block"), **WHO)
    with pytest.raises(insights.ExperimentTaken):
        insights.start_experiment(key, **WHO)


def test_aut_03_only_who_may_set_tests_of_pages_does(shop):
    with pytest.raises(Denied):
        insights.save_experiment(content(shop), actor=Actor(kind="staff", id="3", label="x"), at=AT)


def test_prv_02_a_browser_that_takes_its_yes_back_is_forgotten_here_too(shop):
    row = running(shop)
    Exposure.objects.create(experiment=row, visitor=5, variant=1, first_at=AT)
    insights.forget_visitor(5)
    assert not Exposure.objects.exists()


def test_mkt_4_an_experiment_belongs_to_a_campaign_and_its_plan_says_so(shop):
    campaign = make_campaign()
    row = running(shop, campaign_id=campaign.pk)
    assert [one.pk for one in insights.experiments_of(campaign.pk)] == [row.pk]
    assert insights.find_experiment(row.pk).campaign.name == campaign.name
    assert insights.experiments_of(campaign.pk + 1) == []
    with pytest.raises(insights.InvalidExperiment) as caught:
        insights.save_experiment(content(shop, campaign_id=campaign.pk + 1), **WHO)
    assert list(caught.value.details) == ["campaign"]
