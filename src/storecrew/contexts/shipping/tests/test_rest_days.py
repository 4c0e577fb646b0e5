"""LOG-7: holidays of carriers move what the shop promises, at once; wall clocks keep their cut-off."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from storecrew.contexts.channels import public as channels
from storecrew.contexts.channels.tests.factories import make_channel
from storecrew.contexts.checkout.tests.factories import make_shop
from storecrew.contexts.shipping import places as places_module
from storecrew.contexts.shipping import public as shipping
from storecrew.contexts.shipping.models import RestDay, ShippingMethod
from storecrew.contexts.shipping.tests.factories import ACTOR, AT, make_method, make_rate_sheet
from storecrew.contexts.work import public as work
from storecrew.kernel import audit, clock, outbox
from storecrew.kernel.actor import Actor, system_actor
from storecrew.kernel.errors import Denied

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
MONDAY = AT.date()


@pytest.fixture
def shop():
    return make_channel("eu", is_default=True)


def window(shop, at=AT) -> tuple[dt.date, dt.date]:
    [option] = shipping.options(shop, "DE", at=at)
    return option.earliest, option.latest


def rest(day, carrier="", name="Holiday", **who) -> int:
    return shipping.add_rest_day(day=day, name=name, carrier=carrier, **who, actor=ACTOR, at=AT)


def window_to(shop, country: str, postal_code: str = "") -> tuple[dt.date, dt.date]:
    [option] = shipping.options(shop, country, postal_code=postal_code, at=AT)
    return option.earliest, option.latest


def close_by_hand(first: dt.date, last: dt.date, *touches: str) -> work.CalendarDate:
    zone = ZoneInfo("Europe/Berlin")
    return work.put_on_calendar(
        kind="closure", title="New racks", owner_role="logistics_manager", record=work.BY_HAND, record_id="1",
        starts_at=dt.datetime.combine(first, dt.time(0), zone).astimezone(dt.UTC),
        ends_at=dt.datetime.combine(last, dt.time(23, 59), zone).astimezone(dt.UTC),
        touches=touches, actor=system_actor("test"), at=AT,
    )  # fmt: skip


@pytest.fixture
def two_places(monkeypatch):
    """Parcels leave Berlin and Lyon."""
    places = [shipping.Place("berlin", "Berlin", "DE"), shipping.Place("lyon", "Lyon", "FR")]
    monkeypatch.setattr(places_module, "_providers", [lambda channel_id: places])
    return places


def test_log_7_a_rest_day_of_everybody_moves_the_promise_and_back(shop):
    make_method(min_days=1, max_days=2)
    assert window(shop) == (MONDAY + DAY, MONDAY + 2 * DAY)
    rest_day = rest(MONDAY + DAY)
    assert window(shop) == (MONDAY + 2 * DAY, MONDAY + 3 * DAY)
    shipping.remove_rest_day(rest_day, actor=ACTOR, at=AT)
    assert window(shop) == (MONDAY + DAY, MONDAY + 2 * DAY)
    with pytest.raises(shipping.UnknownRestDay):
        shipping.remove_rest_day(rest_day, actor=ACTOR, at=AT)


@pytest.mark.parametrize(
    ("carrier", "moves"), [("sheet", True), ("Nordpost", True), ("other", False), ("", False)]
)
def test_log_7_a_carriers_own_rest_day_moves_only_its_methods(shop, carrier, moves):
    make_rate_sheet()
    rest(MONDAY + DAY, "sheet")
    make_method(min_days=1, max_days=1, carrier=carrier)
    assert window(shop)[0] == MONDAY + (2 if moves else 1) * DAY


def test_log_7_the_promise_costs_no_more_questions_with_rest_days(shop, django_assert_num_queries):
    make_method()
    rest(MONDAY + DAY)
    shipping.options(shop, "DE", at=AT)
    with django_assert_num_queries(2):
        shipping.options(shop, "DE", at=AT)


@pytest.mark.parametrize(
    ("moment", "leaves"),
    [
        # The clock goes forward on Sunday 29 March in Berlin: the cut-off is an hour earlier in UTC.
        ("2026-03-27T12:59:00", "2026-03-27"), ("2026-03-27T13:00:00", "2026-03-30"),
        ("2026-03-30T11:59:00", "2026-03-30"), ("2026-03-30T12:00:00", "2026-03-31"),
        # And back on Sunday 25 October.
        ("2026-10-23T11:59:00", "2026-10-23"), ("2026-10-26T12:30:00", "2026-10-26"),
        ("2026-10-26T13:00:00", "2026-10-27"),
    ],
)  # fmt: skip
def test_log_7_the_cut_off_is_a_wall_clock_on_both_sides_of_summer_time(shop, moment, leaves):
    make_method(min_days=0, max_days=0, cutoff=dt.time(14))
    at = dt.datetime.fromisoformat(moment).replace(tzinfo=dt.UTC)
    assert window(shop, at)[0].isoformat() == leaves


def test_log_7_easter_behind_the_cut_off_is_skipped_whole(shop):
    make_method(min_days=1, max_days=1, cutoff=dt.time(14))
    for day in (dt.date(2026, 4, 3), dt.date(2026, 4, 6)):
        rest(day)
    thursday = dt.datetime(2026, 4, 2, 12, 30, tzinfo=dt.UTC)
    assert window(shop, thursday)[0] == dt.date(2026, 4, 8)


def test_log_7_a_rest_day_is_written_once_by_those_who_may(shop):
    rest(MONDAY)
    for wrong in (
        {"day": MONDAY, "name": "again"},
        {"day": MONDAY + DAY, "name": " "},
        {"day": MONDAY + DAY, "location": "nowhere"},
        {"day": MONDAY + DAY, "country": "Germany"},
        {"day": MONDAY + DAY, "country": "DE", "carrier": "sheet"},
    ):
        with pytest.raises(shipping.InvalidRestDay):
            rest(**wrong)
    with pytest.raises(shipping.UnknownAccount):
        rest(MONDAY + DAY, "nowhere")
    with pytest.raises(Denied):
        shipping.add_rest_day(day=MONDAY, name="x", actor=Actor("staff", "1", "Bob"), at=AT)
    row = RestDay.objects.get()
    assert [entry.action for entry in audit.entries_for("shipping.rest_day", row.pk)] == [
        "shipping.rest_day_added"
    ]
    assert ShippingMethod.objects.count() == 0


def test_log_7_a_closed_location_makes_the_last_day_later_and_the_others_still_send(shop, two_places):
    make_method(min_days=1, max_days=2)
    rest(MONDAY, location="berlin")
    assert window(shop) == (MONDAY + DAY, MONDAY + 3 * DAY), "Lyon sends today, Berlin tomorrow"
    rest(MONDAY, location="lyon")
    assert window(shop) == (MONDAY + 2 * DAY, MONDAY + 3 * DAY)


def test_log_7_a_public_holiday_stops_the_locations_and_the_deliveries_of_its_country(shop, two_places):
    make_method(min_days=1, max_days=2)
    plain = (MONDAY + DAY, MONDAY + 2 * DAY)
    rest(MONDAY + DAY, country="FR")
    assert window_to(shop, "DE") == plain, "Berlin works and Germany delivers"
    assert window_to(shop, "FR") == (MONDAY + 2 * DAY, MONDAY + 3 * DAY)
    two_places.pop(0)
    rest(MONDAY, country="FR")
    assert window_to(shop, "DE") == (MONDAY + 3 * DAY, MONDAY + 4 * DAY), "Lyon rests for two days"


def test_log_7_a_destination_that_rests_on_the_day_of_leaving_loses_no_day(shop, two_places):
    two_places.pop()
    make_method(min_days=1, max_days=1)
    rest(MONDAY, country="FR")
    assert window_to(shop, "FR") == (MONDAY + DAY, MONDAY + DAY)


def test_log_7_the_transit_is_that_of_the_zone_of_the_destination(shop):
    account = make_rate_sheet()
    make_method(min_days=1, max_days=2, carrier="sheet")
    plain = window_to(shop, "DE", "10115")
    assert window_to(shop, "DE", "25846") == plain
    shipping.save_zones(
        account="sheet",
        zones=[
            shipping.ZoneRow("islands", postal_codes=("DE:258",), extra_days=2),
            shipping.ZoneRow("home", countries=("DE",)),
        ],
        actor=ACTOR,
        at=AT,
    )
    assert window_to(shop, "DE", "10115") == plain
    assert window_to(shop, "DE") == plain
    assert window_to(shop, "DE", "25846") == (plain[0] + 2 * DAY, plain[1] + 2 * DAY)
    assert account


def test_log_7_rest_days_stand_on_the_shared_calendar_and_are_moved_there(shop, two_places):
    make_method(min_days=1, max_days=1)
    two_places.pop()
    rest_day = rest(MONDAY, location="berlin", name="Stocktaking")
    [date] = work.dates_of([("shipping.rest_day", str(rest_day))])
    assert (date.kind, date.title, date.touches) == ("closure", "Stocktaking · Berlin", ("location:berlin",))
    assert window(shop)[0] == MONDAY + 2 * DAY
    work.move_date(date.id, days=3, actor=ACTOR, at=AT)
    assert RestDay.objects.get().day == MONDAY + 3 * DAY
    assert window(shop)[0] == MONDAY + DAY
    shipping.remove_rest_day(rest_day, actor=ACTOR, at=AT)
    assert not work.dates_of([("shipping.rest_day", str(rest_day))])


def test_log_7_a_closure_put_on_the_calendar_by_hand_moves_the_promise(shop, two_places, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: AT)
    make_method(min_days=1, max_days=1)
    two_places.pop()
    close_by_hand(MONDAY, MONDAY + DAY, "location:berlin")
    while outbox.drain():
        pass
    assert window(shop)[0] == MONDAY + 3 * DAY
    work.take_off_calendar(record=work.BY_HAND, record_id="1", actor=system_actor("test"), at=AT)
    while outbox.drain():
        pass
    assert window(shop)[0] == MONDAY + DAY


def test_log_7_places_come_from_the_locations_of_the_channel():
    make_shop()
    assert {place.code for place in shipping.places_of(channels.facts().id)} == {"main"}
