"""The demo's promotions: one in every state, each of which can be explained."""

import pytest

from storecrew.contexts.checkout.tests.factories import make_shop
from storecrew.contexts.people.tests.factories import make_staff
from storecrew.contexts.promotions.models import Promotion
from storecrew.demo.steps import offers
from storecrew.kernel import clock
from storecrew.kernel.actor import system_actor


@pytest.mark.django_db
def test_there_is_a_promotion_in_every_state():
    shop = make_shop({f"A-{number}": number + 1 for number in range(12)})
    make_staff("customer_service")
    offers.build(shop.variants, actor=system_actor("demo"), until=clock.now())
    states = dict(Promotion.objects.values_list("name", "state"))
    assert states == {
        "Welcome": "live",
        "Free delivery weeks": "live",
        "The more, the cheaper": "scheduled",
        "Bestseller days": "paused",
        "Flash weekend": "stopped",
        "Last week": "ended",
        "Autumn set": "draft",
    }
    stopped = Promotion.objects.get(state="stopped")
    assert stopped.pause_reason == "stock"
    assert stopped.overrides.get().reason
