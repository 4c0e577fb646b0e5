"""Idempotency (CON-24): one effect per key, stored answers replayed, 5xx never stored."""

import datetime as dt

import pytest

from storecrew.kernel import clock, idempotency
from storecrew.kernel.idempotency.models import IdempotencyRecord

NOON = dt.datetime(2026, 5, 4, 12, tzinfo=dt.UTC)
pytestmark = pytest.mark.django_db


ways = pytest.mark.parametrize("once", [idempotency.once, idempotency.once_with])


def call(key="k1", body="b1", status=201, calls=None, once=idempotency.once):
    def run():
        if calls is not None:
            calls.append(1)
        return status, {"number": "SC-1"}

    return once(scope="orders", key=key, fingerprint=body, run=run)


@ways
def test_con_24_a_repeated_request_gets_the_stored_answer(once):
    calls = []
    first, second = call(calls=calls, once=once), call(calls=calls, once=once)
    assert (first.status, first.replayed) == (201, False)
    assert (second.status, second.body, second.replayed) == (201, {"number": "SC-1"}, True)
    assert len(calls) == 1


@ways
def test_con_24_a_refusal_is_replayed_too(once):
    calls = []
    call(status=409, calls=calls, once=once)
    assert call(status=409, calls=calls, once=once).status == 409
    assert len(calls) == 1


@ways
def test_con_24_a_server_error_is_not_stored(once):
    calls = []
    call(status=503, calls=calls, once=once)
    assert call(calls=calls, once=once).status == 201
    assert len(calls) == 2


@ways
def test_an_exception_frees_the_key(once):
    def fail():
        raise OSError

    with pytest.raises(OSError):
        once(scope="orders", key="k1", fingerprint="b1", run=fail)
    assert call().status == 201


@ways
def test_con_24_the_same_key_with_another_body_is_refused(once):
    call(once=once)
    with pytest.raises(idempotency.KeyReused) as refused:
        call(body="b2", once=once)
    assert (refused.value.code, refused.value.status) == ("idempotency_conflict", 422)


@pytest.mark.parametrize("key", ["", "x" * 256])
def test_con_24_a_missing_or_endless_key_is_refused(key):
    with pytest.raises(idempotency.MissingKey) as refused:
        call(key=key)
    assert refused.value.status == 400


def test_con_24_a_request_under_way_answers_conflict():
    def inner():
        call()
        return 200, {}

    with pytest.raises(idempotency.KeyInProgress) as refused:
        idempotency.once(scope="orders", key="k1", fingerprint="b1", run=inner)
    assert refused.value.status == 409


def test_con_24_the_key_is_gone_when_the_change_is():
    """Key, change and answer are one commit: an answer of 500 or a fault leaves none of them."""

    def change(status):
        IdempotencyRecord.objects.create(scope="other", key="the change", fingerprint="", started_at=NOON)
        return status, {}

    idempotency.once_with(scope="orders", key="k1", fingerprint="b1", run=lambda: change(503))
    assert not IdempotencyRecord.objects.exists()
    idempotency.once_with(scope="orders", key="k1", fingerprint="b1", run=lambda: change(201))
    assert IdempotencyRecord.objects.count() == 2


def test_flt_05_a_request_whose_process_died_is_taken_over():
    with clock.frozen(NOON):
        IdempotencyRecord.objects.create(scope="orders", key="k1", fingerprint="b1", started_at=NOON)
        clock.advance(dt.timedelta(seconds=20))
        with pytest.raises(idempotency.KeyInProgress) as refused:
            call()
        # The caller is told when it is taken over, not left to guess.
        left = refused.value.details["retry_after"]
        assert 280 < left < 285
        clock.advance(dt.timedelta(seconds=left))
        assert call().replayed is False


def test_old_keys_are_forgotten():
    with clock.frozen(NOON):
        call()
        assert idempotency.forget_old() == 0
        clock.advance(idempotency.KEPT_FOR + dt.timedelta(seconds=1))
        assert idempotency.forget_old() == 1


def test_a_fingerprint_is_a_hash_and_not_the_request_itself():
    with pytest.raises(ValueError, match="hash"):
        call(body="x" * 65)
