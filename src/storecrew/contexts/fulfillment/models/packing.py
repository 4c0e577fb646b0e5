"""Boxes, how things are to be packed, and the parcels in which they were."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Box(models.Model):
    """A box that a bench has. Inner measures in millimetres, weights in grams, cost in ten-thousandths."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=120)
    length_mm = models.PositiveIntegerField(_("length inside (mm)"))
    width_mm = models.PositiveIntegerField(_("width inside (mm)"))
    height_mm = models.PositiveIntegerField(_("height inside (mm)"))
    max_weight_g = models.PositiveIntegerField(_("holds at most (g)"), default=30_000)
    tare_g = models.PositiveIntegerField(_("weight of the empty box (g)"), default=0)
    active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering = ["length_mm", "code"]
        verbose_name = _("box")
        verbose_name_plural = _("boxes")
        constraints = [
            models.CheckConstraint(
                condition=Q(length_mm__gt=0, width_mm__gt=0, height_mm__gt=0), name="fulfillment_box_has_room"
            )
        ]

    def __str__(self) -> str:
        return self.name


class PackingSpec(models.Model):
    """One version of how something is packed; a change is a new version, so a parcel keeps the one it
    followed.
    """

    class Scope(models.TextChoices):
        """What it is about, from the widest to the narrowest."""

        DEFAULT = "default", _("Everything")
        ORDER_TYPE = "order_type", _("A kind of order")
        GOODS = "goods", _("Goods of a kind, such as fragile ones")
        PRODUCT_TYPE = "product_type", _("A product type")
        SKU = "sku", _("One article")

    scope = models.CharField(_("for"), max_length=15, choices=Scope.choices)
    key = models.CharField(_("which"), max_length=120, blank=True)
    version = models.PositiveIntegerField(default=1)
    current = models.BooleanField(default=True)
    inner = models.CharField(_("inner packaging"), max_length=200, blank=True)
    outer = models.CharField(_("outer packaging"), max_length=200, blank=True)
    void_fill = models.CharField(_("void fill"), max_length=200, blank=True)
    insert = models.CharField(_("insert"), max_length=200, blank=True)
    orientation = models.CharField(_("orientation"), max_length=200, blank=True)
    label_position = models.CharField(_("where the label goes"), max_length=200, blank=True)
    note = models.CharField(_("note"), max_length=400, blank=True)
    fragile = models.BooleanField(_("fragile"), default=False)
    upright = models.BooleanField(_("keep upright"), default=False)
    hygiene_seal = models.BooleanField(_("hygiene seal"), default=False)
    gift_wrap = models.BooleanField(_("gift wrap"), default=False)
    photo = models.BooleanField(_("photo of the open parcel"), default=False)
    saved_by = models.CharField(max_length=200)
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["scope", "key", "-version"]
        verbose_name = _("packing specification")
        verbose_name_plural = _("packing specifications")
        constraints = [
            models.UniqueConstraint(fields=["scope", "key", "version"], name="fulfillment_spec_version"),
            models.UniqueConstraint(
                fields=["scope", "key"], condition=Q(current=True), name="fulfillment_spec_current"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scope} {self.key} v{self.version}"


class Parcel(models.Model):
    """One box of a fulfillment order, from the open box on the bench to the hand-over."""

    class State(models.TextChoices):
        """How far the box is."""

        OPEN = "open", _("Being packed")
        CLOSED = "closed", _("Closed")
        HANDED_OVER = "handed_over", _("Handed over")

    class LabelState(models.TextChoices):
        """How far the label of a closed box is. A shop without carriers has none, and none is asked for."""

        NONE = "", _("No label")
        WANTED = "wanted", _("Label is asked for")
        ASKING = "asking", _("The carrier is being asked")
        WAITING = "waiting", _("The carrier has not answered")
        BOUGHT = "bought", _("Label is there")
        REFUSED = "refused", _("No label: see why")

    fulfillment_order = models.ForeignKey(
        "fulfillment.FulfillmentOrder", on_delete=models.PROTECT, related_name="parcels"
    )
    code = models.CharField(max_length=40, unique=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.OPEN)
    box_code = models.CharField(max_length=40, blank=True)
    specification = models.JSONField(default=dict)
    proposal = models.JSONField(default=list)
    message = models.CharField(max_length=500, blank=True)
    expected_g = models.PositiveIntegerField(null=True, blank=True)
    weight_g = models.PositiveIntegerField(null=True, blank=True)
    weight_reason = models.CharField(max_length=300, blank=True)
    photo = models.ImageField(upload_to="parcels/%Y/%m/", blank=True)
    packed_by_id = models.CharField(max_length=64)
    packed_by = models.CharField(max_length=200)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    needs_check = models.BooleanField(default=False)
    checked_by = models.CharField(max_length=200, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    # Written by `operations.labels` only. The service is chosen once, so that asking again asks for the same.
    label_state = models.CharField(max_length=8, choices=LabelState, default=LabelState.NONE, blank=True)
    label_service = models.CharField(max_length=64, blank=True)
    label_asked_at = models.DateTimeField(null=True, blank=True)
    label_tries = models.PositiveSmallIntegerField(default=0)
    label_problem = models.CharField(max_length=64, blank=True)
    label_words = models.CharField(max_length=300, blank=True)
    label_fallback = models.BooleanField(default=False)
    label_id = models.BigIntegerField(null=True, blank=True)
    carrier = models.CharField(max_length=100, blank=True)
    tracking_number = models.CharField(max_length=100, blank=True)
    shipment = models.ForeignKey(
        "fulfillment.Shipment", on_delete=models.PROTECT, null=True, blank=True, related_name="parcels"
    )

    manifest = models.ForeignKey(
        "fulfillment.Manifest", on_delete=models.PROTECT, null=True, blank=True, related_name="parcels"
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            # One open box at a time, so that two packers cannot work on one order.
            models.UniqueConstraint(
                fields=["fulfillment_order"], condition=Q(state="open"), name="fulfillment_parcel_one_open"
            )
        ]
        indexes = [
            models.Index(fields=["tracking_number"], name="fulfillment_parcel_tracking"),
            models.Index(fields=["state", "closed_at"], name="fulfillment_parcel_state"),
            models.Index(fields=["label_id"], name="fulfillment_parcel_label"),
            models.Index(
                fields=["label_state"],
                condition=Q(label_state__in=("wanted", "asking", "waiting")),
                name="fulfillment_label_open",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class ParcelLine(models.Model):
    """Units of a line that were scanned into a parcel."""

    parcel = models.ForeignKey(Parcel, on_delete=models.CASCADE, related_name="lines")
    line = models.ForeignKey("fulfillment.FulfillmentLine", on_delete=models.PROTECT, related_name="+")
    quantity = models.PositiveIntegerField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["parcel", "line"], name="fulfillment_parcel_line_once"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="fulfillment_parcel_line_quantity"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} of line {self.line_id}"


class ParcelScan(models.Model):
    """A scan into a box. The key is made on the device, so a scan that is sent twice counts once."""

    key = models.CharField(max_length=64, unique=True)
    parcel = models.ForeignKey(Parcel, on_delete=models.CASCADE, related_name="scans")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"scan into {self.parcel_id}"
