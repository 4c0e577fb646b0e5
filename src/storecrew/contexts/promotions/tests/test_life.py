"""A promotion from the draft to its end, with the gates on its way."""

import datetime as dt

import pytest

from storecrew.contexts.channels.tests.factories import make_channel
from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.checkout.tests.factories import AT, make_cart, place
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.inventory.tests.factories import make_location, stock
from storecrew.contexts.promotions import public as promotions
from storecrew.contexts.promotions.models import Claim, PlannedUnits, Promotion, PromotionVersion
from storecrew.contexts.promotions.operations import scheduling
from storecrew.contexts.promotions.queries.proposing import usual_uplift
from storecrew.contexts.promotions.tests.factories import make_promotion
from storecrew.contexts.promotions.tests.lives import ACTOR, DAY, acknowledge, content, make, running
from storecrew.contexts.work import public as work
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import Denied
from storecrew.kernel.money import Money

NOBODY = Actor(kind="staff", id="1", label="Nobody")


def test_mkt_6_a_promotion_is_planned_acknowledged_started_and_ended(shop):
    row = make(shop)
    promotions.schedule_promotion(row.pk, actor=ACTOR, at=AT)
    row.refresh_from_db()
    assert (row.state, row.approved_with["stock"][0]["available"]) == ("scheduled", 40)
    assert {task.owner_role for task in promotions.acknowledgements(row)} == {
        "customer_service",
        "logistics_manager",
    }
    start = row.active_from
    assert promotions.launch_due(start - dt.timedelta(minutes=5)) == 0
    acknowledge(row)
    assert promotions.launch_due(start - dt.timedelta(minutes=1)) == 1
    token = make_cart(shop, {"A-1": 1})
    assert checkout.cart(token, at=start - dt.timedelta(seconds=1)).discount == Money(0, "EUR")
    assert checkout.cart(token, at=start).discount == Money(100, "EUR")
    assert promotions.end_due(row.active_until) == 1
    assert promotions.end_due(row.active_until) == 0
    assert checkout.cart(token, at=start).discount == Money(0, "EUR")
    assert not [task for task in promotions.acknowledgements(row) if task.is_open]


def test_mkt_17_without_an_answer_the_time_decides_and_the_record_says_so(shop):
    row = make(shop, starts=None)
    promotions.schedule_promotion(row.pk, actor=ACTOR, at=AT)
    assert promotions.launch_due(AT + dt.timedelta(hours=23)) == 0
    assert promotions.launch_due(AT + dt.timedelta(hours=25)) == 1


def test_mkt_17_nobody_could_explain_it_so_it_cannot_start(shop):
    row = make(shop, sentence={}, service_brief="")
    with pytest.raises(promotions.BriefMissing) as refusal:
        promotions.schedule_promotion(row.pk, actor=ACTOR, at=AT)
    assert refusal.value.details["missing"] == ["sentence", "service_brief"]


def test_mkt_18_too_little_stock_is_refused_with_article_place_and_next_delivery(shop):
    row = make(shop, planned={shop.variants["A-1"]: 100})
    with pytest.raises(promotions.StockTooLowForPromotion) as refusal:
        promotions.schedule_promotion(row.pk, actor=ACTOR, at=AT)
    (short,) = refusal.value.details["shortfalls"]
    assert (short["sku"], short["location"], short["missing"], short["next_inbound"]) == (
        "A-1",
        "main",
        60,
        None,
    )
    assert "A-1: 100 planned, 60 missing" in str(refusal.value)
    row.refresh_from_db()
    assert (row.state, row.approved_with) == ("draft", {})


def test_mkt_18_what_arrives_before_the_start_counts_and_later_is_named(shop):
    place_id = inventory.location("main").id

    def order(units, due):
        inventory.open_receipt(
            kind="purchase_order", reference=f"PO-{units}", location_id=place_id, due_at=due,
            lines=[inventory.ExpectedLine(shop.variants["A-1"], units)], actor=ACTOR, at=AT,
        )  # fmt: skip

    row = make(shop, planned={shop.variants["A-1"]: 100})
    order(50, AT + DAY)
    order(30, AT + 20 * DAY)
    with pytest.raises(promotions.StockTooLowForPromotion) as refusal:
        promotions.schedule_promotion(row.pk, actor=ACTOR, at=AT)
    (short,) = refusal.value.details["shortfalls"]
    assert (short["inbound"], short["missing"], short["next_inbound"]["reference"]) == (50, 10, "PO-30")


