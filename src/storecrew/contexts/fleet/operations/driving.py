"""The driver's entries: started, delivered, fetched, failed, back home. Each may be sent twice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.db.models import F

from storecrew.contexts.fleet import mails
from storecrew.contexts.fleet.errors import InvalidOutcome, StopClosed, TripFixed, UnknownTrip
from storecrew.contexts.fleet.events import PickupFetched
from storecrew.contexts.fleet.models import Job, Trip, TripStop
from storecrew.contexts.fleet.queries import places
from storecrew.contexts.fleet.rules import fences, trip_states
from storecrew.contexts.fleet.rules import jobs as rules
from storecrew.contexts.fleet.rules.fences import Spot
from storecrew.contexts.fleet.rules.geography import Point
from storecrew.contexts.shipping import public as shipping
from storecrew.kernel import audit, outbox
from storecrew.kernel.actor import Actor

GRACE = dt.timedelta(minutes=30)
# A device without a connection may bring its entries so many days later.
LATE_ENTRIES = dt.timedelta(days=2)


def start_trip(trip_id: int, *, happened_at: dt.datetime, actor: Actor, at: dt.datetime) -> None:
    """Leave the depot: every parcel on board is out for delivery, and its recipient is told when it comes.

    A trip that has left or is over stays as it is, so that the entry may come twice.

    :raises UnknownTrip: it is not the actor's trip, was not published, or is canceled in this moment
    """
    trip = _own(trip_id, actor, at)
    with transaction.atomic():
        when = min(happened_at, at)
        if Trip.objects.filter(pk=trip.pk, state="published").update(state="under_way", started_at=when):
            _tell_recipients(trip, when, actor, at)
            _audit("fleet.trip_started", trip, {}, actor, at)
            return
    # It had left before, unless it was taken off the day while the driver pressed the button.
    _own(trip_id, actor, at)


def deliver(
    stop_id: int,
    *,
    key: str,
    happened_at: dt.datetime,
    actor: Actor,
    at: dt.datetime,
    spot: Spot | None = None,
    **proof: Any,
) -> bool:
    """Hand a parcel over with its proof (the arguments of ``shipping.record_proof``); False for a repeat.

    ``spot`` is where the driver's phone is. Far from the address is no refusal: roads are closed and people
    meet drivers on the way, so it is kept with the proof for whoever asks later.

    :raises UnknownTrip: it is not on the actor's trip
    :raises StopClosed: it has another outcome
    :raises InvalidProof, WrongDeliveryCode: see ``shipping.record_proof``
    """
    with transaction.atomic():
        stop = _stop(stop_id, actor, at)
        if stop.key == key:
            return False
        when = _close(stop, "done", key, happened_at, at, spot=spot)
        label_id = stop.job.label_id
        if label_id is None:
            raise StopClosed(stop=stop_id)
        hand = _carrying(actor)
        place = _place_of(stop, spot)
        shipping.record_proof(label_id, key=key, happened_at=when, actor=hand, at=at, spot=place, **proof)
        moment = shipping.Moment(when, "delivered", "", "", _town(stop.job))
        shipping.record_tracking(label_id, [moment], source="driver", actor=hand, at=at)
        Job.objects.filter(pk=stop.job_id).update(state="done", closed_at=when, attempts=F("attempts") + 1)
    return True


def fetch(
    stop_id: int,
    *,
    key: str,
    happened_at: dt.datetime,
    actor: Actor,
    at: dt.datetime,
    note: str = "",
    spot: Spot | None = None,
) -> bool:
    """Write that goods were fetched; False for a repeat.

    :raises UnknownTrip: it is not on the actor's trip
    :raises StopClosed: it has another outcome, or is a delivery
    """
    with transaction.atomic():
        stop = _stop(stop_id, actor, at)
        if stop.key == key:
            return False
        if stop.job.kind != "pickup":
            raise StopClosed(stop=stop_id)
        when = _close(stop, "done", key, happened_at, at, spot=spot, note=note)
        Job.objects.filter(pk=stop.job_id).update(state="done", closed_at=when, attempts=F("attempts") + 1)
        _audit("fleet.fetched", stop.trip, {"reference": stop.job.reference}, actor, at)
        outbox.publish(
            PickupFetched(reference=stop.job.reference, order_ref=stop.job.order_ref, at=when.isoformat())
        )
    return True


def fail_stop(
    stop_id: int,
    *,
    key: str,
    happened_at: dt.datetime,
    reason: str,
    outcome: str,
    actor: Actor,
    at: dt.datetime,
    note: str = "",
    spot: Spot | None = None,
) -> bool:
    """Write that a stop failed, why, and what follows; False for a repeat.

    ``outcome``: "next_attempt" on the next working day, "pickup_point" at the depot, or "return".

    :raises UnknownTrip: it is not on the actor's trip
    :raises StopClosed: it has another outcome
    :raises InvalidOutcome: an unknown reason, or a step that is not offered after it
    """
    with transaction.atomic():
        stop = _stop(stop_id, actor, at)
        if stop.key == key:
            return False
        job, attempts = stop.job, stop.job.attempts + rules.counts_as_attempt(reason)
        if reason not in rules.REASONS or outcome not in rules.outcomes(job.kind, reason, attempts):
            raise InvalidOutcome(reason=reason, outcome=outcome)
        when = _close(
            stop, "failed", key, happened_at, at, spot=spot, note=note, reason=reason, outcome=outcome
        )
        values: dict[str, Any] = {"state": rules.STATE_AFTER[outcome], "attempts": attempts}
        if outcome == "next_attempt":
            values["day"] = rules.next_day(stop.trip.day)
        else:
            values["closed_at"] = when
        Job.objects.filter(pk=job.pk).update(**values)
        if job.label_id is not None:
            moment = shipping.Moment(
                when, rules.TRACKING[outcome], rules.REASONS[reason], note[:300], _town(job)
            )
            shipping.record_tracking(job.label_id, [moment], source="driver", actor=_carrying(actor), at=at)
        after = {"reference": job.reference, "reason": reason, "outcome": outcome}
        _audit("fleet.stop_failed", stop.trip, after, actor, at)
    return True


def finish_trip(
    trip_id: int, *, happened_at: dt.datetime, actor: Actor, at: dt.datetime, driven_m: int | None = None
) -> None:
    """Come home: stops without an outcome are open again, and the trip's cost is known.

    Twice changes nothing.

    :raises UnknownTrip: it is not the actor's trip
    :raises TripFixed: it has not started
    """
    with transaction.atomic():
        trip = _own(trip_id, actor, at, lock=True)
        if trip.state == "finished":
            return
        if trip.state != "under_way" or trip.started_at is None:
            raise TripFixed(trip=trip.number)
        when = max(min(happened_at, at), trip.started_at)
        left = TripStop.objects.filter(trip=trip, state="planned")
        Job.objects.filter(pk__in=list(left.values_list("job_id", flat=True))).update(
            state="open", day=rules.next_day(trip.day)
        )
        left.update(state="moved")
        minutes = int((when - trip.started_at).total_seconds() + 59) // 60
        trip.state, trip.finished_at, trip.driven_m = "finished", when, driven_m
        trip.actual_cost_amount = trip_states.cost(
            meters=trip.distance_m if driven_m is None else driven_m,
            minutes=minutes,
            per_km=trip.vehicle.cost_per_km_amount,
            per_hour=trip.vehicle.cost_per_hour_amount,
        )
        trip.save(update_fields=["state", "finished_at", "driven_m", "actual_cost_amount"])
        _audit("fleet.trip_finished", trip, {"minutes": minutes, "driven_m": driven_m}, actor, at)


def _own(trip_id: int, actor: Actor, at: dt.datetime, *, lock: bool = False) -> Trip:
    """Return a trip of the actor's own, of today or the days for which entries may still come."""
    actor.require("fleet.drive")
    rows = Trip.objects.select_related("vehicle", "depot", "driver")
    if lock:
        rows = rows.select_for_update(of=("self",))
    trip = rows.filter(pk=trip_id, state__in=trip_states.SHOWN).first()
    if trip is None or str(trip.driver.user_id) != actor.id:
        raise UnknownTrip(trip=trip_id)
    depot = next(iter(places.depots([trip.depot.code])), None)
    if not trip.day <= places.today_of(depot, at) <= trip.day + LATE_ENTRIES:
        raise UnknownTrip(trip=trip_id)
    return trip


