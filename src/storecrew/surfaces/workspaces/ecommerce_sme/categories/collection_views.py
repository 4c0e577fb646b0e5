"""Collections by rule: what they hold is seen while the rules are written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.catalog.models import Collection
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.ui.backoffice import copying
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.earlier import Beside, earlier, fill
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, Status, Text
from storecrew.surfaces.ui.backoffice.record import Record, history
from storecrew.surfaces.ui.backoffice.three_way import of_record
from storecrew.surfaces.workspaces.ecommerce_sme.categories.category_forms import OperationForm
from storecrew.surfaces.workspaces.ecommerce_sme.products.words import locale_word, other_locales, thumbnail

FIELDS = (
    ("title", gettext_lazy("Title")),
    ("brand", gettext_lazy("Brand")),
    ("tag", gettext_lazy("Tag")),
    ("type", gettext_lazy("Type (code)")),
    ("category", gettext_lazy("Category (path)")),
    ("age_days", gettext_lazy("Days since it went live")),
)
OPS = (
    ("is", gettext_lazy("is any of")),
    ("is_not", gettext_lazy("is none of")),
    ("contains", gettext_lazy("contains")),
    ("starts_with", gettext_lazy("starts with")),
    ("at_least", gettext_lazy("is at least")),
    ("at_most", gettext_lazy("is at most")),
    ("is_set", gettext_lazy("is filled in")),
)
NUMBERS = {"at_least", "at_most"}
BLANK_ROWS = 2
KEPT = ("name", "description", "slug", "visible", "rules", "translations")
RECORD = "catalog.collection"
EDITS = ("catalog.collection_saved",)
"""Changes of the timeline that the page of a collection can open with what was before."""


def _state(row: Collection) -> Status:
    return Status(gettext_lazy("visible"), "good") if row.visible else Status(gettext_lazy("hidden"))


class CollectionList(Listing):
    """All collections."""

    code = "catalog.collections"
    title = gettext_lazy("Collections")
    walks = False
    permission = "catalog.read"
    search_fields = ("name", "code")
    default_sort = "name"
    empty_title = gettext_lazy("No collection yet")
    empty_text = gettext_lazy("A collection holds every product that fits its rules, also tomorrow's.")
    columns = (
        Column("name", gettext_lazy("Collection"), sort="name", primary=True),
        Column("code", gettext_lazy("Code"), sort="code"),
        Column("rules", gettext_lazy("Rules"), lambda row: len(row.rules.get("rules", ())), kind="number"),
        Column("state", gettext_lazy("State"), _state, kind="status", sort="visible"),
        Column("slug", gettext_lazy("Address"), lambda row: f"/collections/{row.slug}/"),
    )

    filters = (
        Filter("visible", gettext_lazy("Shown in the shop"), "boolean", "visible"),
        Filter("code", gettext_lazy("Code"), "text", "code"),
    )

    def rows(self) -> QuerySet[Collection]:
        """Return all collections."""
        return Collection.objects.all()

    def row_url(self, row: Collection) -> str:
        """Open the collection."""
        return reverse("collections_edit", args=[row.pk]) if self.actor.can("catalog.write") else ""

    def primary_action(self) -> tuple[Text, str] | None:
        """Make a collection."""
        return (_("New collection"), reverse("collections_add")) if self.actor.can("catalog.write") else None


class CollectionForm(OperationForm):
    """Texts and address; the rules are read beside it."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=160)
    description = forms.CharField(
        label=gettext_lazy("Description"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    slug = forms.CharField(
        label=gettext_lazy("Address"), max_length=120, required=False,
        help_text=gettext_lazy("Empty: made from the name."),
    )  # fmt: skip
    visible = forms.BooleanField(label=gettext_lazy("Shoppers see it"), required=False)
    match = forms.ChoiceField(
        label=gettext_lazy("A product fits when"),
        choices=[
            ("all", gettext_lazy("all conditions hold")),
            ("any", gettext_lazy("any condition holds")),
        ],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for locale in other_locales():
            for name, label in (("name", _("Name")), ("description", _("Description"))):
                widget = forms.Textarea(attrs={"rows": 3}) if name == "description" else forms.TextInput()
                self.fields[f"{locale}-{name}"] = forms.CharField(
                    label=f"{label} ({locale_word(locale)})", required=False, widget=widget
                )

    def content(self) -> dict[str, Any]:
        """Return the texts and the address for the operation."""
        own = {name: self.cleaned_data[name] for name in ("name", "description", "slug", "visible")}
        return own | {"translations": self.translations()}

    def translations(self) -> dict[str, dict[str, str]]:
        """Return the texts by language."""
        data = self.cleaned_data
        return {
            locale: {name: data[f"{locale}-{name}"] for name in ("name", "description")}
            for locale in other_locales()
        }


def _find(collection_id: int) -> Collection:
    row = Collection.objects.filter(pk=collection_id).first()
    if row is None:
        raise catalog.CollectionNotFound(collection_id=collection_id)
    return row


@workspace_page(permission="catalog.write")
def edit_collection(request: HttpRequest, collection_id: int | None = None) -> HttpResponse:
    """Make or change a collection; the preview button only shows what it would hold."""
    row = _find(collection_id) if collection_id else None
    of = None if row else copying.source(request, _find)
    posted = request.method == "POST"
    saving = request.POST.get("do") == "save"
    initial = _initial(row or of)
    if of is not None:
        initial |= {"name": copying.named(of.name, 160), "slug": "", "visible": False}
    form = of_record(CollectionForm(request.POST if posted else None, initial=initial))
    rules = _posted_rules(request.POST) if posted else _rules(request, form, row, of)
    version = request.POST.get("version", "") if posted else str(row.version if row else "")
    shown, total, whole, wrong = _preview(rules)
    if posted and form.is_valid() and saving and not wrong:
        try:
            expected = int(version) if version.isdigit() else (-1 if collection_id else None)
            content = form.content() | {"rules": rules, "expected_version": expected}
            who: dict[str, Any] = {"actor": request_actor(request), "at": clock.now()}
            copying.make(
                request,
                RECORD,
                of.name if of else "",
                lambda: catalog.save_collection(collection_id=collection_id, **content, **who),
            )
        except catalog.EditConflict as error:
            version = str(error.details["current_version"])
            form.add_error(None, f"{error.message} {_conflict_words(error)}")
        except DomainError as error:
            form.take(error)
        else:
            messages.success(request, _("Saved."))
            return redirect("collections_list")
    if row and hasattr(form, "differences") and rules == row.rules:
        # The page shows all that the other person changed, so the next save is of that version.
        version = str(row.version)
    context = {
        "form": form,
        "version": version,
        "rules": [_typed(rule) for rule in rules.get("rules", ())] + [{}] * BLANK_ROWS,
        "fields": [*FIELDS, *_attribute_fields()],
        "ops": OPS,
        "preview": shown,
        "total": total,
        "whole": whole,
        "wrong": wrong,
        "show_errors": saving,
        "header_title": row.name if row else _("New collection"),
        "copy": copying.copy_action("collections_add", row.pk) if row else None,
        "back_url": reverse("collections_list"),
        "back_label": _("Collections"),
        **(history(request, _record(row)) if row else {}),
    }
    status = 422 if saving else 200
    return render(request, "ecommerce_sme/categories/collection.html", context, status=status)


def _record(row: Collection) -> Record:
    page = reverse("collections_edit", args=[row.pk])
    return Record(row.name, RECORD, row.pk, edit_url=page, edit_actions=EDITS)


def _rules(
    request: HttpRequest, form: CollectionForm, row: Collection | None, of: Collection | None
) -> dict[str, Any]:
    """Return the rules that the page opens with: those of now, of another collection, or before a change."""
    known = row or of
    rules: dict[str, Any] = known.rules if known else {"match": "all", "rules": []}
    if row is not None:
        stands = Beside("conditions", _("Conditions"), rules.get("rules", []), _rules_words)
        found = earlier(
            request, form, (RECORD, row.pk), EDITS,
            lambda entry: (_by_field(entry.before), _by_field(entry.after)), {"rules": stands},
        )  # fmt: skip
        fill(form, found)
        if found is not None:
            return {**rules, **{key: found.values[key] for key in ("match", "rules") if key in found.values}}
    return rules


def _rules_words(rules: list[dict[str, Any]]) -> str:
    """Write conditions as their rows read: "Brand is any of Acme; Tag is filled in"."""
    fields, ops = dict([*FIELDS, *_attribute_fields()]), dict(OPS)
    typed = [_typed(rule) for rule in rules]
    return "; ".join(
        f"{fields.get(one['field'], one['field'])} {ops[one['op']]} {one['value']}".strip() for one in typed
    )


def _conflict_words(error: catalog.EditConflict) -> str:
    fields = error.details.get("fields", {})
    parts = [f"{name}: {both['current']} → {both['yours']}" for name, both in fields.items()]
    return _("Save again to write yours over theirs: %(what)s.") % {"what": "; ".join(parts)}


def _initial(row: Collection | None) -> dict[str, Any]:
    if row is None:
        return {"visible": True, "match": "all"}
    return _by_field({name: getattr(row, name) for name in KEPT})


def _by_field(kept: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return what is kept of a collection by field of its form, and its conditions as "rules"."""
    values = {name: value for name, value in (kept or {}).items() if name in KEPT}
    if not values:
        return {}
    rules = values["rules"]
    values |= {"match": rules.get("match", "all"), "rules": rules.get("rules", [])}
    for locale, texts in values.pop("translations").items():
        values |= {f"{locale}-{name}": text for name, text in texts.items()}
    return values


def _attribute_fields() -> list[tuple[str, str]]:
    return sorted({(f"attribute.{s.code}", s.name) for s in catalog.attribute_schemas()})


def _posted_rules(data: QueryDict) -> dict[str, Any]:
    """Return the rules as they were typed; rows without a value are left out."""
    columns = [data.getlist(f"rule-{name}") for name in ("field", "op", "value")]
    rules = []
    for field, op, text in zip(*columns, strict=False):
        value = text.strip()
        if not value and op != "is_set":
            continue
        rules.append({"field": field, "op": op, "value": _value(op, value)})
    return {"match": data.get("match", "all"), "rules": rules}


def _value(op: str, text: str) -> Any:
    if op in NUMBERS:
        try:
            number = float(text.replace(",", "."))
        except ValueError:
            return text
        return int(number) if number.is_integer() else number
    return [part.strip() for part in text.split(",") if part.strip()]


def _typed(rule: dict[str, Any]) -> dict[str, str]:
    value = ", ".join(map(str, catalog.as_list(rule.get("value"))))
    return {"field": rule["field"], "op": rule["op"], "value": value}


def _preview(rules: dict[str, Any]) -> tuple[list[dict[str, str]], int, bool, str]:
    """Return the first products, how many fit, whether all were looked at, and what is wrong."""
    try:
        ids, total, whole = catalog.products_matching(rules, at=clock.now())
    except catalog.InvalidCollectionRules as error:
        place = error.details["index"] + 1
        return [], 0, True, _("Condition %(n)s: %(what)s") % {"n": place, "what": error.details["problem"]}
    cards = catalog.cards(ids)
    shown = [{"title": cards[id_].title, "image": thumbnail(cards[id_].image)} for id_ in ids if id_ in cards]
    return shown, total, whole, ""