def test_mkt_18_units_of_other_plans_of_the_time_are_spoken_for(shop):
    promotions.schedule_promotion(make(shop, planned={shop.variants["A-1"]: 30}).pk, actor=ACTOR, at=AT)
    row = make(shop, name="Second")
    with pytest.raises(promotions.StockTooLowForPromotion) as refusal:
        promotions.schedule_promotion(row.pk, actor=ACTOR, at=AT)
    assert refusal.value.details["shortfalls"][0]["promised_elsewhere"] == 30
    later = make(shop, name="Third", starts=dt.datetime(2026, 3, 11), ends=dt.datetime(2026, 3, 12))
    assert promotions.schedule_promotion(later.pk, actor=ACTOR, at=AT).state == "scheduled"


def test_mkt_18_what_a_running_one_has_sold_is_not_kept_for_it_a_second_time(shop):
    first = running(shop, planned={shop.variants["A-1"]: 30})
    place(make_cart(shop, {"A-1": 12}))
    # 28 are left, of which the first still means to sell 18.
    (check,) = promotions.stock_checks(first)
    assert (check.planned, check.available, check.missing) == (18, 28, 0)
    second = make(shop, name="Second", starts=None, planned={shop.variants["A-1"]: 10})
    assert promotions.schedule_promotion(second.pk, actor=ACTOR, at=AT).state == "scheduled"
    third = make(shop, name="Third", starts=None, planned={shop.variants["A-1"]: 1})
    with pytest.raises(promotions.StockTooLowForPromotion) as refusal:
        promotions.schedule_promotion(third.pk, actor=ACTOR, at=AT)
    assert refusal.value.details["shortfalls"][0]["promised_elsewhere"] == 28


def test_mkt_18_what_is_on_the_way_to_a_warehouse_of_other_shops_is_not_promised(shop):
    other = make_location("outlet", channels=[make_channel("outlet").id])
    inventory.open_receipt(
        kind="purchase_order", reference="PO-1", location_id=other.id, due_at=AT + DAY,
        lines=[inventory.ExpectedLine(shop.variants["A-1"], 60)], actor=ACTOR, at=AT,
    )  # fmt: skip
    plan = {shop.variants["A-1"]: 100}
    row = make(shop, channels=("eu",), planned=plan)
    with pytest.raises(promotions.StockTooLowForPromotion) as refusal:
        promotions.schedule_promotion(row.pk, actor=ACTOR, at=AT)
    (short,) = refusal.value.details["shortfalls"]
    assert (short["missing"], short["inbound"], short["next_inbound"]) == (60, 0, None)
    everywhere = make(shop, name="Everywhere", planned=plan)
    assert promotions.schedule_promotion(everywhere.pk, actor=ACTOR, at=AT).state == "scheduled"


def test_mkt_18_only_who_answers_for_stock_lets_it_pass_with_reason_and_end(shop):
    row = make(shop, planned={shop.variants["A-1"]: 100})
    with pytest.raises(Denied):
        promotions.override_stock(row.pk, reason="ok", expires_at=AT + DAY, actor=NOBODY, at=AT)
    for reason, until in (("", AT + DAY), ("ok", AT)):
        with pytest.raises(promotions.ReasonNeeded):
            promotions.override_stock(row.pk, reason=reason, expires_at=until, actor=ACTOR, at=AT)
    promotions.override_stock(row.pk, reason="A truck is here", expires_at=AT + DAY, actor=ACTOR, at=AT)
    assert promotions.schedule_promotion(row.pk, actor=ACTOR, at=AT).state == "scheduled"
    assert row.overrides.get().shortfalls[0]["missing"] == 60
    acknowledge(row)
    # It has run out when the promotion is to start, so the gate is asked again and stops it.
    assert promotions.launch_due(row.active_from) == 0
    row.refresh_from_db()
    assert (row.state, row.pause_reason) == ("stopped", "stock")
    assert work.open_findings(role="marketing_manager")[0].code == "promotion_stopped"


