"""On-site messages: what a campaign says in the shop itself, as banners and pop-ups."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from storecrew.contexts.marketing.models.campaigns import Campaign
from storecrew.contexts.marketing.models.segments import Segment


class OnsiteMessage(models.Model):
    """A banner or a pop-up. ``headings``, ``texts`` and ``buttons`` are by language.

    ``starts_local`` and ``ends_local`` are wall-clock times ("2026-03-01T00:00") of each of its shops;
    ``starts_at`` and ``ends_at`` are the first and the last moment of them all. ``state`` and
    ``held_because`` are how it stood when it was last looked at; what a page shows is asked again
    as it is made. ``stopped`` is what somebody decided by hand.
    """

    class Kind(models.TextChoices):
        """What it is."""

        BANNER = "banner", _("Banner")
        POPUP = "popup", _("Pop-up")

    class Placement(models.TextChoices):
        """Where it is shown."""

        EVERYWHERE = "all", _("Every page (a banner: a bar at the top)")
        HOME = "home", _("Home page")
        CATEGORY = "category", _("Categories and collections")
        PRODUCT = "product", _("Product pages")
        CART = "cart", _("Cart")

    class State(models.TextChoices):
        """How it stands."""

        PLANNED = "planned", pgettext_lazy("on-site message", "Planned")
        RUNNING = "running", pgettext_lazy("on-site message", "Running")
        HELD = "held", pgettext_lazy("on-site message", "Held")
        ENDED = "ended", pgettext_lazy("on-site message", "Ended")

    class Stopped(models.TextChoices):
        """What somebody decided by hand."""

        NOT = "", _("not by hand")
        HELD = "held", pgettext_lazy("on-site message", "Held")
        ENDED = "ended", pgettext_lazy("on-site message", "Ended")

    class Trigger(models.TextChoices):
        """What opens a pop-up; never the arrival itself."""

        DELAY = "delay", _("After so many seconds on the page")
        SCROLL = "scroll", _("After so many percent of the page")
        EXIT = "exit", _("When the pointer leaves the page (a phone: at 60 percent of the page)")

    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    name = models.CharField(_("name"), max_length=120)
    placement = models.CharField(_("place"), max_length=8, choices=Placement)
    category = models.CharField(max_length=200, blank=True, default="")
    priority = models.SmallIntegerField(_("priority"), default=0)
    campaign = models.ForeignKey(Campaign, models.CASCADE, null=True, blank=True, related_name="onsite")
    promotion = models.ForeignKey(
        "promotions.Promotion", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    segment = models.ForeignKey(Segment, models.PROTECT, null=True, blank=True, related_name="onsite")
    skus = models.JSONField(default=list)
    shop_channels = models.JSONField(default=list)
    headings = models.JSONField(default=dict)
    texts = models.JSONField(default=dict)
    buttons = models.JSONField(default=dict)
    path = models.CharField(max_length=300, blank=True, default="")
    picture_id = models.PositiveBigIntegerField(null=True, blank=True)
    starts_local = models.CharField(max_length=16)
    ends_local = models.CharField(max_length=16)
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    trigger = models.CharField(max_length=8, choices=Trigger, blank=True, default="")
    trigger_after = models.PositiveSmallIntegerField(default=0)
    cap_times = models.PositiveSmallIntegerField(default=1)
    cap_days = models.PositiveSmallIntegerField(default=7)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.PLANNED)
    held_because = models.CharField(max_length=24, blank=True, default="")
    stopped = models.CharField(max_length=8, choices=Stopped, blank=True, default="")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField(_("changed"))

    class Meta:
        ordering = ["-id"]
        verbose_name = _("on-site message")
        verbose_name_plural = _("on-site messages")
        indexes = [models.Index(fields=["state", "starts_at"], name="marketing_onsite_due")]
        constraints = [
            models.CheckConstraint(
                condition=Q(path="") | Q(path__startswith="/"), name="marketing_onsite_path_is_ours"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=models.F("starts_at")), name="marketing_onsite_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(kind="banner") | ~Q(placement="cart"), name="marketing_no_popup_in_the_cart"
            ),
        ]

    def __str__(self) -> str:
        return self.name
