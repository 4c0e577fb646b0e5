"""Tables of custom fields: a row per field, and a typed value per field and record."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Field(models.Model):
    """A field that the business defined for a kind of record."""

    class Kind(models.TextChoices):
        """What it holds."""

        TEXT = "text", _("Text")
        NUMBER = "number", _("Number")
        CHOICE = "choice", _("Choice")
        BOOLEAN = "boolean", _("Yes or no")
        DATE = "date", _("Date")
        URL = "url", _("Web address")

    # The name of the record in the audit trail, such as ``catalog.product``.
    record = models.CharField(_("record"), max_length=40)
    key = models.CharField(_("key"), max_length=40)
    kind = models.CharField(_("kind"), max_length=7, choices=Kind.choices)
    labels = models.JSONField(_("labels"), default=dict)
    help = models.CharField(_("help"), max_length=200, blank=True)
    required = models.BooleanField(_("required"), default=False)
    public = models.BooleanField(_("seen by shoppers"), default=False)
    filterable = models.BooleanField(_("filter of the list"), default=False)
    choices = models.JSONField(_("choices"), default=list, blank=True)
    least = models.BigIntegerField(_("at least"), null=True, blank=True)
    most = models.BigIntegerField(_("at most"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(_("made"))

    class Meta:
        ordering = ["record", "position", "id"]
        verbose_name = _("custom field")
        verbose_name_plural = _("custom fields")
        constraints = [models.UniqueConstraint(fields=["record", "key"], name="fields_key_once")]

    def __str__(self) -> str:
        return f"{self.record} {self.key}"


class Value(models.Model):
    """The value of one record in one field, in the column of its kind; no row where there is none."""

    field = models.ForeignKey(Field, on_delete=models.CASCADE, related_name="values")
    record_id = models.BigIntegerField()
    text = models.CharField(max_length=500, blank=True)
    # In ten-thousandths; yes is 10000 and no 0.
    number = models.BigIntegerField(null=True)
    day = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["field", "record_id"], name="fields_value_once"),
            models.CheckConstraint(
                condition=~Q(text="") | Q(number__isnull=False) | Q(day__isnull=False),
                name="fields_value_is_something",
            ),
        ]
        indexes = [
            models.Index(fields=["field", "text"], name="fields_by_text"),
            models.Index(fields=["field", "number"], name="fields_by_number"),
            models.Index(fields=["field", "day"], name="fields_by_day"),
        ]

    def __str__(self) -> str:
        return f"value of {self.field_id} for {self.record_id}"
