"""What can be wrong with shipping, each with its stable code and the next step."""

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.errors import Conflict, Invalid


class NothingToShip(Conflict):
    code = "nothing_to_ship"
    message = _("Everything of this order was shipped or canceled.")
    next_step = _("Reload the order: a colleague may have shipped it.")


class InvalidShipment(Invalid):
    code = "invalid_shipment"
    message = _("A shipment has whole units of lines of its order, at least one.")
    next_step = _("Check the quantities.")


class InvalidTracking(Invalid):
    code = "invalid_tracking"
    message = _("A tracking number has at most 100 letters, digits, spaces and hyphens.")
    next_step = _("Copy it from the label.")


class ShipmentKeyReused(Invalid):
    code = "idempotency_conflict"
    message = _("This key was used before for another shipment.")
    next_step = _("Use a new key.")
