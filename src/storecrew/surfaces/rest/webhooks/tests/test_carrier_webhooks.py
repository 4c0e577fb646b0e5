"""BAD-07: a carrier's message is believed only when signed; what we do not know yet waits."""

from __future__ import annotations

import datetime as dt

import pytest

from storecrew.contexts.shipping import public as shipping
from storecrew.contexts.shipping.tests.factories import AT, buy, make_simulator, message
from storecrew.kernel import clock, signatures

pytestmark = pytest.mark.django_db
URL = "/webhooks/carriers/sim/"


def send(client, body: bytes, *, secret: str = "whisper", url: str = URL):
    headers = {"Storecrew-Signature": signatures.sign(body, secret=secret, at=AT)}
    with clock.frozen(AT):
        return client.post(url, body, content_type="application/json", headers=headers)


def moment() -> shipping.Moment:
    return shipping.Moment(AT + dt.timedelta(hours=1), "delivered")


def test_a_signed_message_moves_the_parcel_once(client):
    make_simulator()
    label = buy()
    body = message("m1", label.tracking_number, moment())
    assert send(client, body).json() == {"applied": 1, "parked": 0, "repeated": 0}
    assert send(client, body).json() == {"applied": 0, "parked": 0, "repeated": 1}
    assert shipping.label(label.id).status == "delivered"


def test_flt_06_a_parcel_that_is_not_known_yet_is_accepted_and_waits(client):
    make_simulator()
    response = send(client, message("m1", "SIM000", moment()))
    assert (response.status_code, response.json()["parked"]) == (202, 1)


def test_bad_07_a_wrong_signature_an_unknown_carrier_and_a_broken_body_change_nothing(client):
    make_simulator()
    label = buy()
    body = message("m1", label.tracking_number, moment())
    assert send(client, body, secret="guess").status_code == 401
    assert send(client, body, url="/webhooks/carriers/other/").status_code == 404
    assert send(client, b"{").status_code == 400
    assert send(client, b" " * (1024 * 1024 + 1)).status_code == 413
    assert client.get(URL).status_code == 405
    assert shipping.label(label.id).status == "pending"
