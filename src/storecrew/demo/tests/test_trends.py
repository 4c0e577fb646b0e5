"""The trends of the demo store, made by the product's own operations."""

from __future__ import annotations

import pytest

from storecrew.contexts.insights import public as insights
from storecrew.contexts.insights.models import Clip, TrendTask
from storecrew.demo.steps import trends
from storecrew.kernel import clock
from storecrew.kernel.actor import system_actor
from storecrew.surfaces.storefront.tests.factories import make_shop

pytestmark = pytest.mark.django_db


def test_mkt_3_the_demo_has_prices_beside_ours_news_and_a_task():
    shop = make_shop()
    trends.build(list(shop.variants.values()), actor=system_actor("demo"), until=clock.now())
    assert any(
        one.difference is not None and one.difference > 0 for one in insights.newest_prices(at=clock.now())
    )
    assert (Clip.objects.count(), TrendTask.objects.count()) == (3, 1)
