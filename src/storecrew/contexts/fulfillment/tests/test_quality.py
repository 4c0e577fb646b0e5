"""How goods arrive: damages by cause, audits by sample, ratings, and packaging that changes by facts."""

from __future__ import annotations

import datetime as dt

import pytest

from storecrew.contexts.checkout.tests.factories import AT, make_shop
from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.fulfillment.models import (
    DamageReport,
    PackagingAudit,
    PackagingChange,
    Parcel,
    Shipment,
)
from storecrew.contexts.fulfillment.rules import quality
from storecrew.contexts.fulfillment.tests.factories import ANN, BOB, packed, worker
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.shipping import public as shipping
from storecrew.contexts.shipping.tests.factories import make_simulator
from storecrew.contexts.work.models import Finding
from storecrew.kernel import outbox
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import Denied

DAY = dt.timedelta(days=1)
GOOD = dict.fromkeys(quality.CHECKS, True)


def test_the_sample_is_repeatable_and_about_as_large_as_asked_for():
    codes = [f"SC-{n}-1" for n in range(4_000)]
    chosen = [code for code in codes if quality.in_sample(code, 5)]
    assert chosen == [code for code in codes if quality.in_sample(code, 5)]
    assert 140 <= len(chosen) <= 260
    assert not any(quality.in_sample(code, 0) for code in codes)
    assert all(quality.in_sample(code, 100) for code in codes)


def test_a_rate_of_nothing_is_no_rate():
    assert quality.Rate(3, 2_000).per_thousand == 1.5
    assert quality.Rate(0, 0).per_thousand is None


@pytest.mark.parametrize(
    ("causes", "stars", "why"),
    [
        (["carrier"], [], ""),
        (["carrier", "packing"], [], "damages"),
        (["supplier", "storage", "pick"], [], ""),
        (["carrier", "unknown", "carrier"], [1], "damages"),
        ([], [1, 2], ""),
        ([], [1, 2, 2, 5], "ratings"),
        ([], [1, 2, 2] + [5] * 13, ""),
        (["carrier"], [3, 3, 3, 4], ""),
    ],
)
def test_inv_5_only_what_packaging_could_prevent_asks_for_other_packaging(causes, stars, why):
    assert quality.why_change(causes, stars, quality.Thresholds()) == why


@pytest.fixture
def shop(db):
    return make_shop({"A-1": 500, "B-1": 500})


def report(key="r1", **changes):
    values = {"kind": "damaged", "cause": "carrier", "sku": "A-1", "actor": ANN, "at": AT}
    return fulfillment.report_damage(key=key, **(values | changes))