def test_ops_15_it_pauses_when_goods_run_low_and_goes_on_when_they_return(shop):
    row = running(shop, pause_below=5)
    held = make_cart(shop, {"A-1": 1})
    place(make_cart(shop, {"A-1": 34}, email="bob@example.com"))
    assert promotions.watch(AT) == 0
    place(make_cart(shop, {"A-1": 1}, email="eve@example.com"))
    assert promotions.watch(AT) == 1
    row.refresh_from_db()
    assert (row.state, row.pause_reason) == ("paused", "stock")
    fresh = make_cart(shop, {"A-1": 1}, email="zoe@example.com")
    assert checkout.cart(held, at=AT).discount == Money(100, "EUR")
    assert checkout.cart(fresh, at=AT).discount == Money(0, "EUR")
    for role in ("marketing_manager", "customer_service", "inventory_manager", "logistics_manager"):
        assert [each.code for each in work.open_findings(role=role)].count("promotion_paused") == 1
    assert promotions.watch(AT) == 0
    stock(shop.variants["A-1"], 30)
    assert promotions.watch(AT) == 1
    row.refresh_from_db()
    assert row.state == "live"
    assert "promotion_paused" not in {each.code for each in work.open_findings(role="customer_service")}


def test_ops_15_what_a_person_paused_waits_for_a_person_however_much_is_there(shop):
    row = running(shop, pause_below=5)
    promotions.pause_promotion(row.pk, reason="The picture is wrong.", actor=ACTOR, at=AT)
    stock(shop.variants["A-1"], 30)
    assert promotions.watch(AT) == 0
    row.refresh_from_db()
    assert (row.state, row.pause_reason) == ("paused", "hand")


def test_nobody_overwrites_what_they_have_not_seen(shop):
    row = make(shop)
    changed = promotions.change_promotion(row.pk, content(shop, name="New"), revision=1, actor=ACTOR, at=AT)
    assert (changed.revision, changed.name, changed.state) == (2, "New", "draft")
    with pytest.raises(promotions.PromotionChanged) as refusal:
        promotions.change_promotion(row.pk, content(shop), revision=1, actor=ACTOR, at=AT)
    assert refusal.value.details["revision"] == 2
    assert list(PromotionVersion.objects.values_list("revision", flat=True)) == [2, 1]


def test_mkt_17_a_new_version_ends_what_was_told_and_asked_about_the_old_one(shop):
    row = make(shop, planned={shop.variants["A-1"]: 100})
    promotions.override_stock(row.pk, reason="A truck is here", expires_at=AT + DAY, actor=ACTOR, at=AT)
    promotions.schedule_promotion(row.pk, actor=ACTOR, at=AT)
    asked = promotions.acknowledgements(row)
    promotions.launch_due(row.active_from + DAY)
    assert [each.code for each in work.open_findings(role="marketing_manager")] == ["promotion_stopped"]
    promotions.change_promotion(row.pk, content(shop), revision=1, actor=ACTOR, at=AT)
    assert not work.open_findings(role="marketing_manager")
    assert {work.task(task.id).state for task in asked} == {"withdrawn"}
    promotions.schedule_promotion(row.pk, actor=ACTOR, at=AT)
    assert [task.is_open for task in promotions.acknowledgements(row)] == [True, True]


def test_mkt_17_one_that_was_stopped_and_is_planned_again_is_no_alert_any_more(shop):
    row = make(shop)
    promotions.schedule_promotion(row.pk, actor=ACTOR, at=AT)
    acknowledge(row)
    inventory.adjust(
        shop.variants["A-1"], on_hand=3, expected_on_hand=40, reason="counted", actor=ACTOR, at=AT
    )
    promotions.launch_due(row.active_from)
    assert [each.code for each in work.open_findings(role="marketing_manager")] == ["promotion_stopped"]
    stock(shop.variants["A-1"], 40)
    promotions.schedule_promotion(row.pk, actor=ACTOR, at=AT)
    assert not work.open_findings(role="marketing_manager")


