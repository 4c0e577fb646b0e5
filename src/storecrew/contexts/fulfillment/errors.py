"""What can be wrong with shipping, each with its stable code and the next step."""

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.errors import Conflict, Invalid, NotFound


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


class TooLate(Conflict):
    """The goods are packed already: what was asked would need a parcel to be opened."""

    code = "too_late"
    message = _("It is too late: the parcel is packed.")
    next_step = _("Ask the warehouse, or let the customer send it back.")
    shopper_step = _(
        "Write to us at once: sometimes a parcel can still be stopped. When it arrives you can send it back."
    )


class OnHold(Conflict):
    """The order is on hold; `details["because"]` says why."""

    code = "on_hold"
    message = _("This order is on hold.")
    next_step = _("Put the goods aside. They go on when the hold ends.")


class StateChanged(Conflict):
    """Somebody else took the order on, or stopped it; `details["state"]` is where it is now."""

    code = "state_changed"
    message = _("This order has moved on in the meantime.")
    next_step = _("Reload the page to see where it is now.")


class NothingToPick(Conflict):
    """No order waits here that matches."""

    code = "nothing_to_pick"
    message = _("Nothing waits to be picked here.")
    next_step = _("Choose another place or another filter.")


class NotYourRun(Conflict):
    """Another picker walks this list, or it is finished."""

    code = "not_your_run"
    message = _("This pick list is not yours, or it is finished.")
    next_step = _("Go back and take a list of your own.")


class WrongBin(Invalid):
    """The scanned place is not where the goods are to be taken; `details["expected"]` is."""

    code = "wrong_bin"
    message = _("This is the wrong place.")
    next_step = _("Go to the place on the screen and scan its label.")


class WrongItem(Invalid):
    """The scanned article is not the one that is wanted; `details["expected"]` is its SKU."""

    code = "wrong_item"
    message = _("This is the wrong article.")
    next_step = _("Put it back and scan the one on the screen.")


class TooManyUnits(Invalid):
    """More units than are wanted here."""

    code = "too_many_units"
    message = _("That is more than was ordered.")
    next_step = _("Put the rest back.")


class UnknownWork(NotFound):
    """There is no such fulfillment order, pick list, stop, parcel or box, or not for this actor."""

    code = "unknown_work"
    message = _("There is no such work here.")


class EmptyParcel(Conflict):
    """A parcel without anything in it cannot be closed."""

    code = "empty_parcel"
    message = _("Nothing was scanned into this parcel.")
    next_step = _("Scan what lies in the box.")


class WeightDiffers(Conflict):
    """The scale says something else than what was scanned; `expected` and `weighed` are in grams."""

    code = "weight_differs"
    message = _("The weight does not fit what was scanned.")
    next_step = _("Open the parcel and count again. If all is right, say why the weight differs.")


class PhotoNeeded(Invalid):
    """The packing specification asks for a photo of the open parcel."""

    code = "photo_needed"
    message = _("This parcel needs a photo before it is closed.")
    next_step = _("Take a photo of the open box.")


class CheckNeeded(Conflict):
    """A parcel of high value waits for a second person."""

    code = "check_needed"
    message = _("A second person has to check this parcel.")
    next_step = _("Ask a colleague to check and confirm it.")


class LabelMissing(Conflict):
    """A parcel that waits for its label is not handed over without a tracking number."""

    code = "label_missing"
    message = _("This parcel has no label yet.")
    next_step = _("Print it at the bench, or type the number of the label that is on the box.")


class LabelPending(Conflict):
    """The carrier may be making the label right now."""

    code = "label_pending"
    message = _("A label for this parcel is being asked for.")
    next_step = _("Wait until the carrier has answered.")


class SamePerson(Conflict):
    """The second check is by somebody who did not pack."""

    code = "same_person"
    message = _("Who packed a parcel cannot check it.")
    next_step = _("Ask a colleague.")


class InvalidBox(Invalid):
    """A box without room, code or name."""

    code = "invalid_box"
    message = _("A box needs a code, a name and measures above zero.")


class InvalidSpecification(Invalid):
    """A packing specification for nothing, or of an unknown scope."""

    code = "invalid_specification"
    message = _("Say what this packing specification is for.")


class InvalidRouting(Invalid):
    """A routing rule twice, unknown or without a step, none at all, or a place that is not on earth."""

    code = "invalid_routing"
    message = _("These routing rules cannot be saved.")
    next_step = _(
        "Leave at least one rule on, with steps of at least 1. Coordinates are in degrees, both or none."
    )


class ReasonMissing(Invalid):
    """Whoever stops or moves an order by hand says why."""

    code = "reason_missing"
    message = _("Please say why.")


class CustomerHasNotAgreed(Conflict):
    """Nothing is replaced without the customer's recorded consent."""

    code = "customer_has_not_agreed"
    message = _("The customer has not agreed to a replacement.")
    next_step = _("Ask the customer and record the answer first.")


class InvalidReport(Invalid):
    """A damage report without a kind, a cause, units, or anything that it is about."""

    code = "invalid_report"
    message = _("Say what was damaged, how many, and what caused it.")
    next_step = _("Choose a parcel or name the SKU.")


class InvalidPackagingRules(Invalid):
    """A threshold out of its bounds; ``fields`` names which."""

    code = "invalid_packaging_rules"
    message = _("One of the thresholds is out of its bounds.")
    next_step = _("Watch 7 to 365 days, ask for 1 to 100 damages or ratings, and give percent up to 100.")


