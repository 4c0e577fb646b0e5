"""Price lists, prices, their history and the cost of goods.

Amounts are minor units of the currency beside them.
"""

from django.db import models
from django.db.models import F, Q

from storecrew.contexts.pricing.rules.rounding import DIRECTIONS, NEAREST, RoundingRule


class PriceList(models.Model):
    """A set of prices that apply together: where (market, channel), to whom (segment, company) and when
    (window).

    The window is half open, ``[starts_at, ends_at)``. Its past is never rewritten, because the lowest price
    of the last 30 days is derived from it.
    """

    BASE, SALE, SEGMENT, COMPANY = "base", "sale", "segment", "company"
    KINDS = [(BASE, "base"), (SALE, "sale"), (SEGMENT, "segment"), (COMPANY, "company")]

    code = models.SlugField(max_length=64, unique=True)
    name = models.CharField(max_length=120)
    currency = models.CharField(max_length=3)
    kind = models.CharField(max_length=8, choices=KINDS, default=BASE)
    market = models.ForeignKey(
        "channels.Market", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    channel = models.ForeignKey(
        "channels.Channel", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    priority = models.IntegerField(default=0)
    segment = models.CharField(max_length=64, blank=True, default="")
    company = models.CharField(max_length=64, blank=True, default="")
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    # How prices of this list are rounded when many change (`rules.rounding`); a step of 0 leaves them.
    rounding_step = models.BigIntegerField(default=0, db_default=0)
    rounding_ending = models.BigIntegerField(default=0, db_default=0)
    rounding_direction = models.CharField(
        max_length=8, choices=[(each, each) for each in DIRECTIONS], default=NEAREST, db_default=NEAREST
    )
    # What the rest of the shop was last told about the window; the tick that opens and closes lists
    # compares it.
    announced_open = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["kind", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_at__isnull=True)
                | Q(ends_at__isnull=True)
                | Q(ends_at__gte=F("starts_at")),
                name="pricing_list_window_in_order",
            ),
            models.CheckConstraint(
                condition=Q(rounding_step=0, rounding_ending=0)
                | Q(rounding_step__gt=F("rounding_ending"), rounding_ending__gte=0),
                name="pricing_rounding_ending_below_step",
            ),
            models.CheckConstraint(
                condition=~Q(kind="segment") | ~Q(segment=""), name="pricing_segment_list_names_segment"
            ),
            models.CheckConstraint(
                condition=~Q(kind="company") | ~Q(company=""), name="pricing_company_list_names_company"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def rounding(self) -> RoundingRule:
        """How its prices are rounded."""
        return RoundingRule(self.rounding_step, self.rounding_ending, self.rounding_direction)


class Price(models.Model):
    """The price of one variant in one list from a quantity on.

    ``compare_at_amount`` is a former price to strike. A row ``on_request`` says that there is no public
    price; it carries no amount that could leak.
    """

    price_list = models.ForeignKey(PriceList, on_delete=models.CASCADE, related_name="prices")
    variant = models.ForeignKey("catalog.Variant", on_delete=models.CASCADE, related_name="+")
    min_quantity = models.PositiveIntegerField(default=1)
    amount = models.BigIntegerField()
    compare_at_amount = models.BigIntegerField(null=True, blank=True)
    on_request = models.BooleanField(default=False, db_default=False)
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ["variant", "price_list", "min_quantity"]
        constraints = [
            models.UniqueConstraint(
                fields=["variant", "price_list", "min_quantity"],
                name="pricing_one_price_per_list_and_quantity",
            ),
            models.CheckConstraint(condition=Q(amount__gte=0), name="pricing_price_not_negative"),
            models.CheckConstraint(
                condition=Q(compare_at_amount__isnull=True) | Q(compare_at_amount__gte=0),
                name="pricing_compare_at_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(min_quantity__gte=1), name="pricing_min_quantity_at_least_one"
            ),
            models.CheckConstraint(
                condition=Q(on_request=False) | Q(amount=0, compare_at_amount__isnull=True),
                name="pricing_on_request_has_no_amount",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.variant_id}@{self.price_list_id} from {self.min_quantity}: {self.amount}"


class PriceOperation(models.Model):
    """One bulk change that was applied as a whole and can be undone as a whole."""

    APPLIED, UNDONE = "applied", "undone"
    STATES = [(APPLIED, "applied"), (UNDONE, "undone")]

    title = models.CharField(max_length=200)
    price_list = models.ForeignKey(PriceList, on_delete=models.CASCADE, related_name="+")
    spec = models.JSONField()
    state = models.CharField(max_length=8, choices=STATES, default=APPLIED)
    changed_count = models.PositiveIntegerField(default=0)
    actor_label = models.CharField(max_length=200, blank=True, default="")
    created_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.title


class PriceChange(models.Model):
    """One line of the price history; written with the change, never edited.

    ``None`` means that there was no price, or with ``on_request`` that people have to ask from then on.
    """

    variant = models.ForeignKey("catalog.Variant", on_delete=models.CASCADE, related_name="+")
    price_list = models.ForeignKey(PriceList, on_delete=models.CASCADE, related_name="+")
    min_quantity = models.PositiveIntegerField(default=1)
    old_amount = models.BigIntegerField(null=True)
    new_amount = models.BigIntegerField(null=True)
    old_compare_at_amount = models.BigIntegerField(null=True)
    new_compare_at_amount = models.BigIntegerField(null=True)
    on_request = models.BooleanField(default=False, db_default=False)
    operation = models.ForeignKey(
        PriceOperation, null=True, on_delete=models.SET_NULL, related_name="changes"
    )
    # The second person's decision that let the price fall this far.
    approval = models.ForeignKey(
        "approvals.Approval", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    actor_label = models.CharField(max_length=200, blank=True, default="")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["variant", "at"], name="pricing_change_variant_at")]

    def __str__(self) -> str:
        return f"{self.variant_id}: {self.old_amount} -> {self.new_amount}"


class Cost(models.Model):
    """What one unit of a variant costs us, without tax."""

    variant = models.ForeignKey("catalog.Variant", on_delete=models.CASCADE, related_name="+")
    currency = models.CharField(max_length=3)
    amount = models.BigIntegerField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["variant", "currency"], name="pricing_one_cost_per_currency"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="pricing_cost_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.variant_id}: {self.amount} {self.currency}"
