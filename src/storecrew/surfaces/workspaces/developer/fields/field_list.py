"""The list of custom fields."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from storecrew.contexts.fields import public as fields
from storecrew.contexts.fields.models import Field
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, SystemView, Text

RECORD_CHOICES = [(name, kind.label) for name, kind in fields.RECORDS.items()]


def record_words(row: Field) -> Text:
    """Return of what a field is."""
    kind = fields.RECORDS.get(row.record)
    return kind.label if kind else row.record


class FieldList(Listing):
    """Every field that somebody defined."""

    code = "fields.fields"
    title = gettext_lazy("Custom fields")
    permission = "settings.read"
    search_fields = ("key", "labels")
    search_hint = gettext_lazy("Name or key")
    default_sort = "of"
    empty_title = gettext_lazy("No custom fields yet")
    empty_text = gettext_lazy(
        "A custom field keeps what your business wants to know of products, variants, categories, orders or "
        "customers. It stands on their records, in their lists, filters and exports."
    )
    columns = (
        Column(
            "name",
            gettext_lazy("Name"),
            lambda row: fields.words(row.labels, get_language() or "en"),
            primary=True,
        ),
        Column("of", gettext_lazy("Record"), record_words, sort="record"),
        Column("kind", gettext_lazy("Kind"), lambda row: row.get_kind_display(), sort="kind"),
        Column("key", gettext_lazy("Key"), sort="key"),
        Column("required", gettext_lazy("Required"), kind="boolean", sort="required"),
        Column("public", gettext_lazy("Seen by shoppers"), kind="boolean", sort="public"),
        Column("filterable", gettext_lazy("Filter"), kind="boolean", sort="filterable"),
        Column("values", gettext_lazy("Values"), "value_count", kind="number", sort="value_count"),
        Column("made", gettext_lazy("Made"), "created_at", kind="date", sort="created_at", default=False),
    )
    filters = (
        Filter("of", gettext_lazy("Record"), "choice", "record", choices=RECORD_CHOICES),
        Filter("kind", gettext_lazy("Kind"), "choice", "kind", choices=Field.Kind.choices),
        Filter("required", gettext_lazy("Required"), "boolean", "required"),
        Filter("public", gettext_lazy("Seen by shoppers"), "boolean", "public"),
    )
    views = (
        SystemView(gettext_lazy("Products"), "f.of=catalog.product"),
        SystemView(gettext_lazy("Orders"), "f.of=orders.order"),
    )

    def rows(self) -> QuerySet[Any]:
        """Return all of them with how many values they have."""
        return Field.objects.annotate(value_count=Count("values"))

    def row_url(self, row: Field) -> str:
        """Open the field."""
        return reverse("field_record", args=[row.pk])

    def primary_action(self) -> tuple[Text, str] | None:
        """Add one."""
        return (_("Add a field"), reverse("field_add")) if self.actor.can("settings.write") else None