def _stop(stop_id: int, actor: Actor, at: dt.datetime) -> TripStop:
    """Lock a stop of the actor's own trip that is under way: the trip first, like all who change trips."""
    trip_id = TripStop.objects.filter(pk=stop_id).values_list("trip_id", flat=True).first()
    if trip_id is None:
        raise UnknownTrip(stop=stop_id)
    trip = _own(trip_id, actor, at, lock=True)
    rows = TripStop.objects.select_for_update(of=("self",)).select_related("job", "trip__depot")
    stop = rows.filter(pk=stop_id, trip_id=trip.pk).first()
    if stop is None:
        raise UnknownTrip(stop=stop_id)
    if trip.state == "published":
        # Nobody said that the trip began, or that entry comes later: it began with this stop.
        start_trip(trip.pk, happened_at=at, actor=actor, at=at)
    return stop


def _close(
    stop: TripStop,
    state: str,
    key: str,
    happened_at: dt.datetime,
    at: dt.datetime,
    *,
    spot: Spot | None,
    **values: str,
) -> dt.datetime:
    """Give a stop its outcome, once, and return when that was by the store's clock."""
    when = min(happened_at, at)
    until = _window_end(stop)
    on_time = rules.in_time(when, stop.arrives_at, until, grace=GRACE) if state == "done" else None
    values["note"] = values.get("note", "").strip()[:300]
    found = _away(stop, spot)
    closed = TripStop.objects.filter(pk=stop.pk, state="planned").update(
        state=state, key=key[:64], done_at=when, on_time=on_time,
        away_m=found.meters if found else None, is_far=found.is_far if found else None, **values,
    )  # fmt: skip
    if not closed:
        raise StopClosed(stop=stop.pk)
    return when


