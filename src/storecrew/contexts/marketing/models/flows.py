"""Flows: messages that follow from what a person did, with a group that gets none, to see what they bring."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from storecrew.contexts.marketing.models.mailings import new_key


class Flow(models.Model):
    """What starts it, what is written after how long, and how many of a hundred get nothing.

    ``steps`` are ``{"after_minutes", "subjects", "blocks", "promotion"}``; with a promotion each
    person gets a code of their own. A step with ``split`` (``{"percent"}`` or ``{"segment"}``) writes to
    the one part, and ``other`` (subjects and blocks, or None) to the rest. ``settings`` belong to the kind,
    such as ``idle_minutes``, ``days``, ``skus`` or ``percent``; who comes into ``exit_segment`` leaves.
    """

    class Kind(models.TextChoices):
        """What starts it."""

        ABANDONED_CART = "abandoned_cart", _("Abandoned cart")
        WELCOME = "welcome", _("Welcome after signing up")
        WIN_BACK = "win_back", _("Long time no order")
        REPLENISHMENT = "replenishment", _("Used up")
        PRICE_DROP = "price_drop", _("Cheaper than in the cart")
        BIRTHDAY = "birthday", _("Birthday")
        WISH_PRICE_DROP = "wish_price_drop", _("Cheaper than when it was wished for")
        WISH_LOW_STOCK = "wish_low_stock", _("Wished for, and few are left")

    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    name = models.CharField(_("name"), max_length=120)
    is_on = models.BooleanField(_("on"), default=False)
    steps = models.JSONField(default=list)
    settings = models.JSONField(default=dict)
    holdout_percent = models.PositiveSmallIntegerField(default=10)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField(_("changed"))

    class Meta:
        ordering = ["name"]
        verbose_name = _("flow")
        verbose_name_plural = _("flows")
        constraints = [
            models.CheckConstraint(
                condition=Q(holdout_percent__lte=50), name="marketing_holdout_at_most_half"
            )
        ]

    def __str__(self) -> str:
        return self.name


class FlowRun(models.Model):
    """One person in one flow because of one thing (a cart): entered once. ``held_out`` gets no message."""

    class State(models.TextChoices):
        """Whether more may come."""

        RUNNING = "running", pgettext_lazy("flow", "Running")
        DONE = "done", pgettext_lazy("flow", "Done")
        LEFT = "left", pgettext_lazy("flow", "Left")

    PRIVACY = {"contact": "delete", "subject": "delete"}

    flow = models.ForeignKey(Flow, models.CASCADE, related_name="runs", db_index=False)
    contact = models.ForeignKey("customers.Contact", models.CASCADE, related_name="+")
    subject = models.CharField(max_length=64)
    held_out = models.BooleanField(default=False)
    step = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State, default=State.RUNNING)
    reason = models.CharField(max_length=24, blank=True, default="")
    entered_at = models.DateTimeField()
    bought_at = models.DateTimeField(null=True, blank=True)
    bought_amount = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3, blank=True, default="")

    class Meta:
        ordering = ["-id"]
        verbose_name = _("run of a flow")
        verbose_name_plural = _("runs of flows")
        constraints = [models.UniqueConstraint(fields=["flow", "subject"], name="marketing_flow_once")]
        indexes = [
            models.Index(fields=["next_at"], condition=Q(state="running"), name="marketing_flows_due"),
        ]

    def __str__(self) -> str:
        return f"run {self.pk} of flow {self.flow_id}"


class FlowMail(models.Model):
    """One message of a run; made once per step. ``code`` is the person's own, kept for a retry."""

    class State(models.TextChoices):
        """Whether it left."""

        HANDED = "handed", pgettext_lazy("recipient", "Handed over")
        SENT = "sent", pgettext_lazy("recipient", "Sent")
        SKIPPED = "skipped", pgettext_lazy("recipient", "Left out")

    PRIVACY = {"code": "delete"}

    run = models.ForeignKey(FlowRun, models.CASCADE, related_name="mails", db_index=False)
    step = models.PositiveSmallIntegerField()
    is_other = models.BooleanField(default=False)
    key = models.CharField(max_length=32, unique=True, default=new_key, editable=False)
    state = models.CharField(max_length=8, choices=State, default=State.HANDED)
    reason = models.CharField(max_length=24, blank=True, default="")
    code = models.CharField(max_length=40, blank=True, default="")
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["step"]
        verbose_name = _("message of a flow")
        verbose_name_plural = _("messages of flows")
        constraints = [models.UniqueConstraint(fields=["run", "step"], name="marketing_flow_step_once")]

    def __str__(self) -> str:
        return f"step {self.step} of run {self.run_id}"
