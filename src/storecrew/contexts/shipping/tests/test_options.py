"""The ways to send an order over the tables; keeping methods."""

from __future__ import annotations

import datetime as dt

import pytest

from storecrew.contexts.channels.tests.factories import make_channel
from storecrew.contexts.shipping import public as shipping
from storecrew.contexts.shipping.models import ShippingMethod, ShippingRate
from storecrew.contexts.shipping.tests.factories import ACTOR, AT, make_method
from storecrew.kernel import audit
from storecrew.kernel.actor import guest_actor
from storecrew.kernel.errors import Denied
from storecrew.kernel.money import CurrencyMismatch, Money
from storecrew.kernel.outbox.models import OutboxEvent

pytestmark = pytest.mark.django_db
RateRow = shipping.RateRow


@pytest.fixture
def eu():
    return make_channel("eu")


def options(channel, country="DE", *, value=5000, **more):
    money = Money(value, channel.currency)
    return shipping.options(channel, country, value=money, **({"at": AT} | more))


def test_an_option_has_price_dates_and_words(eu):
    make_method("standard", RateRow(490, "EUR", free_over_amount=6000), carrier="Post")
    (found,) = options(eu)
    assert (found.code, found.name, found.carrier) == ("standard", "Standard", "Post")
    assert (found.price, found.free_from) == (Money(490, "EUR"), Money(6000, "EUR"))
    assert (found.earliest, found.latest) == (dt.date(2026, 3, 3), dt.date(2026, 3, 5))
    assert found.explanation == "Arrives between Tue 3 Mar and Thu 5 Mar."


def test_from_the_threshold_on_it_is_free(eu):
    make_method("standard", RateRow(490, "EUR", free_over_amount=5000))
    (found,) = options(eu)
    assert (found.price, found.free_from) == (Money(0, "EUR"), None)


def test_one_day_is_named_alone(eu):
    make_method(min_days=2, max_days=2)
    assert options(eu)[0].explanation == "Arrives on Wed 4 Mar."


def test_the_cutoff_is_local_time_of_the_channel(eu):
    seoul = make_channel("kr", currency="KRW", countries=["KR"], timezone="Asia/Seoul")
    make_method("eu-1", channel_code="eu", cutoff=dt.time(12))
    make_method("kr-1", RateRow(3000, "KRW"), channel_code="kr", cutoff=dt.time(12))
    # 9:00 UTC is 10:00 in Berlin and 18:00 in Seoul.
    assert options(eu)[0].earliest == dt.date(2026, 3, 3)
    assert options(seoul, "KR")[0].earliest == dt.date(2026, 3, 4)


def test_holidays_and_working_days_of_the_method(eu):
    make_method(holidays=[dt.date(2026, 3, 3)], working_days=[2, 3, 4, 5, 6])
    assert options(eu)[0].earliest == dt.date(2026, 3, 5)


def test_each_channel_sees_its_methods_in_order(eu):
    make_channel("b2b")
    make_method("slow", position=2)
    make_method("fast", position=1, channel_code="eu")
    make_method("pallet", channel_code="b2b")
    make_method("old", active=False)
    assert [each.code for each in options(eu)] == ["fast", "slow"]


def test_names_follow_the_language(eu):
    make_method(translations={"ko": {"name": "일반 배송"}})
    assert options(eu, locale="ko")[0].name == "일반 배송"
    assert options(eu, locale="de")[0].name == "Standard"


def test_two_queries_however_many_methods(eu, django_assert_num_queries):
    for number in range(4):
        make_method(f"m{number}")
    with django_assert_num_queries(2):
        assert len(options(eu)) == 4


def test_each_method_that_is_not_offered_says_why(eu):
    make_method("fits")
    make_method("abroad", RateRow(1, "EUR", countries=("FR",)))
    make_method("island", RateRow(1, "EUR", excluded_postal=("DE:27498",)))
    make_method("won", RateRow(1, "KRW"))
    make_method("letter", RateRow(1, "EUR", max_weight_g=500))
    make_method("freight", RateRow(1, "EUR", min_weight_g=30_000))
    make_method("cheap", RateRow(1, "EUR", max_value_amount=1000))
    make_method("dear", RateRow(1, "EUR", min_value_amount=100_000))
    make_method("single", RateRow(1, "EUR", max_items=2))
    make_method("many", RateRow(1, "EUR", min_items=10))
    make_method("bare")
    ShippingRate.objects.filter(method__code="bare").delete()
    found = shipping.explain_options(
        eu, "DE", postal_code="27498", weight_g=1500, value=Money(5000, "EUR"), items=3
    )
    reasons = {each.code: each.reason for each in found}
    assert [each.code for each in found if each.offered] == ["fits"]
    assert reasons == {
        "fits": "The destination, weight, value and number of items fit a rate.",
        "abroad": "The method does not go to this country.",
        "island": "The method does not go to this postal code.",
        "won": "The method has no rate in the currency of the shop.",
        "letter": "The parcel is too heavy: it must weigh less than 0.5 kg.",
        "freight": "The parcel is too light: it must weigh at least 30 kg.",
        "cheap": "The goods must be worth less than €10.00.",
        "dear": "The goods must be worth at least €1,000.00.",
        "single": "There must be fewer than 2 items.",
        "many": "There must be at least 10 items.",
        "bare": "The method has no rate.",
    }


