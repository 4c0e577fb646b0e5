"""What can be wrong with money, each with its stable code and the next step."""

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.errors import Conflict, DomainError, Invalid, NotFound, Unavailable


class PaymentNotFound(NotFound):
    code = "payment_not_found"
    message = _("There is no such payment.")
    next_step = _("Open the order and choose one of its payments.")


class GatewayNotAvailable(Invalid):
    code = "gateway_not_available"
    message = _("This way to pay is not offered here.")
    next_step = _("Choose one of the ways to pay that the checkout lists.")


class InvalidPaymentAmount(Invalid):
    code = "invalid_payment_amount"
    message = _("An amount of money to move is more than zero and in the currency of the payment.")
    next_step = _("Check the amount.")


class CapturesTooMuch(Conflict):
    code = "captures_too_much"
    message = _("More would be taken than was authorized and is still held.")
    next_step = _("Reload the order and take at most what is still held.")


class NothingToVoid(Conflict):
    code = "nothing_to_void"
    message = _("Nothing is held any more, so there is nothing to release.")
    next_step = _("Refund the payment if the money was taken.")


class RefundExceedsPayment(Conflict):
    code = "refund_exceeds_payment"
    message = _("More would be refunded than was taken and not refunded yet.")
    next_step = _("Reload the order and refund at most what is left.")


class OperationKeyReused(Invalid):
    code = "idempotency_conflict"
    message = _("This key was used before for another amount.")
    next_step = _("Use a new key.")


class GatewayRefused(Conflict):
    code = "gateway_refused"
    message = _("The payment provider refused.")
    next_step = _("Read its message, then try again or use another way.")


class GatewayUnreachable(Unavailable):
    code = "gateway_unreachable"
    message = _("The payment provider does not answer. We keep asking.")
    next_step = _("Look at the order again in a few minutes; do not repeat the step with a new key.")


class PaymentNotByHand(Conflict):
    code = "payment_not_by_hand"
    message = _("The provider itself reports the money of this payment.")
    next_step = _("Wait for the provider's report.")


class HandRefundNotFound(NotFound):
    code = "hand_refund_not_found"
    message = _("There is no such refund.")
    next_step = _("Open it from the list of refunds by hand.")


class HandRefundSettled(Conflict):
    code = "hand_refund_settled"
    message = _("Somebody has dealt with this refund already.")
    next_step = _("Reload the page and read what was done, before you send money.")


class InvalidSentDay(Invalid):
    code = "invalid_sent_day"
    message = _("Money is sent after the refund was asked for, and not in the future.")
    next_step = _("Enter the day on which it left our account.")


class BadSignature(DomainError):
    """A webhook that the gateway did not sign; nothing of it is believed."""

    code = "bad_signature"
    status = 401
    message = _("The signature of this message is missing, wrong or too old.")
    next_step = _("Check the signing secret of the webhook.")


class BadWebhook(DomainError):
    code = "bad_webhook"
    status = 400
    message = _("This message cannot be read.")
    next_step = _("Send the gateway's own JSON.")


class DisputeNotFound(NotFound):
    code = "dispute_not_found"
    message = _("There is no such dispute.")
    next_step = _("Open it from the list of disputes.")


class DisputeNotOpen(Conflict):
    code = "dispute_not_open"
    message = _("This dispute waits for no answer any more.")
    next_step = _("Reload the page and read what has happened.")


class DisputeTooLate(Conflict):
    code = "dispute_too_late"
    message = _("The day until which the bank takes an answer is over.")
    next_step = _("Wait for the decision of the bank.")


class DisputeBeingAnswered(Conflict):
    code = "dispute_being_answered"
    message = _("A colleague is sending an answer to this dispute right now.")
    next_step = _("Reload the page in two minutes.")


class EvidenceMissing(Invalid):
    code = "evidence_missing"
    message = _("An answer without any evidence loses the dispute.")
    next_step = _("Write what proves that the payment is right, or accept the dispute.")


class InvalidEvidenceFile(Invalid):
    code = "invalid_evidence_file"
    message = _("This file cannot be given to a bank.")
    next_step = _("Choose a PDF or a picture (JPEG, PNG, WebP); all files together have 4.5 MB at most.")


class GatewayTakesNoAnswers(Invalid):
    code = "gateway_takes_no_answers"
    message = _("This provider takes no answers to disputes by machine.")
    next_step = _("Answer on the provider's own pages.")


class DifferenceNotFound(NotFound):
    code = "difference_not_found"
    message = _("There is no such difference.")
    next_step = _("Open it from the list of differences.")


class DifferenceResolved(Conflict):
    code = "difference_resolved"
    message = _("Somebody has resolved this difference already.")
    next_step = _("Reload the page and read the reason.")


class ReasonMissing(Invalid):
    code = "reason_missing"
    message = _("Whoever looks at the books later needs to know why.")
    next_step = _("Write a reason.")
