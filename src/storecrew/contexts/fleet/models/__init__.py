"""Tables of the fleet context."""

from storecrew.contexts.fleet.models.jobs import Job, PostalPlace
from storecrew.contexts.fleet.models.trips import PlanRun, Trip, TripStop
from storecrew.contexts.fleet.models.vehicles import DepotPlace, Driver, Vehicle, VehicleCheck

__all__ = [
    "DepotPlace",
    "Driver",
    "Job",
    "PlanRun",
    "PostalPlace",
    "Trip",
    "TripStop",
    "Vehicle",
    "VehicleCheck",
]