def _away(stop: TripStop, spot: Spot | None) -> fences.Away | None:
    job = stop.job
    lies = None if job.lat_e6 is None or job.lon_e6 is None else Point(job.lat_e6, job.lon_e6)
    return fences.away(spot, lies, job.place_source)


def _place_of(stop: TripStop, spot: Spot | None) -> shipping.ProofSpot | None:
    if spot is None:
        return None
    found = _away(stop, spot)
    away_m, is_far = found or (None, None)
    return shipping.ProofSpot(*spot.point, spot.accuracy_m, away_m, is_far)


def _window_end(stop: TripStop) -> dt.datetime | None:
    if stop.job.window_until is None:
        return None
    (depot,) = places.depots([stop.trip.depot.code])
    until = stop.job.window_until
    return depot.instant(stop.trip.day, until.hour * 3600 + until.minute * 60)


def _tell_recipients(trip: Trip, when: dt.datetime, actor: Actor, at: dt.datetime) -> None:
    stops = TripStop.objects.filter(trip=trip, state="planned", job__label__isnull=False).select_related(
        "job"
    )
    for stop in stops:
        label_id = stop.job.label_id or 0
        moment = shipping.Moment(when, "out_for_delivery", "", "", trip.depot.name)
        shipping.record_tracking(label_id, [moment], source="driver", actor=_carrying(actor), at=at)
        mails.queue_today(
            stop.job.order_ref,
            label_id=label_id,
            around=stop.arrives_at,
            code=shipping.delivery_code(label_id),
            at=at,
        )


def _carrying(actor: Actor) -> Actor:
    """Return the driver with the right to write about the parcels on board, and no others: see `_own`."""
    return replace(actor, permissions=actor.permissions | {"fulfillment.write"})


def _town(job: Job) -> str:
    return str(job.address.get("city", ""))[:120]


def _audit(action: str, trip: Trip, after: Mapping[str, object], actor: Actor, at: dt.datetime) -> None:
    audit.record(
        actor=actor,
        action=action,
        record="fleet.trip",
        record_id=trip.pk,
        at=at,
        after={"number": trip.number, **after},
    )
