"""Writes of the fleet, by verb."""

from storecrew.contexts.fleet.operations.changing import (
    cancel_trip,
    drop_stop,
    move_stop,
    publish_trip,
)
from storecrew.contexts.fleet.operations.checks import finish_check, remind_of_checks, save_check
from storecrew.contexts.fleet.operations.drivers import save_driver
from storecrew.contexts.fleet.operations.driving import deliver, fail_stop, fetch, finish_trip, start_trip
from storecrew.contexts.fleet.operations.jobs import (
    cancel_pickup,
    drop_delivery,
    drop_pickup,
    open_delivery,
    request_pickup,
)
from storecrew.contexts.fleet.operations.places import save_depot, save_place, set_job_place
from storecrew.contexts.fleet.operations.planning import ask_plan, plan_now, run_plan
from storecrew.contexts.fleet.operations.vehicles import save_vehicle, set_vehicle_state

__all__ = [
    "ask_plan",
    "cancel_pickup",
    "cancel_trip",
    "deliver",
    "drop_delivery",
    "drop_pickup",
    "drop_stop",
    "fail_stop",
    "fetch",
    "finish_check",
    "finish_trip",
    "move_stop",
    "open_delivery",
    "plan_now",
    "publish_trip",
    "remind_of_checks",
    "request_pickup",
    "run_plan",
    "save_check",
    "save_depot",
    "save_driver",
    "save_place",
    "save_vehicle",
    "set_job_place",
    "set_vehicle_state",
    "start_trip",
]
