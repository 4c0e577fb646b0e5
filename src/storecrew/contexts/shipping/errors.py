"""What can go wrong with shipping."""

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.errors import Conflict, Denied, Invalid, NotFound, Unavailable


class InvalidAddress(Invalid):
    """Parts of an address are missing or wrong; ``details`` maps each field to what to do about it."""

    code = "invalid_address"
    message = _("The address is not complete or has a mistake.")
    next_step = _("Correct the fields that are marked.")


class AddressHeld(Conflict):
    """The order waits because of its address; ``details["because"]`` says why."""

    code = "address_held"
    message = _("This order waits because of its address.")
    next_step = _("Correct the address, ask the customer, or take it as it is, on the page of the hold.")


class NoAddressHold(Conflict):
    """The order does not wait for its address, or not any more."""

    code = "no_address_hold"
    message = _("This order does not wait because of its address.")
    next_step = _("Reload the page: a colleague or the customer may have settled it.")


class ReleaseNeedsReason(Invalid):
    """An address is taken as it is only with a reason."""

    code = "release_needs_reason"
    message = _("Say why the address is right as it is.")
    next_step = _("Write who confirmed it.")


class LabelPrinted(Conflict):
    """A label for the old address exists."""

    code = "label_printed"
    message = _("It is too late: a label is made for the old address.")
    next_step = _("Take the label back first, or ask the carrier to send the parcel elsewhere.")
    shopper_step = _("Write to us at once: sometimes the carrier can still bring it elsewhere.")


class UnknownMethod(NotFound):
    """There is no such shipping method."""

    code = "unknown_shipping_method"
    message = _("There is no such shipping method.")
    next_step = _("Choose one of the methods that are offered.")


class MethodNotOffered(Conflict):
    """The method exists but does not fit this order; the message says why."""

    code = "shipping_method_not_offered"
    message = _("This shipping method is not offered for this order.")
    next_step = _("Choose one of the methods that are offered.")


class InvalidMethod(Invalid):
    """A field of a shipping method is wrong; ``details`` maps each field to its sentence."""

    code = "invalid_shipping_method"
    message = _("The shipping method cannot be saved like this.")
    next_step = _("Correct the fields that are marked.")


class MethodChanged(Conflict):
    """Somebody saved the method after this form was opened."""

    code = "shipping_method_changed"
    message = _("Somebody else changed this shipping method in the meantime.")
    next_step = _("Open it again, look at their change, then repeat yours.")


class NoPickupPoints(Conflict):
    """The method's carrier cannot say where its points are; ``details["answer"]`` are its words."""

    code = "no_pickup_points"
    message = _("This carrier does not tell of pick-up points.")
    next_step = _("Choose another way to deliver.")


class PointsSilent(Unavailable):
    """The carrier did not answer where its points are."""

    code = "pickup_points_silent"
    message = _("The carrier does not answer where its pick-up points are.")
    next_step = _("Try again in a minute, or choose delivery to your home.")


class UnknownCarrierKind(Invalid):
    """There is no program for this kind of carrier."""

    code = "unknown_carrier_kind"
    message = _("This installation cannot speak to carriers of this kind.")
    next_step = _("Choose one of the kinds that are listed.")


class SdkMissing(Unavailable):
    """The extra ``carriers`` is not installed."""

    code = "carriers_extra_missing"
    message = _("This installation lacks the program for this carrier.")
    next_step = _("Install the extra “carriers” and restart: pip install storecrew[carriers]")


class UnknownAccount(NotFound):
    """There is no such carrier account."""

    code = "unknown_carrier_account"
    message = _("There is no such carrier.")
    next_step = _("Choose one of the carriers that are listed.")


class InvalidAccount(Invalid):
    """A field of a carrier account is wrong; ``details`` maps each field to its sentence."""

    code = "invalid_carrier_account"
    message = _("The carrier cannot be saved like this.")
    next_step = _("Correct the fields that are marked.")


class AccountChanged(Conflict):
    """Somebody saved the carrier after this form was opened."""

    code = "carrier_account_changed"
    message = _("Somebody else changed this carrier in the meantime.")
    next_step = _("Open it again, look at their change, then repeat yours.")


class UnknownService(NotFound):
    """There is no such service of a carrier, or it is switched off."""

    code = "unknown_carrier_service"
    message = _("No active carrier has this service.")
    next_step = _("Choose another service, or switch it on under Carriers.")


class NoServiceAllowed(Conflict):
    """No service may or can carry the consignment; ``details["services"]`` has the code of why for each."""

    code = "no_service_allowed"
    message = _("No service may or can carry this parcel.")
    next_step = _("Try it out under Service rules to see why; change a rule, or pack it differently.")


class UnknownRule(NotFound):
    """There is no such row of the service rules."""

    code = "unknown_service_rule"
    message = _("There is no such rule.")
    next_step = _("Reload the list: a colleague may have taken it out.")