class TestDamages:
    def test_inv_4_a_report_counts_once_and_knows_order_and_place_by_the_parcel(self, shop):
        parcel = packed(shop)
        first = report(parcel_id=parcel.id, sku="", units=2, note="crushed corner")
        assert report(parcel_id=parcel.id) == first
        row = DamageReport.objects.get()
        assert (row.order_id, row.location.code, row.units, row.cause) == (
            parcel.order_id, "main", 2, "carrier",
        )  # fmt: skip
        assert list(fulfillment.visible_reports(ANN)) == [row]
        assert list(fulfillment.visible_reports(worker(location=["elsewhere"]))) == []

    @pytest.mark.parametrize(
        "changes", [{"kind": "x"}, {"cause": "x"}, {"source": "x"}, {"units": 0}, {"sku": " "}, {"key": ""}]
    )
    def test_a_report_says_what_and_why(self, shop, changes):
        with pytest.raises(fulfillment.InvalidReport):
            report(**changes)
        with pytest.raises(Denied):
            report(actor=Actor(kind="staff", id="x", label="X"))
        with pytest.raises(fulfillment.UnknownWork):
            report(parcel_id=99)

    def test_inv_5_damages_of_an_article_become_one_packaging_change_with_its_effect(self, shop):
        parcel = packed(shop)
        fulfillment.hand_over(parcel.code, actor=ANN, at=AT - 2 * DAY)
        report("r1", at=AT - DAY)
        assert not PackagingChange.objects.exists()
        report("r2", cause="packing")
        report("r3", at=AT + DAY / 24)
        change = PackagingChange.objects.get()
        assert Finding.objects.get(code="fulfillment.packaging_change").record_id == str(change.pk)
        with pytest.raises(fulfillment.ReasonMissing):
            fulfillment.decide_change(change.pk, state="accepted", decision=" ", actor=BOB, at=AT)
        with pytest.raises(fulfillment.StateChanged):
            fulfillment.decide_change(change.pk, state="done", decision="x", actor=BOB, at=AT)
        fulfillment.decide_change(change.pk, state="accepted", decision="double wall", actor=BOB, at=AT)
        fulfillment.decide_change(change.pk, state="done", decision="double wall", actor=BOB, at=AT + DAY)
        done = fulfillment.packaging_change(change.pk)
        assert (done.owner, done.state) == ("Bob", "done")
        effect = fulfillment.effect_of(done, at=AT + 9 * DAY)
        assert (effect.before, effect.after) == (quality.Rate(2, 2), quality.Rate(0, 0))
        report("r4", at=AT + 2 * DAY)
        assert PackagingChange.objects.count() == 1
        report("r5", at=AT + 3 * DAY)
        assert PackagingChange.objects.filter(state="open").count() == 1
        assert fulfillment.effect_of(done, at=AT + 9 * DAY).after.found == 2
        with pytest.raises(fulfillment.UnknownWork):
            fulfillment.packaging_change(99)

    def test_log_2_what_the_carrier_damages_is_logged_by_itself(self, shop):
        street = {"street": "Example Street 12", "city": "Berlin", "postal_code": "10115", "country": "DE"}
        inventory.save_location("main", name="Main", address=street, is_default=True, actor=ANN, at=AT)
        make_simulator()
        parcel = packed(shop)
        fulfillment.hand_over(parcel.code, actor=ANN, at=AT)
        for hours in (1, 2):
            moment = shipping.Moment(
                AT + dt.timedelta(hours=hours), ("on_hold", "in_transit")[hours - 1], "carrier_damaged_parcel"
            )
            shipping.record_tracking(parcel.label_id, [moment], source="webhook", actor=ANN, at=AT + DAY)
            while outbox.drain():
                pass
        row = DamageReport.objects.get()
        assert (row.cause, row.source, row.parcel_id) == ("carrier", "carrier", parcel.id)


class TestAudits:
    def test_inv_3_a_parcel_of_the_sample_is_audited_once_by_somebody_else(self, shop, monkeypatch):
        monkeypatch.setattr(quality, "in_sample", lambda code, percent: True)
        parcel = packed(shop)
        assert fulfillment.to_audit(ANN) == []
        assert [row.pk for row in fulfillment.to_audit(BOB)] == [parcel.id]

        def audit(actor=BOB, answers=GOOD, **more):
            return fulfillment.audit_parcel(parcel.id, answers=answers, actor=actor, at=AT, **more)

        with pytest.raises(fulfillment.SamePerson):
            audit(ANN)
        with pytest.raises(fulfillment.InvalidAudit):
            audit(answers={"content": True})
        with pytest.raises(fulfillment.InvalidAudit):
            audit(answers=GOOD | {"fill": False})
        assert audit(answers=GOOD | {"fill": False}, note="rattles") is False
        with pytest.raises(fulfillment.AlreadyAudited):
            audit()
        assert fulfillment.to_audit(BOB) == []
        assert PackagingAudit.objects.get().note == "rattles"

    def test_what_has_left_is_not_audited(self, shop):
        parcel = packed(shop)
        fulfillment.hand_over(parcel.code, actor=ANN, at=AT)
        with pytest.raises(fulfillment.StateChanged):
            fulfillment.audit_parcel(parcel.id, answers=GOOD, actor=BOB, at=AT)