class InvalidAudit(Invalid):
    """An audit with an open question, or a failed one without a word."""

    code = "invalid_audit"
    message = _("Answer every question, and say what was wrong.")


class AlreadyAudited(Conflict):
    """A colleague audited this parcel first."""

    code = "already_audited"
    message = _("This parcel was audited already.")
    next_step = _("Take the next one.")


class InvalidRating(Invalid):
    """Not 1 to 5 stars."""

    code = "invalid_rating"
    message = _("Choose one to five stars.")


class NotArrivedYet(Conflict):
    """Nothing of the order has arrived."""

    code = "not_arrived_yet"
    message = _("Your parcel has not arrived yet.")
    next_step = _("Come back when you have unpacked it.")


class UnknownManifest(NotFound):
    """There is no such manifest, or not at a location of this actor."""

    code = "unknown_manifest"
    message = _("There is no such manifest here.")


class ManifestClosed(Conflict):
    """The carrier has left with it, or is being told right now."""

    code = "manifest_closed"
    message = _("This manifest is closed.")
    next_step = _("Begin a new one for what is still here.")


class WrongCarrier(Conflict):
    """The parcel's label is of another carrier; `details` name both."""

    code = "wrong_carrier"
    message = _("This parcel goes with another carrier.")
    next_step = _("Put it with the parcels of the carrier on its label.")


class WrongPlace(Conflict):
    """The parcel leaves from another location."""

    code = "wrong_place"
    message = _("This parcel leaves from another location.")
    next_step = _("Bring it back to where it was packed.")


class VoidedLabel(Conflict):
    """The label on the box was taken back: the carrier would not know it."""

    code = "voided_label"
    message = _("The label on this box was taken back.")
    next_step = _("Get a new label for the parcel and stick it over the old one.")


class LeftAlready(Conflict):
    """The parcel left before, on another list or without one."""

    code = "left_already"
    message = _("This parcel has left already.")
    next_step = _("If it still stands here, tell a supervisor: it was scanned without being loaded.")


class ManifestEmpty(Invalid):
    """Nothing was scanned onto it."""

    code = "manifest_empty"
    message = _("Nothing was scanned onto this manifest.")
    next_step = _("Scan the parcels that the carrier takes.")


class ManifestUnsigned(Invalid):
    """Neither the driver's name nor a reference of the carrier."""

    code = "manifest_unsigned"
    message = _("Say who takes the parcels.")
    next_step = _("Write the driver's name, or the reference that the carrier gave you.")


class NoSuchOffer(NotFound):
    """The link is not one of ours."""

    code = "no_such_offer"
    message = _("This link is not known.")
    next_step = _("Open it as it stands in the mail, or ask our customer service.")


class OfferEnded(Conflict):
    """It was answered before, or its time is over; `details["state"]` says which."""

    code = "offer_ended"
    message = _("This question was answered already, or its time is over.")
    next_step = _("Look at the order to see how it goes on.")


class NothingMissing(Conflict):
    """Nothing of the line waits for goods."""

    code = "nothing_missing"
    message = _("Nothing of this article is missing any more.")
    next_step = _("Reload the page: the goods may be back.")


class NotAReplacement(Invalid):
    """The catalog does not name this article as a replacement, it is not sold here, or costs on request."""

    code = "not_a_replacement"
    message = _("This article is not a replacement for the missing one.")
    next_step = _("Choose one of the replacements that the product names.")


class ReplacementGone(Conflict):
    """Too few of the replacement are left."""

    code = "replacement_gone"
    message = _("The replacement is sold out in the meantime.")
    next_step = _("Wait for the original, or take the money back.")


class NoCodesYet(Conflict):
    """An order has no codes that could be mailed."""

    code = "no_codes_yet"
    message = _("This order has no codes yet.")
    next_step = _("They are given as soon as the order is paid: look at its payment.")


class LeavesByEmail(Conflict):
    """Codes were to be marked as shipped by hand."""

    code = "leaves_by_email"
    message = _("These articles are codes: they leave by e-mail as soon as the order is paid.")
    next_step = _("Ship the other lines; if the codes are late, look at the payment of the order.")


class CollectedHere(Conflict):
    """The customer comes for it; nothing is sent."""

    code = "collected_here"
    message = _("The customer collects this order at a location of ours: it is not sent.")
    next_step = _("Pack it there. Then it stands under To be collected, where it is handed over by its code.")


class WrongCollectionCode(Conflict):
    """The code is not that of the order, or of none that waits here."""

    code = "wrong_collection_code"
    message = _("No order that waits here has this code.")
    next_step = _("Let the customer show the mail again, or find the order by its number and look at an ID.")


class NotReadyToCollect(Conflict):
    """The goods do not wait any more, or not yet; ``details["state"]`` says how they stand."""

    code = "not_ready_to_collect"
    message = _("This order does not wait to be collected.")
    next_step = _("Look at its page: it was handed over, taken back or canceled in the meantime.")


class ProofMissing(Invalid):
    """Goods leave by their code, or with a note of what was looked at instead."""

    code = "proof_missing"
    message = _("Without the code, write down what you looked at.")
    next_step = _("For example: ID card, name as on the order.")