def test_sm_2_a_paused_one_that_is_changed_takes_nothing_off_carts_that_had_it(shop):
    row = running(shop)
    held = make_cart(shop, {"A-1": 1})
    promotions.pause_promotion(row.pk, reason="A wrong price", actor=ACTOR, at=AT)
    assert checkout.cart(held, at=AT).discount == Money(100, "EUR")
    promotions.change_promotion(row.pk, content(shop), revision=1, actor=ACTOR, at=AT)
    assert checkout.cart(held, at=AT).discount == Money(0, "EUR")
    assert not work.open_findings(role="customer_service")


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"name": " "}, "name"),
        ({"kind": "magic"}, "kind"),
        ({"ends": dt.datetime(2026, 3, 1)}, "ends"),
        ({"definition": {"benefit": {"percent_bp": 0}}}, "percent_bp"),
        ({"kind": "flash_sale", "ends": None}, "ends"),
        ({"kind": "giveaway", "definition": {"benefit": {"gifts": [1]}}}, "uses_cap"),
        ({"kind": "bundle"}, "parts"),
        ({"kind": "set"}, "groups"),
        ({"kind": "tiered"}, "tiers"),
        ({"kind": "bogo", "definition": {"benefit": {"percent_bp": 10000}}}, "scope"),
        ({"budget_cap": 100}, "currency"),
    ],
)
def test_what_cannot_run_is_refused_by_field(shop, more, field):
    with pytest.raises(promotions.InvalidPromotion) as refusal:
        make(shop, **more)
    assert field in refusal.value.details
    assert not Promotion.objects.exists()


def test_what_would_be_over_before_it_starts_says_so(shop):
    row = make(shop)
    Promotion.objects.filter(pk=row.pk).update(active_until=AT)
    with pytest.raises(promotions.WrongState, match="end has passed"):
        promotions.schedule_promotion(row.pk, actor=ACTOR, at=AT)


def test_a_running_promotion_is_paused_before_it_is_changed(shop):
    row = running(shop)
    with pytest.raises(promotions.WrongState):
        promotions.change_promotion(row.pk, content(shop), revision=1, actor=ACTOR, at=AT)
    promotions.pause_promotion(row.pk, reason="A wrong price", actor=ACTOR, at=AT)
    promotions.resume_promotion(row.pk, actor=ACTOR, at=AT)
    promotions.end_promotion(row.pk, actor=ACTOR, at=AT)
    with pytest.raises(promotions.WrongState):
        promotions.resume_promotion(row.pk, actor=ACTOR, at=AT)


def test_nobody_without_the_right_writes(shop):
    row = make(shop)
    for call in (
        lambda: promotions.create_promotion(content(shop), actor=NOBODY, at=AT),
        lambda: promotions.change_promotion(row.pk, content(shop), revision=1, actor=NOBODY, at=AT),
        lambda: promotions.schedule_promotion(row.pk, actor=NOBODY, at=AT),
        lambda: promotions.pause_promotion(row.pk, reason="", actor=NOBODY, at=AT),
        lambda: promotions.resume_promotion(row.pk, actor=NOBODY, at=AT),
        lambda: promotions.end_promotion(row.pk, actor=NOBODY, at=AT),
        lambda: promotions.add_code(row.pk, "ABC", actor=NOBODY, at=AT),
        lambda: promotions.generate_codes(row.pk, name="", count=1, actor=NOBODY, at=AT),
        lambda: promotions.import_codes(row.pk, [], name="", actor=NOBODY, at=AT),
    ):
        with pytest.raises(Denied):
            call()


def test_units_are_proposed_from_past_sales(shop):
    place(make_cart(shop, {"A-1": 28}), at=AT - 2 * DAY)
    (found,) = promotions.propose_units([shop.variants["A-1"]], starts=AT, ends=AT + 10 * DAY, at=AT).values()
    assert (found.units, found.uplift) == (10, 1.0)
    assert found.least < found.units < found.most


def test_units_are_proposed_from_days_of_the_house(shop):
    """In Berlin it is half past midnight: what was sold an hour and a half ago was sold yesterday."""
    at = AT.replace(hour=23, minute=30)
    place(make_cart(shop, {"A-1": 28}), at=at - dt.timedelta(minutes=90))
    (found,) = promotions.propose_units([shop.variants["A-1"]], starts=at, ends=at + 10 * DAY, at=at).values()
    assert found.units == 10


def test_units_are_proposed_by_what_earlier_promotions_sold_of_their_plans(shop, django_assert_num_queries):
    order_id = place(make_cart(shop, {"A-1": 1}), at=AT - 40 * DAY).order_id
    for sold in (10, 20, 30):
        row = make_promotion(state="ended")
        PlannedUnits.objects.create(promotion=row, variant_id=shop.variants["A-1"], units=10)
        Claim.objects.create(
            promotion=row, revision=1, order_id=order_id, amount=0, units=sold, claimed_at=AT
        )
    with django_assert_num_queries(3):
        assert usual_uplift() == 2.0