class InvalidRule(Invalid):
    """A field of a service rule is wrong; ``details`` maps each field to its sentence."""

    code = "invalid_service_rule"
    message = _("The rule cannot be saved like this.")
    next_step = _("Correct the fields that are marked.")


class RuleChanged(Conflict):
    """Somebody saved the rule after this form was opened."""

    code = "service_rule_changed"
    message = _("Somebody else changed this rule in the meantime.")
    next_step = _("Open it again, look at their change, then repeat yours.")


class InvalidLabel(Invalid):
    """What was given for a label is not complete; ``details`` says what."""

    code = "invalid_label"
    message = _("A label needs a sender, a recipient and at least one weighed parcel.")
    next_step = _("Weigh the parcel and check both addresses.")


class CustomsIncomplete(Conflict):
    """Goods cross a customs border and something is not known; the message names all of it."""

    code = "customs_incomplete"
    message = _("Customs data are missing.")
    next_step = _("Type what is named, then print the label again.")


class InvalidCustoms(Invalid):
    """A field of customs data is wrong; ``details`` maps each field to its sentence."""

    code = "invalid_customs_data"
    message = _("The customs data cannot be saved like this.")
    next_step = _("Correct what is named.")


class UnknownClaim(NotFound):
    """There is no such claim."""

    code = "unknown_claim"
    message = _("There is no such claim.")
    next_step = _("Look for it in the list of claims.")


class ClaimOpenAlready(Conflict):
    """A claim about the same label is not finished."""

    code = "claim_open_already"
    message = _("A claim about this parcel is not finished yet.")
    next_step = _("Add what is new to that claim.")


class ClaimNotReady(Conflict):
    """Something is missing before the step; the message says what."""

    code = "claim_not_ready"
    message = _("The claim is not complete.")
    next_step = _("Add what is missing, then try again.")


class ClaimMoved(Conflict):
    """The claim is not where this step begins."""

    code = "claim_moved"
    message = _("The claim has moved on in the meantime.")
    next_step = _("Reload the page to see where it is now.")


class UnknownRestDay(NotFound):
    """There is no such rest day."""

    code = "unknown_rest_day"
    message = _("There is no such rest day.")
    next_step = _("Reload the list: a colleague may have taken it out.")


class InvalidRestDay(Invalid):
    """A field of a rest day is wrong; ``details`` maps each field to its sentence."""

    code = "invalid_rest_day"
    message = _("The rest day cannot be saved like this.")
    next_step = _("Correct what is named.")


class UnknownLabel(NotFound):
    """There is no such label."""

    code = "unknown_label"
    message = _("There is no such label.")
    next_step = _("Look for it in the list of labels.")


class LabelKeyReused(Invalid):
    """The key was used before for other parcels or another address."""

    code = "idempotency_conflict"
    message = _("A label was bought under this key for other parcels or another address.")
    next_step = _("Void that label first, or use a new key.")


class LabelInProgress(Conflict):
    """The same label is being asked for right now."""

    code = "label_in_progress"
    message = _("This label is being asked for right now.")
    next_step = _("Wait a moment, then look again.")


class CarrierRefused(Conflict):
    """The carrier said no; the message is the carrier's own."""

    code = "carrier_refused"
    message = _("The carrier refused.")
    next_step = _("Correct what the carrier names, or choose another service.")


class CarrierSilent(Unavailable):
    """The carrier did not answer; it may have made the label. Timed work finds out (FLT-11)."""

    code = "carrier_silent"
    message = _("The carrier did not answer. It may have made the label.")
    next_step = _(
        "Wait: we ask again by ourselves and show the label as soon as we know. Do not buy another."
    )


class InvalidProof(Invalid):
    """Nothing shows that the parcel arrived; ``details`` maps what is missing to its sentence."""

    code = "invalid_proof"
    message = _("This does not show that the parcel arrived.")
    next_step = _("Take a signature, the code or a photo.")


class WrongDeliveryCode(Conflict):
    """The recipient told another code than the one that was sent."""

    code = "wrong_delivery_code"
    message = _("This is not the code of this parcel.")
    next_step = _("Ask the recipient for the four digits in our mail, or take a signature.")


class NotVoidable(Conflict):
    """The label cannot be taken back."""

    code = "label_not_voidable"
    message = _("This label cannot be taken back any more.")
    next_step = _("If the parcel has not left, ask the carrier to stop it.")


class BadSignature(Denied):
    """A message is unsigned, wrongly signed or too old."""

    code = "bad_signature"
    status = 401
    message = _("The signature is missing or wrong.")


class BadMessage(Invalid):
    """A signed message cannot be read."""

    code = "bad_message"
    status = 400
    message = _("The message cannot be read.")


class LookupSilent(Unavailable):
    """The service that finds addresses does not answer; typing by hand always works."""

    code = "lookup_silent"
    message = _("Addresses cannot be looked up at the moment.")
    next_step = _("Please type your address into the fields.")
