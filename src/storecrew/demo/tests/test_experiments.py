"""The experiments of the demo store, made by the product's own operations."""

from __future__ import annotations

import pytest

from storecrew.contexts.insights import public as insights
from storecrew.contexts.insights.models import Experiment
from storecrew.demo.steps import experiments
from storecrew.kernel import clock
from storecrew.kernel.actor import system_actor
from storecrew.surfaces.storefront.tests.factories import make_shop

pytestmark = pytest.mark.django_db


def test_mkt_4_the_demo_has_experiments_in_every_state_and_a_believable_winner():
    make_shop()
    experiments.build(actor=system_actor("demo"), until=clock.now())
    states = dict(Experiment.objects.values_list("kind", "state"))
    assert states == {"block": "decided", "button": "running", "sort": "draft"}
    taken = Experiment.objects.get(kind="block")
    assert taken.in_effect
    assert taken.known["findings"][0]["least"] > 0
    running = insights.experiment_reading(Experiment.objects.get(kind="button"))
    assert running.hidden == "size"
    assert sum(one.visitors for one in running.sums) == 720
