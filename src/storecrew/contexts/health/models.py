"""Tables of health: counts only, never a visit; and what of this installation is a sample."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class VitalsCount(models.Model):
    """How many page views of a day fell into one step of one measure's histogram.

    ``page`` is a kind of page ("product"), ``device`` phone, tablet or desktop; ``step`` numbers the steps of
    ``rules.vitals``. One row per combination, so the table grows with days and kinds, not with visits.
    """

    day = models.DateField()
    page = models.CharField(max_length=40)
    device = models.CharField(max_length=8)
    measure = models.CharField(max_length=4)
    step = models.PositiveSmallIntegerField()
    count = models.PositiveBigIntegerField(default=0)

    class Meta:
        ordering = ["-day", "page", "device", "measure", "step"]
        verbose_name = _("count of page speed")
        verbose_name_plural = _("counts of page speed")
        constraints = [
            models.UniqueConstraint(
                fields=["day", "page", "device", "measure", "step"], name="health_vitals_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.page} {self.device} {self.measure}[{self.step}]: {self.count}"


class SampleStore(models.Model):
    """What in this installation is a sample, noted when the demo was built, until it is taken away.

    Orders up to ``last_order_id`` are the sample's. ``password`` is the one that is printed at start, so no
    secret: whoever still signs in with it is a person of the sample.
    """

    product_ids = models.JSONField(default=list)
    promotion_ids = models.JSONField(default=list)
    user_ids = models.JSONField(default=list)
    last_order_id = models.BigIntegerField(default=0)
    password = models.CharField(max_length=60)
    built_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("sample store")
        verbose_name_plural = _("sample stores")

    def __str__(self) -> str:
        return f"{len(self.product_ids)} sample products"
