"""Experiments on screen (MKT-4)."""

from __future__ import annotations

import pytest
from django.urls import reverse

from storecrew.contexts.checkout.tests.factories import AT, make_shop
from storecrew.contexts.insights.models import Experiment
from storecrew.contexts.insights.tasks import watch_experiments
from storecrew.contexts.insights.tests.test_experiments import fill
from storecrew.contexts.marketing.tests.factories import make_campaign
from storecrew.kernel import clock
from storecrew.surfaces.workspaces.marketing_manager.tests.test_mailings import signed_in, text

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def shop():
    with clock.frozen(AT):
        yield make_shop()


def fields(shop, **changes) -> dict[str, object]:
    return {
        "name": "Friendlier button", "hypothesis": "People are shy", "owner": "Mina",
        "channel": shop.channel.id, "metric": "orders", "effect": "20", "method": "fixed", "alpha": "5",
        "power": "80", "baseline": "5", "spread": "", "harm_returns": "3", "harm_contacts": "3",
        "a_en": "", "a_ko": "", "a_weight": "50", "b_en": "Put it in", "b_ko": "담기", "b_weight": "50",
        "c_en": "", "c_ko": "", "c_weight": "", "d_en": "", "d_ko": "", "d_weight": "",
    } | changes  # fmt: skip


def made(manager, shop, **changes) -> Experiment:
    manager.post(reverse("experiment_add", args=["button"]), fields(shop, **changes))
    return Experiment.objects.get()


def step(manager, row: Experiment, name: str):
    return manager.post(reverse("experiment_step", args=[row.pk, name]), follow=True)


def test_mkt_4_an_experiment_is_planned_run_read_and_decided(shop):
    manager = signed_in("marketing_manager")
    assert "No experiments yet" in text(manager, "experiments")
    assert "What should differ?" in text(manager, "experiment_kinds")
    assert 'name="b_en"' in text(manager, "experiment_add", "button")
    row = made(manager, shop)
    page = text(manager, "experiment", row.pk)
    assert "16,316" in page
    assert "no recognized visitors" in page
    assert "It has not begun." in page
    assert "Put it in" in text(manager, "experiment_edit", row.pk)
    assert "It runs." in step(manager, row, "start").content.decode()
    fill(row, (8158, 400), (8158, 560), revenue=(400_000, 560_000), squares=(400_000_000, 560_000_000))
    page = text(manager, "experiment", row.pk)
    assert "Results are hidden until" in page
    assert "Better than A" not in page
    Experiment.objects.update(state="done", done_at=AT)
    page = text(manager, "experiment", row.pk)
    assert "Better than A" in page
    assert "+1.96 points" in page
    assert "Other metrics" in page
    assert "Take B for everybody" in text(manager, "experiment_decide", row.pk)
    answer = manager.post(
        reverse("experiment_decide", args=[row.pk]), {"winner": "1", "reason": "Clear"}, follow=True
    )
    page = answer.content.decode()
    assert "Taken: B for everybody" in page
    assert "Known then" in page
    assert "Take it back" in page
    assert "Friendlier button" in text(manager, "experiments")
    step(manager, row, "withdraw")
    row.refresh_from_db()
    assert not row.in_effect


def test_mkt_4_what_is_wrong_is_marked_and_what_was_typed_stays(shop):
    manager = signed_in("marketing_manager")
    answer = manager.post(
        reverse("experiment_add", args=["button"]), fields(shop, b_en="", b_ko="", baseline="")
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "needs words" in page
    assert "write how it is today" in page
    assert "People are shy" in page
    answer = manager.post(
        reverse("experiment_add", args=["sort"]),
        fields(shop, path="", a_sort="newest", b_sort="newest", c_sort="", d_sort=""),
    )
    assert answer.status_code == 422


def test_mkt_4_a_broken_ratio_and_a_pause_are_explained(shop):
    manager = signed_in("marketing_manager")
    row = made(manager, shop, method="always", metric="revenue", baseline="5", spread="30")
    assert (row.baseline, row.spread) == (500, 3000)
    step(manager, row, "start")
    fill(row, (3000, 100), (2000, 100))
    assert "less than once in a thousand times" in text(manager, "experiment", row.pk)
    answer = manager.post(reverse("experiment_decide", args=[row.pk]), {"winner": "1", "reason": "x"})
    assert "no result yet" in answer.content.decode()
    step(manager, row, "pause")
    Experiment.objects.update(paused_why="returned:0.2143:0.0500")
    assert "21.4% instead of 5.0%" in text(manager, "experiment", row.pk)
    Experiment.objects.update(paused_why="returned:0.2143:0.0500:1")
    page = text(manager, "experiment", row.pk)
    assert "B: Buyers who send something back: 21.4% instead of 5.0%" in page
    assert "It runs again." in step(manager, row, "resume").content.decode()
    assert "does not fit" in step(manager, row, "start").content.decode()
    assert manager.post(reverse("experiment_step", args=[row.pk, "fly"])).status_code == 404
    assert manager.get(reverse("experiment_add", args=["fly"])).status_code == 404


def test_mkt_4_harm_that_is_let_pass_is_said_where_it_is_measured(shop):
    manager = signed_in("marketing_manager")
    row = made(manager, shop)
    step(manager, row, "start")
    fill(row, (4000, 400), (4000, 420), returned=(20, 90))
    watch_experiments(AT)
    page = text(manager, "experiment", row.pk)
    assert "Does harm" in page
    assert "until the harm grows by a tenth?" in page
    step(manager, row, "resume")
    page = text(manager, "experiment", row.pk)
    assert "Does harm, let pass up to 23.6%" in page
    assert "It goes on although it does harm." in page
    watch_experiments(AT)
    assert Experiment.objects.get().state == "running"


def test_mkt_4_a_draft_may_be_deleted(shop):
    manager = signed_in("marketing_manager")
    row = made(manager, shop)
    step(manager, row, "delete")
    assert not Experiment.objects.exists()


def test_mkt_4_an_experiment_of_a_campaign_shows_its_result_on_the_record(shop):
    manager, campaign = signed_in("marketing_manager"), make_campaign()
    assert "Experiments of it" not in text(manager, "campaign", campaign.pk)
    manager.post(reverse("experiment_add", args=["button"]), fields(shop, campaign=campaign.pk))
    row = Experiment.objects.get()
    assert campaign.name in text(manager, "experiment", row.pk)
    assert f'value="{campaign.pk}" selected' in text(manager, "experiment_edit", row.pk)
    assert "not begun" in text(manager, "campaign", campaign.pk)
    step(manager, row, "start")
    assert "too early to say" in text(manager, "campaign", campaign.pk)
    fill(row, (8158, 400), (8158, 560), revenue=(400_000, 560_000), squares=(400_000_000, 560_000_000))
    Experiment.objects.update(state="done", done_at=AT)
    page = text(manager, "campaign", campaign.pk)
    assert "Better than A" in page
    assert "B: +1.96 points" in page
