"""OPS-10: what several plans at once cost: pages and looks ask as much for six plans as for two."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from storecrew.contexts.checkout.tests.factories import AT, make_shop
from storecrew.contexts.fleet.models import Trip
from storecrew.contexts.fleet.tests.factories import (
    make_depot,
    make_driver,
    make_own_fleet,
    make_parcel,
    make_vehicle,
    plan,
)
from storecrew.contexts.people.tests.factories import make_staff
from storecrew.contexts.promotions import public as promotions
from storecrew.contexts.promotions.models import Promotion
from storecrew.contexts.promotions.tests.lives import ACTOR, DAY, make
from storecrew.contexts.promotions.tests.test_capacity import FIRST, shift
from storecrew.contexts.promotions.tests.test_conflicts import settle
from storecrew.contexts.work import public as work
from storecrew.kernel import clock

pytestmark = pytest.mark.django_db
SKUS = ["A-1", *(f"P-{number}" for number in range(6))]
PAGES = [
    "/admin/promotions/",
    "/admin/calendar/?view=month&day=2026-03-04",
    "/admin/calendar/?view=list",
    "/admin/calendar/conflicts/",
    "/admin/fleet/?day=2026-03-02",
]


@pytest.fixture
def several(client):
    """Let plans be added one by one: promotions that meet the same thin roster, and trips of one day."""
    shop = make_shop(dict.fromkeys(SKUS, 400))
    shift("pack", FIRST + 6 * DAY, 1)
    make_depot()
    make_own_fleet()
    count = 0

    def add(number: int) -> None:
        nonlocal count
        for _ in range(number):
            sku = shop.variants[SKUS[count]]
            scope = {"benefit": {"percent_bp": 1000}, "scope": {"variants": [sku]}}
            row = make(shop, name=f"Plan {count}", definition=scope, planned={sku: 40})
            promotions.schedule_promotion(row.pk, actor=ACTOR, at=AT)
            make_vehicle(f"van{count}", max_weight_g=2_000)
            make_driver(f"driver{count}@example.com")
            make_parcel(count + 1)
            count += 1
        plan()
        settle()

    with clock.frozen(AT):
        client.force_login(make_staff("owner", name="Owner"))
        yield add


def asked(call) -> int:
    with CaptureQueriesContext(connection) as queries:
        call()
    return len(queries)


@pytest.mark.parametrize("address", PAGES)
def test_ops_10_a_page_asks_as_much_for_six_plans_as_for_two(client, several, address):
    several(2)
    client.get(address)
    few = asked(lambda: client.get(address))
    several(4)
    assert Trip.objects.count() == 6
    client.get(address)
    page = client.get(address)
    assert page.status_code == 200
    assert "Plan 5" in page.content.decode() or "van5" in page.content.decode().lower()
    assert asked(lambda: client.get(address)) <= few


def test_ops_10_looking_for_conflicts_asks_as_much_for_six_plans_as_for_two(several):
    several(2)
    work.refresh_conflicts(at=AT)
    few = asked(lambda: work.refresh_conflicts(at=AT))
    several(4)
    work.refresh_conflicts(at=AT)
    plans = [("promotions.promotion", str(each)) for each in Promotion.objects.values_list("pk", flat=True)]
    assert len(work.conflicts_of(plans)) >= 6
    assert asked(lambda: work.refresh_conflicts(at=AT)) <= few


def test_ops_10_both_teams_are_compared_by_one_look_at_what_comes(several):
    several(2)
    work.refresh_conflicts(at=AT)
    one = asked(lambda: work.refresh_conflicts(codes=["capacity_pack"], at=AT))
    both = asked(lambda: work.refresh_conflicts(codes=["capacity_pack", "capacity_serve"], at=AT))
    assert both == one