def test_a_country_that_the_channel_does_not_deliver_to(eu):
    make_method()
    assert options(eu, "US") == []
    assert shipping.explain_options(eu, "US")[0].reason == "The shop does not deliver to this country."
    assert not shipping.delivers_to(eu, "us")
    assert shipping.delivers_to(eu, "de")


def test_one_method_is_asked_again_when_placing(eu):
    make_method("letter", RateRow(190, "EUR", max_weight_g=500))
    found = shipping.option("letter", eu, "DE", weight_g=100, at=AT)
    assert found.price == Money(190, "EUR")
    with pytest.raises(shipping.MethodNotOffered) as caught:
        shipping.option("letter", eu, "DE", weight_g=500, at=AT)
    assert "too heavy" in str(caught.value.message)
    with pytest.raises(shipping.UnknownMethod):
        shipping.option("drone", eu, "DE", at=AT)


def test_a_value_in_another_currency_is_refused(eu):
    make_method()
    with pytest.raises(CurrencyMismatch):
        shipping.options(eu, "DE", value=Money(1, "KRW"), at=AT)


def test_mon_02_won_has_no_decimals_in_the_threshold_sentence():
    korea = make_channel("kr", currency="KRW", countries=["KR"])
    make_method("dear", RateRow(1, "KRW", min_value_amount=50_000))
    found = shipping.explain_options(korea, "KR", value=Money(1, "KRW"))
    assert found[0].reason == "The goods must be worth at least ₩50,000."


def test_saving_again_replaces_the_rates_and_counts_versions(eu):
    make_method("standard", RateRow(490, "EUR"))
    make_method("standard", RateRow(390, "EUR", countries=("DE",)), RateRow(990, "EUR"), expected_version=1)
    method = ShippingMethod.objects.get()
    assert (method.version, method.kind, method.rates.count()) == (2, "table", 2)
    assert [each.price.amount for each in options(eu)] == [390]
    assert [each.price.amount for each in options(eu, "FR")] == [990]
    entry = audit.entries_for("shipping.method", "standard")[0]
    assert entry.before["rates"] == [{"amount": 490, "currency": "EUR"}]
    assert entry.after["rates"][0] == {"amount": 390, "currency": "EUR", "countries": ["DE"]}
    assert OutboxEvent.objects.filter(name="shipping.ShippingMethodsChanged").count() == 2


def test_con_13_an_edit_from_an_old_version_is_refused():
    make_method()
    make_method(expected_version=1)
    with pytest.raises(shipping.MethodChanged):
        make_method(expected_version=1)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"code": "No Good"}, "code"),
        ({"name": " "}, "name"),
        ({"min_days": 4}, "max_days"),
        ({"min_days": -1}, "max_days"),
        ({"max_days": 400}, "max_days"),
        ({"handling_days": 400}, "handling_days"),
        ({"working_days": [0]}, "working_days"),
        ({"rates": ()}, "rates"),
        ({"rates": (RateRow(1, "XYZ"),)}, "rates"),
        ({"rates": (RateRow(-1, "EUR"),)}, "rates"),
        ({"rates": (RateRow(1, "EUR", free_over_amount=-1),)}, "rates"),
        ({"rates": (RateRow(1, "EUR", countries=("de",)),)}, "rates"),
        ({"rates": (RateRow(1, "EUR", min_weight_g=-1),)}, "rates"),
        ({"rates": (RateRow(1, "EUR", min_items=3, max_items=3),)}, "rates"),
        ({"rates": (RateRow(1, "EUR", max_value_amount=0),)}, "rates"),
    ],
)
def test_each_wrong_field_is_named(changes, field):
    values = {"code": "x", "name": "X", "rates": (RateRow(1, "EUR"),)}
    with pytest.raises(shipping.InvalidMethod) as caught:
        shipping.save_method(**(values | changes), actor=ACTOR, at=AT)
    assert list(caught.value.details) == [field]
    assert not ShippingMethod.objects.exists()


def test_a_method_is_switched_off_and_on(eu):
    make_method()
    shipping.set_method_active(code="standard", active=False, actor=ACTOR, at=AT)
    shipping.set_method_active(code="standard", active=False, actor=ACTOR, at=AT)
    assert options(eu) == []
    assert ShippingMethod.objects.get().version == 2
    shipping.set_method_active(code="standard", active=True, actor=ACTOR, at=AT)
    assert len(options(eu)) == 1
    with pytest.raises(shipping.UnknownMethod):
        shipping.set_method_active(code="drone", active=True, actor=ACTOR, at=AT)


def test_aut_01_methods_are_written_with_the_right_only():
    with pytest.raises(Denied):
        shipping.save_method(code="x", name="X", rates=(), actor=guest_actor(), at=AT)
    with pytest.raises(Denied):
        shipping.set_method_active(code="x", active=True, actor=guest_actor(), at=AT)


def test_log_6_the_address_book_of_customers_uses_this_check():
    from storecrew.contexts.customers import public as customers
    from storecrew.contexts.customers.tests.factories import as_customer, make_address, make_customer

    alice = make_customer()
    saved = customers.save_address(
        customer_id=alice.id, address=make_address(postal_code="D-10117"), actor=as_customer(alice), at=AT
    )
    assert saved.address.postal_code == "10117"
    with pytest.raises(shipping.InvalidAddress):
        customers.save_address(
            customer_id=alice.id, address=make_address(postal_code="1"), actor=as_customer(alice), at=AT
        )
