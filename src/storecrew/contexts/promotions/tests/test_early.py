"""Early access (MKT-6, MKT-21): some have a promotion first, everybody from its start on."""

import datetime as dt

import pytest

from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.checkout.tests.factories import AT, make_cart, make_shop
from storecrew.contexts.customers import public as customers
from storecrew.contexts.customers.tests.factories import make_customer
from storecrew.contexts.promotions import counting
from storecrew.contexts.promotions import public as promotions
from storecrew.contexts.promotions.facts import Basket, Check, Line
from storecrew.contexts.promotions.models import CouponBatch, Promotion
from storecrew.contexts.promotions.queries.sentences import for_shopper
from storecrew.contexts.promotions.rules import conditions, engine
from storecrew.contexts.promotions.rules.terms import Benefit, Early, Terms
from storecrew.contexts.promotions.tests.factories import make_coupon
from storecrew.contexts.promotions.tests.lives import ACTOR, DAY, acknowledge, content, make
from storecrew.contexts.work import public as work

HOUR = dt.timedelta(hours=1)
THURSDAY = dt.datetime(2026, 3, 5, 9, tzinfo=dt.UTC)
FRIDAY = THURSDAY + DAY
SALE = Terms(
    id=1, revision=1, kind="percent_off", lane="order",
    windows={"eu": (THURSDAY, FRIDAY + DAY)},
    benefit=Benefit(percent_bp=1000),
    early=Early(frozenset({"tier:gold"}), {"eu": FRIDAY}),
)  # fmt: skip


def basket(at, *groups):
    return Basket((Line(1, 1, 1, 1, 1000),), "EUR", "eu", at, groups=frozenset(groups))


@pytest.mark.parametrize(
    ("at", "groups", "code"),
    [
        (THURSDAY - HOUR, (), "opens"),
        (THURSDAY - HOUR, ("tier:gold",), "opens"),
        (THURSDAY, (), "early"),
        (THURSDAY, ("tier:silver",), "early"),
        (THURSDAY, ("tier:gold",), ""),
        (FRIDAY - HOUR, ("tier:gold", "returning"), ""),
        (FRIDAY - HOUR, (), "early"),
        (FRIDAY, (), ""),
        (FRIDAY + DAY, (), "not_ended"),
        (FRIDAY + DAY, ("tier:gold",), "not_ended"),
    ],
)
def test_mkt_21_members_come_first_and_everybody_from_the_start(at, groups, code):
    failed = conditions.first_failure(SALE, basket(at, *groups))
    assert (failed.code if failed else "") == code
    assert bool(engine.evaluate(basket(at, *groups), [SALE]).wins) == (not code)


def test_mkt_21_each_is_told_when_it_opens_for_them(db):
    mine = conditions.first_failure(SALE, basket(THURSDAY - HOUR, "tier:gold"))
    other = conditions.first_failure(SALE, basket(THURSDAY - HOUR))
    assert (mine, other) == (
        Check("opens", False, THURSDAY, THURSDAY - HOUR),
        Check("opens", False, FRIDAY, THURSDAY - HOUR),
    )
    assert "opens for you on 5 Mar 2026" in for_shopper(mine, currency="EUR", locale="en")
    waiting = conditions.first_failure(SALE, basket(THURSDAY))
    said = for_shopper(waiting, currency="EUR", locale="en")
    assert "first. It opens for you on 6 Mar 2026" in said
    said = for_shopper(waiting, currency="EUR", locale="en", by_code=False)
    assert "opens for this customer on 6 Mar 2026" in said


EARLY = {
    "starts": dt.datetime(2026, 3, 6, 9),
    "definition": {
        "benefit": {"percent_bp": 1000},
        "early": {"starts": "2026-03-05T09:00", "groups": ["account"]},
    },
}


@pytest.fixture
def shop(db):
    return make_shop({"A-1": 40})


def begin(row):
    promotions.schedule_promotion(row.pk, actor=ACTOR, at=AT)
    acknowledge(row)
    row.refresh_from_db()
    assert promotions.launch_due(row.active_from) == 1
    row.refresh_from_db()
    return row


def test_mkt_21_stock_and_people_count_from_the_earlier_moment(shop):
    row = make(shop, **EARLY)
    local = row.active_from.astimezone(dt.timezone(dt.timedelta(hours=1)))
    assert local.replace(tzinfo=None) == dt.datetime(2026, 3, 5, 9)
    load = promotions.load_of(row, at=AT)
    assert load.starts_at == row.active_from
    begin(row)
    assert row.state == "live"


def test_mkt_21_the_calendar_has_both_moments_and_they_move_together(shop):
    row = make(shop, **EARLY)
    promotions.schedule_promotion(row.pk, actor=ACTOR, at=AT)
    both = {date.kind: date for date in work.dates_of([("promotions.promotion", str(row.pk))])}
    assert both["promotion_opens"].starts_at - both["promotion"].starts_at == DAY
    written = promotions.written_days([row.pk])[row.pk]
    assert (written.first, written.opens) == (dt.date(2026, 3, 5), dt.date(2026, 3, 6))
    row = promotions.move_promotion(row.pk, days=2, actor=ACTOR, at=AT)
    assert row.definition["early"]["starts"] == "2026-03-07T09:00"
    moved = {date.kind: date for date in work.dates_of([("promotions.promotion", str(row.pk))])}
    assert {kind: moved[kind].starts_at - both[kind].starts_at for kind in both} == dict.fromkeys(
        both, 2 * DAY
    )
    plain = {"benefit": {"percent_bp": 1000}}
    promotions.change_promotion(
        row.pk,
        content(shop, starts=EARLY["starts"], definition=plain),
        revision=row.revision,
        actor=ACTOR,
        at=AT,
    )
    assert not work.dates_of([("promotions.promotion", str(row.pk))])


