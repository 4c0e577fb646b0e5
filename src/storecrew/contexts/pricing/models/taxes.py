"""Tax classes, rates with validity, and where the shop is registered to collect tax."""

from django.db import models
from django.db.models import F, Q


class TaxClass(models.Model):
    """A kind of goods for tax (standard, reduced, books ...). Variants name it by ``code``."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)

    class Meta:
        ordering = ["code"]
        verbose_name_plural = "tax classes"

    def __str__(self) -> str:
        return self.name


class TaxRate(models.Model):
    """The rate of a class in a country (or a region or special territory of it) from a day on.

    ``rate_ppm`` is parts per million of the net amount: 19 % = 190_000, 5.5 % = 55_000. The validity is
    half open, ``[valid_from, valid_to)``, in days of the place of supply.
    """

    TREATMENTS = [
        ("standard", "standard"),
        ("reduced", "reduced"),
        ("zero", "zero"),
        ("exempt", "exempt"),
        ("export", "export"),
        ("not_collected", "not_collected"),
    ]

    country = models.CharField(max_length=2)
    region = models.CharField(max_length=16, blank=True, default="")
    tax_class = models.ForeignKey(TaxClass, to_field="code", on_delete=models.PROTECT, related_name="rates")
    rate_ppm = models.PositiveIntegerField()
    treatment = models.CharField(max_length=16, choices=TREATMENTS, default="standard")
    note = models.CharField(max_length=200, blank=True, default="")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["country", "region", "tax_class", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["country", "region", "tax_class", "valid_from"], name="pricing_one_rate_per_start"
            ),
            models.CheckConstraint(
                condition=Q(rate_ppm__lte=1_000_000), name="pricing_rate_at_most_100_percent"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="pricing_rate_validity_in_order",
            ),
        ]

    def __str__(self) -> str:
        place = "/".join(part for part in (self.country, self.region) if part)
        return f"{place} {self.tax_class_id} {self.rate_ppm} ppm"


class TaxRegistration(models.Model):
    """A country where the shop is registered and so collects tax; ``oss`` covers the whole EU.

    Without any row the shop collects wherever a rate is known.
    """

    SCHEMES = [("local", "local"), ("oss", "oss")]

    country = models.CharField(max_length=2)
    scheme = models.CharField(max_length=8, choices=SCHEMES, default="local")
    number = models.CharField(max_length=32, blank=True, default="")
    is_home = models.BooleanField(default=False)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["country", "scheme", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["country", "scheme", "valid_from"], name="pricing_one_registration_per_start"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="pricing_registration_validity_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.country} ({self.scheme})"
