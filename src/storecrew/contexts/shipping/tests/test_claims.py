"""LOG-2: claims against carriers: their deadline, their photos, their end; and those that carriers cause."""

from __future__ import annotations

import datetime as dt
from io import BytesIO

import pytest
from PIL import Image

from storecrew.contexts.shipping import public as shipping
from storecrew.contexts.shipping.models import CarrierAccount, ClaimPhoto, DamageClaim, Label
from storecrew.contexts.shipping.rules import claims as rules
from storecrew.contexts.shipping.tests.factories import ACTOR, AT, buy, make_simulator
from storecrew.kernel import audit, outbox
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import Denied
from storecrew.kernel.money import Money

DAY = dt.timedelta(days=1)
WORTH = Money(2_500, "EUR")


def test_log_2_the_life_of_a_claim_has_one_way_forward():
    assert rules.may_become("open", "filed")
    assert not rules.may_become("open", "accepted")
    assert not any(
        rules.may_become(end, to) for end in ("accepted", "refused", "withdrawn") for to in rules.STATES
    )
    assert rules.lacks("damage", photos=0, amount=1, description="x") == "photo"
    assert rules.lacks("loss", photos=0, amount=0, description="x") == "amount"
    assert rules.lacks("loss", photos=0, amount=1, description=" ") == "description"
    assert rules.lacks("damage", photos=1, amount=1, description="x") == ""


pytestmark = pytest.mark.django_db


def picture(shade: int = 7, kind: str = "PNG") -> bytes:
    content = BytesIO()
    Image.new("L", (30, 20), shade).save(content, kind)
    return content.getvalue()


def broken(key: str = "parcel/1") -> shipping.LabelFacts:
    """A label whose parcel arrived the day after."""
    if not CarrierAccount.objects.exists():
        make_simulator()
    label = buy(key, value=WORTH)
    life = [shipping.Moment(AT, "picked_up"), shipping.Moment(AT + DAY, "delivered")]
    shipping.record_tracking(label.id, life, source="webhook", actor=ACTOR, at=AT + DAY)
    return label


def claim(label_id: int, **changes) -> int:
    values = {"kind": "damage", "description": "crushed", "amount": WORTH, "actor": ACTOR, "at": AT + 2 * DAY}
    return shipping.open_claim(label_id, **(values | changes))


def act(verb, claim_id, **values) -> None:
    verb(claim_id, **values, actor=ACTOR, at=AT + 3 * DAY)


def test_log_2_a_claim_counts_its_deadline_from_the_delivery_and_ends_with_money():
    label = broken()
    CarrierAccount.objects.update(claim_days=5)
    claim_id = claim(label.id, pictures=[picture(), picture(), b""])
    row = DamageClaim.objects.get()
    assert (row.file_by, row.photos.count()) == ((AT + 6 * DAY).date(), 1)
    act(shipping.file_claim, claim_id, carrier_ref="C-1")
    act(shipping.close_claim, claim_id, result="accepted", paid=Money(2_000, "EUR"), note="usual")
    row.refresh_from_db()
    assert (row.state, row.result_amount, row.carrier_ref) == ("accepted", 2_000, "C-1")
    actions = [entry.action for entry in audit.entries_for("shipping.claim", claim_id)]
    assert sorted(actions) == ["shipping.claim_accepted", "shipping.claim_filed", "shipping.claim_opened"]


def test_log_2_damage_without_a_photo_is_not_filed():
    claim_id = claim(broken().id)
    with pytest.raises(shipping.ClaimNotReady) as caught:
        act(shipping.file_claim, claim_id, carrier_ref="")
    assert caught.value.details["lacks"] == "photo"
    act(
        shipping.amend_claim, claim_id, description="crushed", amount=WORTH, pictures=[picture(1), picture(2)]
    )
    act(shipping.file_claim, claim_id, carrier_ref="")
    for verb, values in (
        (shipping.file_claim, {"carrier_ref": ""}),
        (shipping.amend_claim, {"description": "x", "amount": WORTH}),
    ):
        with pytest.raises(shipping.ClaimMoved):
            act(verb, claim_id, **values)


def test_log_2_one_claim_at_a_time_and_a_new_one_after_it_ended():
    label = broken()
    claim_id = claim(label.id)
    with pytest.raises(shipping.ClaimOpenAlready):
        claim(label.id)
    act(shipping.close_claim, claim_id, result="withdrawn")
    assert claim(label.id) != claim_id
    with pytest.raises(shipping.ClaimMoved):
        act(shipping.close_claim, claim_id, result="refused")


def test_log_2_money_is_written_only_when_the_carrier_pays():
    claim_id = claim(broken().id, kind="loss")
    act(shipping.file_claim, claim_id, carrier_ref="")
    with pytest.raises(shipping.ClaimNotReady):
        act(shipping.close_claim, claim_id, result="accepted")
    act(shipping.close_claim, claim_id, result="refused", paid=WORTH, note="too late")
    assert DamageClaim.objects.get().result_amount is None


@pytest.mark.parametrize("pictures", [[b"no picture"], [b"\x89PNG broken"], [b"x"] * 9])
def test_bad_03_what_is_no_photo_is_refused_and_nothing_is_kept(pictures):
    label = broken()
    with pytest.raises(shipping.InvalidProof):
        claim(label.id, pictures=pictures)
    assert ClaimPhoto.objects.count() == DamageClaim.objects.count() == 0


def test_log_2_a_carrier_that_says_it_broke_a_parcel_opens_the_claim_by_itself_once():
    make_simulator()
    label = buy(value=WORTH, insured=Money(3_000, "EUR"))
    for hour in (1, 2):
        moment = shipping.Moment(AT + hour * dt.timedelta(hours=1), "on_hold", "carrier_damaged_parcel")
        shipping.record_tracking(label.id, [moment], source="webhook", actor=ACTOR, at=AT + DAY)
        while outbox.drain():
            pass
    row = DamageClaim.objects.get()
    assert (row.kind, row.amount, row.state) == ("damage", 3_000, "open")


def test_log_2_unknown_claims_and_people_without_the_right_are_refused():
    label = broken()
    with pytest.raises(Denied):
        claim(label.id, actor=Actor("staff", "1", "Bob"))
    with pytest.raises(shipping.UnknownLabel):
        claim(Label.objects.count() + 99)
    with pytest.raises(shipping.UnknownClaim):
        act(shipping.file_claim, 99, carrier_ref="")