def test_mkt_21_the_cart_of_a_customer_has_it_a_day_before_a_guests(shop):
    row = begin(make(shop, **EARLY))
    at = row.active_from + HOUR
    token = make_cart(shop, {"A-1": 1})
    assert not checkout.cart(token, at=at).discount.amount
    assert checkout.cart(token, at=at + DAY).discount.amount == 100
    asked = checkout.promotion_request(token, at=at)
    found = promotions.preview(row.pk, asked, at=at)
    assert {check.code: check.passed for check in found.checks if check.code in ("started", "early")} == {
        "started": True,
        "early": False,
    }
    mine = make_customer("mina@example.com")
    checkout.merge_carts(token, mine.id, actor=ACTOR, at=at)
    assert checkout.cart(token, at=at).discount.amount == 100


def test_mkt_21_what_tells_everybody_waits_for_everybody(shop):
    row = begin(make(shop, **EARLY))
    at = row.active_from + HOUR
    mina = make_customer("mina@example.com")
    found = promotions.standing([row.pk])[row.pk]
    assert (found.holds(at), found.holds_in("eu", at), found.is_early_in("eu", at)) == (False, False, True)
    assert (found.holds(at + DAY), found.is_early_in("eu", at + DAY)) == (True, False)
    buyer = promotions.Buyer(mina.id, mina.email, "eu", "Europe/Berlin", "en")
    guest = promotions.Buyer(None, "", "eu", "Europe/Berlin", "en")
    assert promotions.is_let_in_early(found, buyer, at)
    assert not promotions.is_let_in_early(found, guest, at)
    (offer,) = promotions.early_offers(buyer, at)
    assert offer.note == "Early for you: everybody has it from 6 Mar 2026, 09:00."
    assert promotions.early_offers(guest, at) == ()
    assert promotions.early_offers(buyer, at + DAY) == ()
    phase = promotions.early_phase("eu", at)
    assert (phase.is_on, phase.until) == (True, found.windows["eu"][0])
    assert customers.contact_of(mina.email) is None


def test_mkt_21_one_with_a_code_is_told_with_the_code_that_is_for_everybody(shop, monkeypatch):
    row = make(shop, **EARLY)
    hers = make_customer("mina@example.com")
    buyer = promotions.Buyer(hers.id, hers.email, "eu", "Europe/Berlin", "en")
    at = begin(row).active_from + HOUR
    Promotion.objects.update(by_code=True)
    promotions.renew_active()
    batch = CouponBatch.objects.create(promotion=row, name="Flyer", created_at=AT, created_by="tests")
    make_coupon(row, "FLYER", batch=batch)
    make_coupon(row, "ONCE", uses_cap=1)
    make_coupon(row, "HERS", buyer="somebody")
    make_coupon(row, "BLOCKED", blocked=True)
    make_coupon(row, "OVER", expires_at=at)
    make_coupon(row, "GONE", uses_cap=5, uses=5)
    make_coupon(row, "PARTNER")
    promotions.give_code(row.pk, email=hers.email, expires_at=at + DAY, actor=ACTOR, at=at)
    monkeypatch.setitem(counting._partner_codes, "codes", lambda _ids: ["Partner"])
    assert promotions.early_offers(buyer, at) == (), "no code of these may stand where many read it"
    make_coupon(row, "MEMBERS")
    make_coupon(row, "LATER")
    (offer,) = promotions.early_offers(buyer, at)
    assert offer.code == "MEMBERS"
    token = make_cart(shop, {"A-1": 1})
    checkout.merge_carts(token, hers.id, actor=ACTOR, at=at)
    checkout.add_code(token, offer.code, actor=ACTOR, at=at)
    assert checkout.cart(token, at=at).discount.amount == 100, "the cart takes what the bar says"


def test_mkt_21_what_the_cart_would_refuse_to_somebody_is_not_told_to_them_early(shop):
    groups = {"needs": {"groups": ["returning"]}, **EARLY["definition"]}
    row = begin(make(shop, starts=EARLY["starts"], definition=groups))
    at = row.active_from + HOUR
    hers = make_customer("mina@example.com")
    buyer = promotions.Buyer(hers.id, hers.email, "eu", "Europe/Berlin", "en")
    found = promotions.standing([row.pk])[row.pk]
    assert not promotions.is_let_in_early(found, buyer, at), "she has never bought"
    assert promotions.early_offers(buyer, at) == ()
    assert promotions.told_from(found, buyer, at) == found.windows["eu"][0]
    assert promotions.told_from(found, buyer, at + DAY) == at + DAY
    assert promotions.told_from(found, buyer, at - 2 * DAY) is None


@pytest.mark.parametrize(
    ("more", "fields"),
    [
        ({"starts": None}, {"starts"}),
        ({"starts": dt.datetime(2026, 3, 5, 9)}, {"early_starts"}),
        (
            {"definition": {"benefit": {"percent_bp": 1}, "early": {"starts": "2026-03-05T09:00"}}},
            {"early_groups"},
        ),
    ],
)
def test_mkt_21_an_early_start_that_is_none_is_refused(shop, more, fields):
    with pytest.raises(promotions.InvalidPromotion) as refusal:
        make(shop, **(EARLY | more))
    assert set(refusal.value.details) == fields
