"""Change trips by hand: move a stop, take it off, publish, cancel; each change is checked like a plan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from storecrew.contexts.fleet.errors import (
    ChangedMeanwhile,
    JobClosed,
    TripFixed,
    TripNotDrivable,
    UnknownJob,
    UnknownTrip,
)
from storecrew.contexts.fleet.events import TripPublished
from storecrew.contexts.fleet.models import Job, Trip, TripStop
from storecrew.contexts.fleet.operations._trips import take_jobs, write_way
from storecrew.contexts.fleet.queries import days, places
from storecrew.contexts.fleet.rules import planning, trip_states, trips
from storecrew.kernel import audit, outbox
from storecrew.kernel.actor import Actor

MEASURES = {"overweight", "overfull", "many_stops"}


def move_stop(
    job_id: int, *, trip_id: int, position: int, actor: Actor, at: dt.datetime, accept_late: bool = False
) -> tuple[str, ...]:
    """Put a job at a place (from 1) of a trip, from another trip or from those that wait; return warnings.

    What a vehicle cannot hold is always refused. Being late is refused too, unless ``accept_late``: then the
    sentences come back.

    :raises UnknownJob: there is no such job
    :raises JobClosed: it is over or canceled
    :raises UnknownTrip: there is no such trip
    :raises TripFixed: one of the trips is under way or over
    :raises ChangedMeanwhile: somebody moved the job at the same moment
    :raises TripNotDrivable: the message says what would break
    """
    actor.require("fleet.write")
    with transaction.atomic():
        if not Job.objects.filter(pk=job_id).exists():
            raise UnknownJob(job=job_id)
        old = _planned(job_id)
        held = _hold({trip_id} if old is None else {trip_id, old.trip_id}, actor)
        trip = held[trip_id]
        job = Job.objects.select_for_update().get(pk=job_id)
        _is_still(old, job_id)
        if job.state not in ("open", "planned") or job.lat_e6 is None:
            raise JobClosed(job=job_id)
        if job.depot_id != trip.depot_id:
            raise TripNotDrivable(_("The goods lie at another depot than the vehicle."))
        if old is None:
            take_jobs(trip, [job.pk], at)
        elif old.trip_id != trip.pk:
            TripStop.objects.filter(pk=old.pk).update(trip=trip)
            _rewrite(held[old.trip_id], _stops(held[old.trip_id]))
        order = [stop for stop in _stops(trip) if stop.job_id != job.pk]
        mine = TripStop.objects.select_related("job").get(job=job, state="planned")
        order.insert(min(max(position, 1), len(order) + 1) - 1, mine)
        warnings = _rewrite(trip, order, accept_late=accept_late)
        came_from = held[old.trip_id].number if old else ""
        after = {"job": job.reference, "position": position, "from": came_from}
        _audit("fleet.stop_moved", trip, after, actor, at)
    return warnings


def drop_stop(job_id: int, *, actor: Actor, at: dt.datetime) -> None:
    """Take a job off its trip; it waits to be planned again.

    :raises UnknownJob: it is on no trip
    :raises TripFixed: the trip is under way or over
    :raises ChangedMeanwhile: somebody moved the job at the same moment
    """
    actor.require("fleet.write")
    with transaction.atomic():
        stop = _planned(job_id)
        if stop is None:
            raise UnknownJob(job=job_id)
        trip = _changeable(stop.trip_id, actor)
        _is_still(stop, job_id)
        stop.delete()
        Job.objects.filter(pk=job_id, state="planned").update(state="open")
        _rewrite(trip, _stops(trip), accept_late=True)
        _audit("fleet.stop_dropped", trip, {"job": stop.job.reference}, actor, at)


def publish_trip(trip_id: int, *, actor: Actor, at: dt.datetime) -> None:
    """Give a trip to its driver; publishing twice changes nothing.

    :raises UnknownTrip: there is no such trip
    :raises TripFixed: it was canceled or is over
    :raises TripNotDrivable: nothing is on it, or the vehicle or its checks forbid it
    """
    actor.require("fleet.write")
    with transaction.atomic():
        trip = _changeable(trip_id, actor)
        if trip.state == "published":
            return
        if not _stops(trip):
            raise TripNotDrivable(_("No stop is on this trip."))
        why = days.why_idle(trip.vehicle, trip.day, set())
        if why:
            raise TripNotDrivable(_("The vehicle is out of service or a check is overdue."))
        Trip.objects.filter(pk=trip.pk).update(state="published", version=trip.version + 1)
        _audit("fleet.trip_published", trip, {"driver": str(trip.driver)}, actor, at)
        outbox.publish(TripPublished(trip_id=trip.pk, day=trip.day.isoformat()))


def cancel_trip(trip_id: int, *, reason: str, actor: Actor, at: dt.datetime) -> None:
    """Take a trip off the day; its stops wait to be planned again.

    :raises UnknownTrip: there is no such trip
    :raises TripFixed: it is under way or over
    """
    actor.require("fleet.write")
    with transaction.atomic():
        trip = _changeable(trip_id, actor)
        stops = TripStop.objects.filter(trip=trip, state="planned")
        Job.objects.filter(pk__in=list(stops.values_list("job_id", flat=True))).update(state="open")
        stops.delete()
        Trip.objects.filter(pk=trip.pk).update(state="canceled", version=trip.version + 1)
        _audit("fleet.trip_canceled", trip, {}, actor, at, reason=reason.strip()[:200])


def _planned(job_id: int) -> TripStop | None:
    return TripStop.objects.filter(job_id=job_id, state="planned").select_related("job").first()


def _is_still(seen: TripStop | None, job_id: int) -> None:
    """Refuse when a job is on another trip than before the trips were held. Raises ChangedMeanwhile."""
    now = _planned(job_id)
    if (now and (now.pk, now.trip_id)) != (seen and (seen.pk, seen.trip_id)):
        raise ChangedMeanwhile(job=job_id)


def _hold(trip_ids: Collection[int], actor: Actor) -> dict[int, Trip]:
    """Lock trips that may still be changed, in the one order in which everybody locks: trips, jobs, stops."""
    return {trip_id: _changeable(trip_id, actor) for trip_id in sorted(trip_ids)}


def _changeable(trip_id: int, actor: Actor) -> Trip:
    """Lock a trip that may still be changed."""
    rows = Trip.objects.select_for_update(of=("self",)).select_related("vehicle", "driver__user", "depot")
    trip = rows.filter(pk=trip_id).first()
    if trip is None or not actor.can_see("location", trip.depot.code):
        raise UnknownTrip(trip=trip_id)
    if trip.state not in trip_states.CHANGEABLE:
        raise TripFixed(trip=trip.number)
    return trip


def _stops(trip: Trip) -> list[TripStop]:
    return list(TripStop.objects.filter(trip=trip).select_related("job").order_by("position", "pk"))


def _rewrite(trip: Trip, order: list[TripStop], *, accept_late: bool = True) -> tuple[str, ...]:
    """Give a trip a new order, with times and cost, if it can be driven."""
    (depot,) = places.depots([trip.depot.code])
    starts, ends = days.shift_of(trip.driver, depot, trip.day)
    van = days.van_of(trip.vehicle, depot, trip.day, starts, ends)
    problem = planning.problem_of(depot.point, (van,), [days.task_of(stop.job, depot) for stop in order])
    way = trips.PlannedTrip(str(van.vehicle_id), tuple(str(stop.job_id) for stop in order), van.starts)
    way = planning.leave_late(problem, way)
    found = planning.check(problem, way)
    names = {stop.job_id: str(stop.job.address.get("name") or stop.job.reference) for stop in order}
    words = tuple(_words(fault, names) for fault in found)
    if any(fault.code in MEASURES for fault in found) or (found and not accept_late):
        raise TripNotDrivable(" ".join(words), faults=[fault.code for fault in found])
    write_way(trip, depot, problem, way, {stop.job_id: stop for stop in order})
    return words


def _words(fault: planning.Fault, names: dict[int, str]) -> str:
    """Say what is wrong with a trip."""
    if fault.code == "overweight":
        kilos = {"load": f"{fault.value / 1000:g}", "most": f"{fault.limit / 1000:g}"}
        return _("The vehicle would carry %(load)s kg of %(most)s kg.") % kilos
    numbers = {"load": fault.value, "most": fault.limit}
    if fault.code == "overfull":
        return _("The vehicle would hold %(load)s of %(most)s liters.") % numbers
    if fault.code == "many_stops":
        return _("The trip would have %(load)s of %(most)s stops.") % numbers
    times = {
        "name": names.get(fault.job_id, ""),
        "time": _clock(fault.value),
        "limit": _clock(fault.limit),
    }
    if fault.code == "late":
        return _("%(name)s would be reached at %(time)s, after %(limit)s.") % times
    return _("The vehicle would be back at %(time)s, after %(limit)s.") % times


def _clock(seconds: int) -> str:
    return f"{seconds // 3600 % 24:02d}:{seconds % 3600 // 60:02d}"


def _audit(
    action: str, trip: Trip, after: Mapping[str, object], actor: Actor, at: dt.datetime, *, reason: str = ""
) -> None:
    audit.record(
        actor=actor,
        action=action,
        record="fleet.trip",
        record_id=trip.pk,
        at=at,
        after={"number": trip.number, **after},
        reason=reason,
    )
