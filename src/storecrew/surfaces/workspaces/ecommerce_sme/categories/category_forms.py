"""Forms about categories."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.catalog.models import Category
from storecrew.contexts.channels import public as channels
from storecrew.contexts.content import public as content
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.workspaces.ecommerce_sme.categories.tree import places
from storecrew.surfaces.workspaces.ecommerce_sme.products.words import locale_word, other_locales

TEXTS = ("name", "description", "seo_title", "seo_description")
PLACE = ("parent", "slug", "layout", "lead_image", "facet_codes", "visible", "hidden_in")
LENGTHS = {"name": 160, "seo_title": 255, "seo_description": 500}
LABELS = {
    "name": gettext_lazy("Name"),
    "description": gettext_lazy("Description"),
    "seo_title": gettext_lazy("Search engine title"),
    "seo_description": gettext_lazy("Search engine description"),
}


class OperationForm(forms.Form):
    """A form whose errors may come from an operation, which names each field with a sentence."""

    def take(self, error: DomainError) -> None:
        """Show what an operation refused beside the field it is about."""
        refused = dict(error.details.get("fields") or {})
        if isinstance(error, catalog.SlugTaken) and "slug" in self.fields:
            refused = {"slug": str(error)}
        for name, words in refused.items():
            self.add_error(name if name in self.fields else None, str(words))
        if not refused:
            self.add_error(None, str(error))


class CategoryForm(OperationForm):
    """Texts in every language, address, filters and whether shoppers see it."""

    def __init__(self, *args: Any, category: Category | None = None, **kwargs: Any) -> None:
        self.category = category
        self.locales = other_locales()
        super().__init__(*args, **({"initial": self._initial()} | kwargs))
        for locale in ("en", *self.locales):
            for name in TEXTS:
                self.fields[self._key(locale, name)] = self._text(locale, name)
        if category is None:
            self.fields["parent"] = forms.ChoiceField(
                label=_("Parent"), required=False, choices=[("", _("None: at the top")), *places()]
            )
        helps = _("The old address, and those of all categories below, lead on to the new one (301).")
        self.fields["slug"] = forms.CharField(
            label=_("Address"),
            max_length=120,
            required=False,
            help_text=helps if category else _("Empty: made from the name."),
        )
        self.fields["facet_codes"] = forms.CharField(
            label=_("Filters, in order"),
            required=False,
            help_text=_("Codes of attributes, separated by commas. Empty: those of the product types."),
        )
        choices = [(c.code, c.name) for c in channels.all_channels()]
        self.fields["hidden_in"] = forms.MultipleChoiceField(
            label=_("Not shown in"),
            required=False,
            choices=choices,
            widget=forms.CheckboxSelectMultiple,
            help_text=_("Shoppers of these channels see neither its page nor its name."),
        )
        self.fields["layout"] = forms.ChoiceField(
            label=_("Page template"),
            choices=[(code, name) for code, (name, _what) in catalog.LAYOUTS.items()],
            required=False,
            help_text=" ".join(f"{name}: {what}" for name, what in catalog.LAYOUTS.values()),
        )
        self.fields["lead_image"] = forms.TypedChoiceField(
            label=_("Lead picture"),
            choices=[("", _("None")), *self._pictures()],
            coerce=int,
            empty_value=None,
            required=False,
            help_text=_("Of the picture library; at the head of the editorial template, beside the text."),
        )
        self.fields["visible"] = forms.BooleanField(label=_("Shoppers see it"), required=False)

    def _initial(self) -> dict[str, Any]:
        row = self.category
        if row is None:
            return {"visible": True}
        values: dict[str, Any] = {
            name: getattr(row, name) for name in (*TEXTS, "slug", "visible", "hidden_in")
        } | {"layout": catalog.layout_of(row.layout), "lead_image": row.lead_image_id or ""}
        values["facet_codes"] = ", ".join(row.facet_codes)
        for locale in self.locales:
            texts = row.translations.get(locale, {})
            values |= {self._key(locale, name): texts.get(name, "") for name in TEXTS}
        return values

    def of_trail(self, kept: Mapping[str, Any] | None) -> dict[str, Any]:
        """Return what a change of the trail names, by field; what has no field keeps a name of its own."""
        values = dict(kept or {})
        translations = values.pop("translations", None)
        if "facet_codes" in values:
            values["facet_codes"] = ", ".join(values["facet_codes"] or ())
        if "lead_image_id" in values:
            values["lead_image"] = values.pop("lead_image_id") or ""
        for locale, texts in (translations or {}).items():
            values |= {self._key(locale, name): text for name, text in texts.items()}
        return values

    def _pictures(self) -> list[tuple[int, str]]:
        """Return the newest pictures of the library, and the one that is chosen however old it is."""
        found = content.picture_choices()
        chosen = self.category.lead_image if self.category else None
        return [*([(chosen.pk, chosen.title)] if chosen and chosen.pk not in dict(found) else []), *found]

    @staticmethod
    def _key(locale: str, name: str) -> str:
        return name if locale == "en" else f"{locale}-{name}"

    @staticmethod
    def _text(locale: str, name: str) -> forms.CharField:
        rows = {"description": 4, "seo_description": 2}.get(name)
        widget = (
            forms.Textarea(attrs={"rows": rows, "lang": locale})
            if rows
            else forms.TextInput(attrs={"lang": locale})
        )
        return forms.CharField(
            label=LABELS[name],
            max_length=LENGTHS.get(name),
            required=(locale, name) == ("en", "name"),
            widget=widget,
        )

    def sections(self) -> list[tuple[str, str, list[forms.BoundField]]]:
        """Return (anchor, heading, fields) in the order of the page."""
        found = []
        for locale in ("en", *self.locales):
            keys = [self._key(locale, name) for name in TEXTS]
            found.append((f"texts-{locale}", locale_word(locale), [self[key] for key in keys]))
        rest = [
            name
            for name in ("parent", "slug", "layout", "lead_image", "facet_codes", "visible", "hidden_in")
            if name in self.fields
        ]
        found.append(("place", _("Address and filters"), [self[name] for name in rest]))
        return found

    def leads(self) -> list[int]:
        """Return the lead picture, whose sizes have to be there before shoppers see it."""
        chosen = self.cleaned_data.get("lead_image")
        return [chosen] if chosen else []

    def values(self) -> dict[str, Any]:
        """Return the fields for the operation."""
        data = self.cleaned_data
        found: dict[str, Any] = {name: data[name] for name in TEXTS}
        found["visible"] = data["visible"]
        # A form that does not name them, such as one of an older page, leaves them as they are.
        if data["layout"]:
            found["layout"] = data["layout"]
            found["lead_image_id"] = data["lead_image"]
        found["hidden_in"] = data["hidden_in"]
        found["facet_codes"] = [code.strip() for code in data["facet_codes"].split(",") if code.strip()]
        if data["slug"] or self.category:
            found["slug"] = data["slug"] or (self.category.slug if self.category else "")
        translations = dict(self.category.translations) if self.category else {}
        for locale in self.locales:
            texts = {name: data[self._key(locale, name)] for name in TEXTS}
            translations[locale] = {name: text for name, text in texts.items() if text}
        found["translations"] = {locale: texts for locale, texts in translations.items() if texts}
        return found


class MoveForm(OperationForm):
    """The new parent."""

    parent = forms.ChoiceField(label=gettext_lazy("New parent"), required=False)

    def __init__(self, *args: Any, category: Category, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].choices = [("", _("None: at the top")), *places(without=category.url_path)]  # type: ignore[attr-defined]


class MergeForm(OperationForm):
    """The category that takes the products."""

    into = forms.ChoiceField(label=gettext_lazy("Merge into"))

    def __init__(self, *args: Any, category: Category, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].choices = places(without=category.url_path)  # type: ignore[attr-defined]
