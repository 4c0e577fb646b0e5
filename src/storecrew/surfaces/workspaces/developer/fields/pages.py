"""Forms and record of a custom field."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from storecrew.contexts.fields import public as fields
from storecrew.contexts.fields.models import Field
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.acting import render_form, show_refusal
from storecrew.surfaces.ui.backoffice.custom_fields import locale
from storecrew.surfaces.ui.backoffice.record import Action, Fact, FactGroup, Record, render_record
from storecrew.surfaces.ui.backoffice.three_way import of_record
from storecrew.surfaces.workspaces.developer.fields.field_list import RECORD_CHOICES

FIXED = ("record", "key", "kind")


class FieldForm(forms.Form):
    """What a field is."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    record = forms.ChoiceField(label=gettext_lazy("Record"), choices=RECORD_CHOICES)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Field.Kind.choices)
    label = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    label_ko = forms.CharField(label=gettext_lazy("Name in Korean"), max_length=80, required=False)
    key = forms.CharField(
        label=gettext_lazy("Key"),
        max_length=40,
        help_text=gettext_lazy("How programs call it: small letters, digits and _. It stays as it is."),
    )
    help = forms.CharField(label=gettext_lazy("Help"), max_length=200, required=False)
    choices = forms.CharField(
        label=gettext_lazy("Choices"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("Of a choice, one a line: value | name | name in Korean."),
    )
    least = forms.IntegerField(
        label=gettext_lazy("At least"),
        required=False,
        help_text=gettext_lazy("The lowest number, or how many characters a text has."),
    )
    most = forms.IntegerField(label=gettext_lazy("At most"), required=False)
    position = forms.IntegerField(
        label=gettext_lazy("Position"), min_value=0, max_value=999, initial=0, required=False
    )
    required = forms.BooleanField(label=gettext_lazy("Required"), required=False)
    public = forms.BooleanField(
        label=gettext_lazy("Seen by shoppers"),
        required=False,
        help_text=gettext_lazy("Programs of shoppers may read it, too. Otherwise it is for staff only."),
    )
    filterable = forms.BooleanField(label=gettext_lazy("Filter of the list"), required=False)

    def spec(self, fixed: fields.FieldSpec | None = None) -> fields.FieldSpec:
        """Return what the operation takes."""
        values = self.cleaned_data
        return fields.FieldSpec(
            record=fixed.record if fixed else values["record"],
            key=fixed.key if fixed else values["key"].strip(),
            kind=fixed.kind if fixed else values["kind"],
            labels={"en": values["label"], "ko": values["label_ko"]},
            help=values["help"],
            required=values["required"],
            public=values["public"],
            filterable=values["filterable"],
            choices=_choices(values["choices"]),
            least=values["least"],
            most=values["most"],
            position=values["position"] or 0,
        )


def _choices(text: str) -> tuple[fields.Choice, ...]:
    found = []
    for line in filter(None, map(str.strip, text.splitlines())):
        value, name, korean = ([part.strip() for part in line.split("|")] + ["", ""])[:3]
        labels = {"en": name or value} | ({"ko": korean} if korean else {})
        found.append(fields.Choice(value, labels))
    return tuple(found)


def _initial(known: fields.FieldFacts) -> dict[str, Any]:
    spec = known.spec
    lines = [
        " | ".join(filter(None, (each.value, each.labels.get("en", ""), each.labels.get("ko", ""))))
        for each in spec.choices
    ]
    names = ("help", "required", "public", "filterable", "least", "most", "position")
    return {name: getattr(spec, name) for name in names} | {
        "version": known.version,
        "label": spec.labels.get("en", ""),
        "label_ko": spec.labels.get("ko", ""),
        "choices": "\n".join(lines),
    }


@workspace_page(permission="settings.write")
def add(request: HttpRequest) -> HttpResponse:
    """Define a field."""
    return _edit(request, FieldForm(request.POST or None), None, _("Add a field"), reverse("field_list"))


@workspace_page(permission="settings.write")
def edit(request: HttpRequest, field_id: int) -> HttpResponse:
    """Change a field; what it is of, its key and its kind stay."""
    known = fields.field(field_id)
    form = of_record(FieldForm(request.POST or None, initial=_initial(known)))
    for name in FIXED:
        del form.fields[name]
    return _edit(request, form, known, known.label(locale()), reverse("field_record", args=[field_id]))


def _edit(
    request: HttpRequest, form: FieldForm, known: fields.FieldFacts | None, title: str, back: str
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            saved = fields.save_field(
                form.spec(known.spec if known else None),
                field_id=known.id if known else None,
                version=form.cleaned_data["version"] or 0,
                actor=request_actor(request),
                at=clock.now(),
            )
        except DomainError as error:
            show_refusal(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("field_record", field_id=saved.id)
    return render_form(request, form, title=title, back_url=back, back_label=_("Back"))


@workspace_page(permission="settings.read")
def record(request: HttpRequest, field_id: int) -> HttpResponse:
    """Show a field and how many records have a value in it."""
    known = fields.field(field_id)
    count = fields.count_values(field_id)
    page = Record(
        title=known.label(locale()),
        record="fields.field",
        record_id=known.id,
        groups=[_facts(known, count)],
        actions=_actions(known, count) if request_actor(request).can("settings.write") else (),
        back_url=reverse("field_list"),
        back_label=_("Custom fields"),
        icon="form",
    )
    return render_record(request, page)


def _facts(known: fields.FieldFacts, count: int) -> FactGroup:
    spec = known.spec
    facts = [
        Fact(_("Record"), fields.RECORDS[spec.record].label),
        Fact(_("Kind"), Field.Kind(spec.kind).label),
        Fact(_("Key"), spec.key),
        Fact(_("Required"), spec.required, "boolean"),
        Fact(_("Seen by shoppers"), spec.public, "boolean"),
        Fact(_("Filter of the list"), spec.filterable, "boolean"),
        Fact(_("Values"), count, "number"),
    ]
    if spec.help:
        facts.append(Fact(_("Help"), spec.help))
    if spec.least is not None:
        facts.append(Fact(_("At least"), spec.least, "number"))
    if spec.most is not None:
        facts.append(Fact(_("At most"), spec.most, "number"))
    if spec.choices:
        names = [fields.words(each.labels, locale()) or each.value for each in spec.choices]
        facts.append(Fact(_("Choices"), names, "tags"))
    return FactGroup(_("Field"), facts)


def _actions(known: fields.FieldFacts, count: int) -> list[Action]:
    asked = ngettext(
        "%(n)s record has a value in this field; it is gone with it. Delete the field?",
        "%(n)s records have a value in this field; they are gone with it. Delete the field?",
        count,
    )
    return [
        Action(_("Edit"), reverse("field_edit", args=[known.id])),
        Action(
            _("Delete"),
            reverse("field_delete", args=[known.id]),
            post=True,
            fields={"values": str(count)},
            tone="danger",
            confirm=asked % {"n": count} if count else _("Delete this field?"),
        ),
    ]


@workspace_page(permission="settings.write")
@require_POST
def delete(request: HttpRequest, field_id: int) -> HttpResponse:
    """Delete a field with as many values as the person saw when they confirmed."""
    seen = request.POST.get("values", "")
    values = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 12 else 0
    try:
        fields.delete_field(field_id, values=values, actor=request_actor(request), at=clock.now())
    except fields.FieldHasValues as error:
        messages.error(request, str(error))
        return redirect("field_record", field_id=field_id)
    messages.success(request, _("Deleted."))
    return redirect("field_list")
