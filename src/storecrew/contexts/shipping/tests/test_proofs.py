"""What shows that a parcel arrived: kept once, checked, without what cameras add, gone with the person."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from PIL import Image

from storecrew.contexts.shipping import public as shipping
from storecrew.contexts.shipping.models import ProofOfDelivery
from storecrew.contexts.shipping.rules import proofs as rules
from storecrew.contexts.shipping.subject_data import ShippingData
from storecrew.contexts.shipping.tests.factories import ACTOR, AT, buy, make_simulator
from storecrew.kernel.actor import guest_actor
from storecrew.kernel.errors import Denied


def picture(kind: str = "JPEG", size: tuple[int, int] = (40, 30), **extra) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", size, "white").save(written, kind, **extra)
    return written.getvalue()


def test_log_4_what_a_proof_must_show():
    none = {"received_by": "", "code": "", "photo": b"", "signature": b""}
    assert rules.missing(place="recipient", **none) == "signature"
    assert rules.missing(place="recipient", **(none | {"code": "1234"})) == ""
    assert rules.missing(place="safe_place", **(none | {"signature": b"x"})) == "photo"
    assert rules.missing(place="neighbor", **(none | {"signature": b"x"})) == "received_by"


def test_log_4_a_photo_loses_where_and_by_what_it_was_taken():
    exif = Image.Exif()
    exif[0x010F] = "Maker of phones"
    clean = rules.clean_picture(picture(size=(4000, 100), exif=exif))
    with Image.open(io.BytesIO(clean)) as shown:
        assert not shown.getexif()
        assert max(shown.size) == rules.LONGEST_SIDE
    for bad in (b"no picture", picture()[:60], b"x" * (rules.LARGEST_PICTURE + 1)):
        with pytest.raises(ValueError):
            rules.clean_picture(bad)


@pytest.fixture
def label(db):
    make_simulator()
    return buy()


def prove(label, key="device-1", **changes):
    values = {"happened_at": AT, "signature": picture("PNG"), "actor": ACTOR, "at": AT}
    return shipping.record_proof(label.id, key=key, **(values | changes))


def test_log_4_a_proof_is_kept_once_however_often_the_device_sends_it(label):
    first = prove(label, received_by="Kim", place="neighbor")
    assert prove(label, received_by="somebody else", place="neighbor") == first
    assert ProofOfDelivery.objects.count() == 1
    assert shipping.proofs_of([label.id]) == {label.id: (first,)}
    assert shipping.proof_picture(first.id, "signature")
    assert shipping.proof_picture(first.id, "photo") == b""
    assert shipping.proof_picture(first.id, "note") == b""


def test_log_4_the_code_is_the_recipients_own(label):
    code = shipping.delivery_code(label.id)
    wrong = "0000" if code != "0000" else "1111"
    with pytest.raises(shipping.WrongDeliveryCode):
        prove(label, code=wrong)
    assert prove(label, code=code, signature=b"").code_fits


def test_log_4_what_shows_nothing_is_refused_with_the_field(label):
    with pytest.raises(shipping.InvalidProof) as caught:
        prove(label, place="safe_place")
    assert "photo" in caught.value.details
    with pytest.raises(shipping.InvalidProof):
        prove(label, photo=b"<svg/>")
    with pytest.raises(shipping.InvalidProof):
        prove(label, place="on the moon")
    with pytest.raises(Denied):
        prove(label, actor=guest_actor())
    with pytest.raises(shipping.UnknownLabel):
        shipping.record_proof(0, key="x", happened_at=AT, signature=picture(), actor=ACTOR, at=AT)


def test_log_4_a_device_whose_clock_runs_ahead_proves_no_future(label):
    assert prove(label, happened_at=AT + dt.timedelta(days=2)).happened_at == AT


def test_prv_02_proofs_are_told_and_go_with_the_person(label, monkeypatch):
    prove(label, received_by="Kim", place="neighbor")
    monkeypatch.setattr("storecrew.contexts.shipping.subject_data._numbers", lambda *_: ["SC-1001"])
    data = ShippingData()
    assert data.export(customer_id=1, email="")[0]["handed_to"] == ["Kim"]
    data.erase(customer_id=1, email="", actor=ACTOR, at=AT)
    assert not ProofOfDelivery.objects.exists()
