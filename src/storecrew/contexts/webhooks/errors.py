"""What can go wrong with webhooks."""

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.errors import Conflict, Invalid, NotFound


class UnknownSubscription(NotFound):
    """There is no such subscription."""

    code = "unknown_webhook"
    message = _("There is no such webhook.")
    next_step = _("Go back to the list; somebody may have deleted it.")


class InvalidSubscription(Invalid):
    """What was entered makes no subscription; ``details["fields"]`` maps fields to sentences."""

    code = "invalid_webhook"
    message = _("This is not a webhook that could be sent to.")
    next_step = _("Correct the fields that are marked.")


class SubscriptionChanged(Conflict):
    """Somebody else saved it in between; ``details["version"]`` is the present one."""

    code = "webhook_changed"
    message = _("Somebody changed this webhook while you were editing it.")
    next_step = _("Reload it and enter your changes again.")


class UnknownDelivery(NotFound):
    """There is no such delivery, or it was forgotten after its time."""

    code = "unknown_delivery"
    message = _("There is no such delivery.")
    next_step = _("Deliveries are kept for 30 days, those that were given up for 90.")


class DeliveryUnderWay(Conflict):
    """The delivery is just being sent, or waits already for its next attempt at this moment."""

    code = "delivery_under_way"
    message = _("This delivery is being sent right now.")
    next_step = _("Reload the page in a moment.")


class SubscriptionPaused(Conflict):
    """Nothing is sent while the subscription is paused."""

    code = "webhook_paused"
    message = _("This webhook is paused, so nothing is sent.")
    next_step = _("Resume it first; what waits is sent then.")
