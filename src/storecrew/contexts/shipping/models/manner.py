"""Tables of how goods may travel: what they are, which services are allowed for them, and what was chosen."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from storecrew.contexts.shipping.rules.services import EFFECTS


class GoodsProfile(models.Model):
    """What carriers and customs must know about a variant; one without a row is harmless and unknown to them.

    ``un_number`` and ``hazard_class`` are those of the transport rules for dangerous goods.
    """

    AMBIENT, CHILLED, FROZEN = "ambient", "chilled", "frozen"
    TEMPERATURES = [(AMBIENT, AMBIENT), (CHILLED, CHILLED), (FROZEN, FROZEN)]

    variant = models.OneToOneField("catalog.Variant", on_delete=models.CASCADE, related_name="+")
    sku = models.CharField(max_length=120, unique=True)
    customs_description = models.CharField(max_length=200, blank=True)
    hs_code = models.CharField(max_length=10, blank=True)
    origin = models.CharField(max_length=2, blank=True)
    fragile = models.BooleanField(default=False)
    temperature = models.CharField(max_length=8, choices=TEMPERATURES, default=AMBIENT)
    un_number = models.CharField(max_length=4, blank=True)
    hazard_class = models.CharField(max_length=4, blank=True)
    limited_quantity = models.BooleanField(default=False)

    class Meta:
        ordering = ["sku"]

    def __str__(self) -> str:
        return self.sku


class ServiceRule(models.Model):
    """A row of the list that says how goods may travel, read from the top. Empty conditions match everything.

    Weights and sides are of the heaviest and longest parcel, ``[min, max)``; ``goods`` match when the parcel
    has any of them. See ``rules.services`` for what each effect does.
    """

    name = models.CharField(max_length=120)
    position = models.PositiveIntegerField(default=0)
    active = models.BooleanField(default=True)
    effect = models.CharField(max_length=8, choices=[(effect, effect) for effect in EFFECTS])
    services = models.JSONField(default=list, blank=True)
    min_weight_g = models.PositiveIntegerField(null=True, blank=True)
    max_weight_g = models.PositiveIntegerField(null=True, blank=True)
    min_side_mm = models.PositiveIntegerField(null=True, blank=True)
    min_value_amount = models.BigIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    countries = models.JSONField(default=list, blank=True)
    postal_codes = models.JSONField(default=list, blank=True)
    business = models.BooleanField(null=True, blank=True)
    goods = models.JSONField(default=list, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(min_value_amount__isnull=True) | ~Q(currency=""), name="service_rule_has_currency"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ServiceDecision(models.Model):
    """Why a label was asked for at this carrier and not at another; ``key`` is that of the label.

    ``considered`` are all services with what they cost, when they arrive and why each was chosen or not;
    ``rules`` the names of the rows that applied.
    """

    key = models.CharField(max_length=100, unique=True)
    order_ref = models.CharField(max_length=100, blank=True, db_index=True)
    service_code = models.CharField(max_length=64, blank=True)
    unit = models.CharField(max_length=8)
    needed_by = models.DateField(null=True, blank=True)
    goods = models.JSONField(default=list)
    rules = models.JSONField(default=list)
    considered = models.JSONField(default=list)
    fallback = models.BooleanField(default=False)
    insured_amount = models.BigIntegerField(default=0)
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ["-decided_at"]

    def __str__(self) -> str:
        return f"{self.key}: {self.service_code}"