def test_a_plan_is_proposed_for_named_articles_only(shop):
    row = make(shop)
    place(make_cart(shop, {"A-1": 20}), at=AT - 2 * DAY)
    found = promotions.propose_plan(row.pk, actor=ACTOR, at=AT)
    assert list(row.planned.values_list("units", "source")) == [
        (found[shop.variants["A-1"]].units, "proposed")
    ]
    everything = make(shop, definition={"benefit": {"percent_bp": 1000}}, planned={})
    with pytest.raises(promotions.NothingToPropose):
        promotions.propose_plan(everything.pk, actor=ACTOR, at=AT)


def test_mkt_18_a_plan_that_has_passed_its_gates_is_not_replaced_without_them(shop):
    row = make(shop)
    promotions.schedule_promotion(row.pk, actor=ACTOR, at=AT)
    with pytest.raises(promotions.WrongState):
        promotions.propose_plan(row.pk, actor=ACTOR, at=AT)
    assert list(row.planned.values_list("units", "source")) == [(20, "typed")]


def test_a_simulation_prices_real_orders_anew(shop):
    place(make_cart(shop, {"A-1": 2, "B-1": 1}), at=AT)
    place(make_cart(shop, {"B-1": 1}, email="bob@example.com"), at=AT)
    found = promotions.simulate_promotion(make(shop), days=7, at=AT + dt.timedelta(hours=1))["EUR"]
    assert (found.orders, found.touched, found.discount, found.units) == (2, 1, 200, 2)
    assert (found.margin_before, found.share) == (None, 50.0)


def test_variants_stand_side_by_side_on_orders_and_open_carts(shop):
    row = make(shop)
    place(make_cart(shop, {"A-1": 2}, email="ann@example.com"), at=AT - 30 * DAY)
    place(make_cart(shop, {"A-1": 2, "B-1": 1}, email="ann@example.com"), at=AT)
    place(make_cart(shop, {"A-1": 1}, email="bob@example.com"), at=AT)
    make_cart(shop, {"A-1": 4}, email="eve@example.com")
    variants = (
        promotions.Variant(percent_bp=2000),
        promotions.Variant(only="returning"),
        promotions.Variant(min_spend={"EUR": 2000}),
        promotions.Variant(amounts={"EUR": 500}),
    )
    (found,) = promotions.compare_variants(row, variants, days=7, at=AT + DAY)
    assert [each.orders for each in found.orders] == [2, 2, 2, 2, 2]
    assert [each.touched for each in found.orders] == [2, 2, 1, 1, 2]
    assert [each.discount for each in found.orders] == [300, 600, 200, 200, 1000]
    assert [(each.gains_new, each.gains_known) for each in found.orders] == [
        (1, 1),
        (1, 1),
        (0, 1),
        (0, 1),
        (1, 1),
    ]
    assert [(each.off_new, each.off_known) for each in found.orders][1] == (200, 400)
    assert [(each.orders, each.touched, each.units, each.discount) for each in found.carts][:3] == [
        (1, 1, 4, 400), (1, 1, 4, 800), (1, 0, 0, 0),
    ]  # fmt: skip
    row.refresh_from_db()
    assert row.definition["benefit"] == {"percent_bp": 1000}


def test_a_simulation_knows_returning_customers_as_they_were_then(shop):
    place(make_cart(shop, {"A-1": 1}, email="ann@example.com"), at=AT - 2 * DAY)
    place(make_cart(shop, {"A-1": 1}, email="ann@example.com"), at=AT - DAY)
    row = make(shop, definition={"benefit": {"percent_bp": 1000}, "needs": {"groups": ["returning"]}})
    found = promotions.simulate_promotion(row, days=7, at=AT)["EUR"]
    assert (found.orders, found.touched, found.gains_known) == (2, 1, 1)


def test_launching_is_safe_to_repeat(shop):
    row = running(shop)
    assert scheduling.launch(row.pk, at=AT) in {False}
    assert Promotion.objects.get(pk=row.pk).state == "live"
