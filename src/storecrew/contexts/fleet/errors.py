"""What can go wrong with the fleet."""

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.errors import Conflict, Invalid, NotFound, Unavailable


class UnknownVehicle(NotFound):
    """There is no such vehicle."""

    code = "unknown_vehicle"
    message = _("There is no such vehicle.")
    next_step = _("Choose one of the vehicles that are listed.")


class InvalidVehicle(Invalid):
    """A field of a vehicle is wrong; ``details`` maps each field to its sentence."""

    code = "invalid_vehicle"
    message = _("The vehicle cannot be saved like this.")
    next_step = _("Correct the fields that are marked.")


class UnknownDriver(NotFound):
    """There is no such driver."""

    code = "unknown_driver"
    message = _("There is no such driver.")
    next_step = _("Choose one of the drivers that are listed.")


class InvalidDriver(Invalid):
    """A field of a driver is wrong; ``details`` maps each field to its sentence."""

    code = "invalid_driver"
    message = _("The driver cannot be saved like this.")
    next_step = _("Correct the fields that are marked.")


class ChangedMeanwhile(Conflict):
    """Somebody saved the record after this form was opened."""

    code = "fleet_record_changed"
    message = _("Somebody else changed this in the meantime.")
    next_step = _("Open it again, look at their change, then repeat yours.")


class InvalidCheck(Invalid):
    """A date of a vehicle is wrong."""

    code = "invalid_vehicle_check"
    message = _("This date cannot be saved.")
    next_step = _("Choose what is due, and a day; a new date lies after the day on which it was done.")


class InvalidPlace(Invalid):
    """A place on the map or the hours of a depot are wrong."""

    code = "invalid_place"
    message = _("This place cannot be saved.")
    next_step = _(
        "Write latitude and longitude in degrees, such as 52.52 and 13.40. A depot opens before it closes."
    )


class UnknownJob(NotFound):
    """There is no such delivery or pick-up."""

    code = "unknown_fleet_job"
    message = _("There is no such delivery or pick-up.")
    next_step = _("Look for it on the board of its day.")


class InvalidPickup(Invalid):
    """A pick-up is not complete; ``details`` maps each field to its sentence."""

    code = "invalid_pickup"
    message = _("The pick-up cannot be saved like this.")
    next_step = _("Correct the fields that are marked.")


class JobClosed(Conflict):
    """The delivery or pick-up is over or on the road."""

    code = "fleet_job_closed"
    message = _("This delivery or pick-up cannot be changed any more.")
    next_step = _("Look at its trip.")


class PlanInProgress(Conflict):
    """Trips of this day are being planned right now."""

    code = "plan_in_progress"
    message = _("Trips of this day are being planned right now.")
    next_step = _("Wait for the result; it appears on the board by itself.")


class NothingToPlan(Conflict):
    """Neither a depot nor a day was given that could be planned."""

    code = "nothing_to_plan"
    message = _("There is nothing to plan.")
    next_step = _("Choose a depot that has its place on the map, and a day from today on.")


class PlannerMissing(Unavailable):
    """The package that plans trips is not installed."""

    code = "planner_missing"
    message = _("The planner of trips is not installed.")
    next_step = _("Ask IT to install storecrew[routing].")


class UnknownTrip(NotFound):
    """There is no such trip, or it is not yours today."""

    code = "unknown_trip"
    message = _("There is no such trip.")
    next_step = _("Open your trip of today.")


class TripFixed(Conflict):
    """The trip is under way, over or canceled."""

    code = "trip_fixed"
    message = _("This trip cannot be changed any more.")
    next_step = _("Move the stop to a trip that has not left, or call the driver.")


class TripNotDrivable(Conflict):
    """The trip could not be driven like this; the message says what would break."""

    code = "trip_not_drivable"
    message = _("The trip could not be driven like this.")
    next_step = _("Choose another place in the order, another trip, or a larger vehicle.")


class StopClosed(Conflict):
    """The stop has its outcome already."""

    code = "trip_stop_closed"
    message = _("This stop is over already.")
    next_step = _("Go on with the next stop.")


class InvalidOutcome(Invalid):
    """Reason and outcome of a failed stop do not fit."""

    code = "invalid_stop_outcome"
    message = _("This cannot follow.")
    next_step = _("Choose why it failed, and one of the steps that are offered for it.")
