"""Tables of what shoppers choose: methods and their rate rows."""

from django.db import models
from django.db.models import F, Q

from storecrew.contexts.shipping.rules import ways as rules


class ShippingMethod(models.Model):
    """A way to send an order, with the calendar that its delivery dates follow.

    ``working_days`` are ISO weekday numbers (1 = Monday) on which the parcel is handled and moves;
    ``holidays`` are ISO dates on which it rests. ``cutoff`` is the local wall time of the channel after
    which today no longer counts; without one that of `rules.calendar.CUTOFF`.
    """

    FLAT, TABLE = "flat", "table"
    KINDS = [(FLAT, "flat"), (TABLE, "table")]
    WAYS = [(way, way) for way in rules.WAYS]

    code = models.SlugField(max_length=64, unique=True)
    name = models.CharField(max_length=120)
    translations = models.JSONField(default=dict, blank=True)
    channel = models.ForeignKey(
        "channels.Channel", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    active = models.BooleanField(default=True)
    kind = models.CharField(max_length=8, choices=KINDS, default=FLAT)
    # Home, collected at a location of ours, or at a point of the carrier.
    way = models.CharField(max_length=8, choices=WAYS, default=rules.HOME, db_default=rules.HOME)
    keep_days = models.PositiveSmallIntegerField(default=7, db_default=7)
    carrier = models.CharField(max_length=64, blank=True, default="")
    min_days = models.PositiveSmallIntegerField(default=1)
    max_days = models.PositiveSmallIntegerField(default=3)
    handling_days = models.PositiveSmallIntegerField(default=0)
    # Working days that the warehouse's queue adds now; kept by timed work, never typed.
    queue_days = models.PositiveSmallIntegerField(default=0, editable=False)
    # Working days that plans add now because people are too few, by the channel's id; kept by timed work.
    longer = models.JSONField(default=dict, blank=True, editable=False)
    cutoff = models.TimeField(null=True, blank=True)
    working_days = models.JSONField(default=list, blank=True)
    holidays = models.JSONField(default=list, blank=True)
    # Rest days of its carrier and of everybody; follow from ``RestDay``, never typed here.
    rest_days = models.JSONField(default=list, blank=True, editable=False)
    # What else follows: the closed days of each location that sends, public holidays by country of the
    # destination, and the zones of its carrier that take longer, as [countries, post codes, days more].
    closings = models.JSONField(default=list, blank=True, editable=False)
    country_days = models.JSONField(default=dict, blank=True, editable=False)
    zones = models.JSONField(default=list, blank=True, editable=False)
    position = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(max_days__gte=F("min_days")), name="shipping_method_days_in_order"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ShippingRate(models.Model):
    """What a method costs under conditions. Empty conditions match everything; a range is ``[min, max)``.

    Amounts are minor units of ``currency``. ``countries`` are ISO codes; ``excluded_postal`` are
    postal-code prefixes (``"ES:35"``) where the method does not go.
    """

    method = models.ForeignKey(ShippingMethod, on_delete=models.CASCADE, related_name="rates")
    countries = models.JSONField(default=list, blank=True)
    excluded_postal = models.JSONField(default=list, blank=True)
    min_weight_g = models.PositiveIntegerField(null=True, blank=True)
    max_weight_g = models.PositiveIntegerField(null=True, blank=True)
    min_value_amount = models.BigIntegerField(null=True, blank=True)
    max_value_amount = models.BigIntegerField(null=True, blank=True)
    min_items = models.PositiveIntegerField(null=True, blank=True)
    max_items = models.PositiveIntegerField(null=True, blank=True)
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    free_over_amount = models.BigIntegerField(null=True, blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=0), name="shipping_rate_amount_not_negative"),
            models.CheckConstraint(
                condition=Q(free_over_amount__isnull=True) | Q(free_over_amount__gte=0),
                name="shipping_rate_free_over_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.method_id}: {self.amount} {self.currency}"
