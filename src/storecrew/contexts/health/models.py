"""Tables of health: counts only, never a visit; and what of this installation is a sample."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from storecrew.kernel.said_field import SaidField


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


class TaskTimeCount(models.Model):
    """How many saved changes of a day fell into one step of a task's histogram; per role, never per person.

    ``task`` is the name of the form's address, ``step`` numbers the steps of ``rules.task_times``.
    """

    day = models.DateField()
    role = models.CharField(max_length=40)
    task = models.CharField(max_length=60)
    step = models.PositiveSmallIntegerField()
    count = models.PositiveBigIntegerField(default=0)

    class Meta:
        ordering = ["-day", "role", "task", "step"]
        verbose_name = _("count of task times")
        verbose_name_plural = _("counts of task times")
        constraints = [
            models.UniqueConstraint(fields=["day", "role", "task", "step"], name="health_task_time_once")
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.role} {self.task}[{self.step}]: {self.count}"


class Launch(models.Model):
    """A channel, or a release of it, that goes to the public when everybody has signed."""

    class State(models.TextChoices):
        """Where it is."""

        PREPARING = "preparing", _("Being prepared")
        LIVE = "live", _("Live")
        ROLLED_BACK = "rolled_back", _("Rolled back")
        DROPPED = "dropped", _("Dropped")

    name = models.CharField(max_length=120)
    channel_code = models.CharField(max_length=40)
    state = models.CharField(max_length=12, choices=State.choices, default=State.PREPARING)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=120)
    opened_at = models.DateTimeField(null=True)
    opened_by = models.CharField(max_length=120, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=120, blank=True)
    reason = SaidField(blank=True)
    canary_at = models.DateTimeField(null=True)
    canary_problem = SaidField(blank=True)
    # The last order that was placed and taken back, and what stood in the way.
    check_at = models.DateTimeField(null=True)
    check_order = models.CharField(max_length=32, blank=True)
    check_problem = SaidField(blank=True)

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("launch")
        verbose_name_plural = _("launches")
        constraints = [
            models.UniqueConstraint(
                fields=["channel_code"], condition=models.Q(state="preparing"), name="health_one_launch"
            )
        ]

    def __str__(self) -> str:
        return self.name


class LaunchSignOff(models.Model):
    """Somebody says that an item is right, with what they saw; taken back when the facts change."""

    launch = models.ForeignKey(Launch, on_delete=models.CASCADE, related_name="signatures")
    item = models.CharField(max_length=20)
    evidence = models.CharField(max_length=1000)
    seen = models.JSONField(default=dict)
    signed_by = models.CharField(max_length=120)
    signed_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("sign-off")
        verbose_name_plural = _("sign-offs")
        constraints = [
            models.UniqueConstraint(
                fields=["launch", "item"], condition=models.Q(withdrawn_at=None), name="health_signed_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.signed_by}"


class LaunchGrant(models.Model):
    """The head of digital lets a launch go without an item, for a reason and until a day."""

    launch = models.ForeignKey(Launch, on_delete=models.CASCADE, related_name="grants")
    item = models.CharField(max_length=20)
    reason = models.CharField(max_length=400)
    granted_by = models.CharField(max_length=120)
    granted_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        verbose_name = _("grant for a launch")
        verbose_name_plural = _("grants for launches")

    def __str__(self) -> str:
        return f"{self.item} {self.expires_at:%Y-%m-%d}"


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
