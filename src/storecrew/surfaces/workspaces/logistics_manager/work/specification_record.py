"""One packing specification: what holds now, and what each earlier version asked for instead."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.fulfillment.models import PackingSpec
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.listing import Status
from storecrew.surfaces.ui.backoffice.record import Action, Fact, FactGroup, Record, Table, render_record

FIELDS = (
    "inner", "outer", "void_fill", "insert", "orientation", "label_position", "note",
    "fragile", "upright", "hygiene_seal", "gift_wrap", "photo",
)  # fmt: skip


@workspace_page(permission="fulfillment.read")
def specification(request: HttpRequest, specification_id: int) -> HttpResponse:
    """Show a specification with its versions."""
    versions = fulfillment.versions_of(specification_id)
    row = versions[0]
    may = request_actor(request).can("packaging.write")
    edit = f"{reverse('warehouse_specifications_add')}?from={row.pk}"
    page = Record(
        title=" ".join(part for part in (str(row.get_scope_display()), row.key) if part),
        record="fulfillment.packing_spec",
        record_id=row.pk,
        status=[Status(_("Version %(n)s") % {"n": row.version}, "good")],
        actions=[Action(_("Write the next version"), edit)] if may else [],
        groups=[FactGroup(_("How to pack it"), [_fact(row, name) for name in FIELDS if getattr(row, name)])],
        tables=[_versions(versions)],
        back_url=reverse("warehouse_specifications"),
        back_label=_("Packing specifications"),
    )
    return render_record(request, page)


def _fact(row: PackingSpec, name: str) -> Fact:
    return Fact(_label(name), _words(getattr(row, name)))


def _versions(versions: list[PackingSpec]) -> Table:
    """Return each version with what it changed against the one before it."""
    rows = [
        (row.version, "; ".join(_changes(row, before)), row.saved_by, row.saved_at)
        for row, before in zip(versions, [*versions[1:], None], strict=True)
    ]
    headers = (_("Version"), _("What changed"), _("By"), _("When"))
    return Table(_("Versions"), headers, rows, kinds=("number", "text", "text", "datetime"))


def _changes(row: PackingSpec, before: PackingSpec | None) -> list[str]:
    """Return what a version asks for that the one before did not; all of it for the first."""
    empty = PackingSpec()
    return [
        f"{_label(name)}: {_words(getattr(row, name))}"
        for name in FIELDS
        if getattr(row, name) != getattr(before or empty, name)
    ]


def _label(name: str) -> str:
    label = str(getattr(PackingSpec._meta.get_field(name), "verbose_name", name))
    return label[:1].upper() + label[1:]


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value) or _("nothing")
