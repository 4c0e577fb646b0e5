"""Codes: made, read in, hidden, blocked, earned."""

import datetime as dt

import pytest
from django.conf import settings
from django.db import connection

from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.checkout.tests.factories import AT, GUEST, make_cart, make_shop, place
from storecrew.contexts.promotions import public as promotions
from storecrew.contexts.promotions.models import Coupon
from storecrew.contexts.promotions.operations import rewarding
from storecrew.contexts.promotions.rules import buyers, codes
from storecrew.contexts.promotions.tests.factories import make_coupon, make_promotion
from storecrew.kernel.actor import system_actor
from storecrew.kernel.mail.models import Mail
from storecrew.kernel.money import Money

ACTOR = system_actor("tests")


@pytest.fixture
def shop(db):
    return make_shop()


def test_abu_02_random_codes_have_at_least_sixty_bits():
    assert len(codes.ALPHABET) ** codes.SHORTEST_HIDDEN >= 2**60
    assert (codes.normalize(" spring-10 "), codes.normalize("x" * 41)) == ("SPRING10", "")


def test_a_batch_is_made_once_each_and_hidden_codes_are_not_kept(db):
    row = make_promotion()
    batch, made = promotions.generate_codes(row.pk, name="Mail", count=50, hidden=True, actor=ACTOR, at=AT)
    assert (batch.count, len(set(made)), batch.coupons.count()) == (50, 50, 50)
    assert set(batch.coupons.values_list("code", flat=True)) == {""}
    assert Coupon.objects.get(digest=codes.digest(made[0])).hint == made[0][-4:]
    row.refresh_from_db()
    assert row.by_code


def test_abu_02_codes_that_could_be_guessed_are_refused(db):
    row = make_promotion()
    with pytest.raises(promotions.InvalidCode):
        promotions.generate_codes(row.pk, name="", count=5, length=6, actor=ACTOR, at=AT)


def test_an_import_leaves_out_what_is_there_or_unusable(db):
    row = make_promotion(code="KNOWN")
    batch, left_out = promotions.import_codes(
        row.pk, ["one-1", "two-2", "ONE1", "known", "x", ""], name="File", actor=ACTOR, at=AT
    )
    assert (batch.count, left_out) == (2, 3)
    with pytest.raises(promotions.CodeTaken):
        promotions.add_code(row.pk, "ONE 1", actor=ACTOR, at=AT)


def test_a_blocked_code_is_as_good_as_unknown(shop):
    row = make_promotion(code="GONE")
    promotions.block_code(Coupon.objects.get().pk, blocked=True, actor=ACTOR, at=AT)
    with pytest.raises(checkout.CodeRefused, match="do not know"):
        checkout.add_code(make_cart(shop, {"A-1": 1}), "GONE", actor=GUEST, at=AT)
    assert row.pk


def test_mkt_6_an_order_earns_a_code_that_only_its_buyer_can_use_once(shop, monkeypatch):
    make_promotion("next_order_coupon", benefit={"percent_bp": 2000})
    placed = place(make_cart(shop, {"A-1": 1}))
    assert rewarding.reward(placed.order_id, at=AT) == 1
    assert rewarding.reward(placed.order_id, at=AT) == 0
    (sent,) = Mail.objects.filter(dedupe_key__startswith="promotions.reward")
    code = next(part for part in sent.text.split() if len(part) == codes.SHORTEST_HIDDEN and part.isupper())
    assert code in sent.html
    Coupon.objects.update(created_at=AT + dt.timedelta(seconds=1))
    then = promotions.explain(promotions.request_of_order(placed.order_id), code=code)
    assert (then.applies, then.checks[0].code) == (False, "code_later"), (
        "it earned the code, it cannot miss it"
    )
    token = make_cart(shop, {"A-1": 1})
    assert checkout.add_code(token, code, actor=GUEST, at=AT).discount == Money(200, "EUR")
    place(token)
    with pytest.raises(checkout.CodeRefused):
        checkout.add_code(make_cart(shop, {"A-1": 1}), code, actor=GUEST, at=AT)


def test_mkt_5_a_code_of_ones_own_waits_in_a_cart_of_nobody_until_its_address_is_entered(shop):
    row = make_promotion(code="ANY")
    (ann,) = buyers.keys("ann@example.com", "", {}, settings.SECRET_KEY)
    make_coupon(row, "FORANN", buyer=ann, uses_cap=1)
    for email, applied in (("ann@example.com", True), ("bob@example.com", False)):
        token = make_cart(shop, {"A-1": 1}, ready=False)
        (waits,) = checkout.add_code(token, "FORANN", actor=GUEST, at=AT).codes
        assert (waits.applied, waits.reason) == (False, "code_unnamed")
        assert "once you enter that e-mail address" in waits.sentence
        view = checkout.set_details(token, email=email, actor=GUEST, at=AT)
        assert (view.codes[0].applied, view.discount == Money(100, "EUR")) == (applied, applied)


def test_abu_02_guessing_is_stopped_and_told(shop):
    from storecrew.contexts.work import public as work
    from storecrew.kernel import ratelimit

    token = make_cart(shop, {"A-1": 1})
    for number in range(10):
        with pytest.raises(checkout.CodeRefused):
            checkout.add_code(token, f"GUESS{number}", actor=GUEST, at=AT)
    with pytest.raises(ratelimit.Refused):
        checkout.add_code(token, "GUESS", actor=GUEST, at=AT)
    assert work.open_findings(role="customer_service")[0].code == "codes_guessed"


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite makes no second index")
@pytest.mark.django_db
def test_mkt_6_codes_keep_one_index_of_their_digest():
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, Coupon._meta.db_table)
    assert [name for name, each in found.items() if each["columns"] == ["digest"]] == [
        "promotions_coupon_digest"
    ]