class TestFigures:
    def test_inv_5_a_customer_rates_once_after_it_arrived(self, shop):
        parcel = packed(shop)
        with pytest.raises(fulfillment.NotArrivedYet):
            fulfillment.rate_packaging(parcel.order_id, stars=5, at=AT)
        fulfillment.hand_over(parcel.code, actor=ANN, at=AT)
        Parcel.objects.get().shipment.__class__.objects.update(delivered_at=AT)
        with pytest.raises(fulfillment.InvalidRating):
            fulfillment.rate_packaging(parcel.order_id, stars=6, at=AT)
        assert fulfillment.may_rate(parcel.order_id)
        assert fulfillment.rate_packaging(parcel.order_id, stars=4, comment="much paper", at=AT)
        assert not fulfillment.rate_packaging(parcel.order_id, stars=1, at=AT)
        assert not fulfillment.may_rate(parcel.order_id)

    def test_inv_5_bad_ratings_of_an_article_become_one_packaging_change_with_its_stars(self, shop):
        def rate(stars, at=AT):
            parcel = packed(shop, {"A-1": 1})
            fulfillment.hand_over(parcel.code, actor=ANN, at=AT)
            Shipment.objects.filter(order_id=parcel.order_id).update(delivered_at=AT)
            fulfillment.rate_packaging(parcel.order_id, stars=stars, comment="paper only", at=at)

        for stars in (5, 1, 2):
            rate(stars)
        assert not PackagingChange.objects.exists()
        rate(1)
        rate(1)
        change = PackagingChange.objects.get()
        assert (change.sku, change.reason) == ("A-1", "3 bad ratings in 30 days")
        assert "packed badly" in Finding.objects.get(code="fulfillment.packaging_change").title
        before = fulfillment.effect_of(change, at=AT).stars_before
        assert before == fulfillment.Stars(2.0, 5)
        fulfillment.decide_change(change.pk, state="accepted", decision="padding", actor=BOB, at=AT)
        fulfillment.decide_change(change.pk, state="done", decision="padding", actor=BOB, at=AT + DAY)
        rate(4, AT + 2 * DAY)
        after = fulfillment.effect_of(fulfillment.packaging_change(change.pk), at=AT + 3 * DAY).stars_after
        assert after == fulfillment.Stars(4.0, 1)

    def test_inv_5_the_business_sets_from_when_on_packaging_changes(self, shop):
        defaults = fulfillment.packaging_thresholds()
        with pytest.raises(Denied):
            fulfillment.save_packaging_rules(damages=1, actor=Actor(kind="staff", id="x", label="X"), at=AT)
        with pytest.raises(fulfillment.InvalidPackagingRules) as refused:
            fulfillment.save_packaging_rules(days=3, bad_stars=5, actor=ANN, at=AT)
        assert refused.value.details["fields"] == ["days", "bad_stars"]
        fulfillment.save_packaging_rules(damages=1, sample_percent=100, actor=ANN, at=AT)
        fulfillment.save_packaging_rules(damages=1, actor=ANN, at=AT)
        assert fulfillment.packaging_thresholds() == defaults._replace(damages=1, sample_percent=100)
        report()
        assert PackagingChange.objects.get().sku == "A-1"
        parcel = packed(shop)
        assert [row.pk for row in fulfillment.to_audit(BOB)] == [parcel.id]

    def test_hod_1_damage_and_mistakes_are_rates_of_the_parcels_that_left(
        self, shop, django_assert_max_num_queries
    ):
        parcels = [packed(shop, {"A-1": 1}) for _ in range(4)]
        for parcel in parcels:
            fulfillment.hand_over(parcel.code, actor=ANN, at=AT)
        report("r1", parcel_id=parcels[0].id)
        report("r2", parcel_id=parcels[0].id, kind="wrong", cause="pick")
        report("r3", parcel_id=parcels[1].id, kind="missing", cause="packing")
        with django_assert_max_num_queries(4):
            found = fulfillment.quality_of(ANN, since=AT - DAY)
        assert (found.damaged, found.wrong) == (quality.Rate(1, 4), quality.Rate(2, 4))
        assert (found.audits, found.stars, found.ratings) == (quality.Rate(0, 0), None, 0)
        assert fulfillment.quality_of(worker(location=["x"]), since=AT - DAY).damaged == quality.Rate(0, 0)
