"""The form of a product: texts in every language, and the attributes that its type asks for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.catalog.models import Product
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.ui.backoffice import rich_text
from storecrew.surfaces.workspaces.ecommerce_sme.products.words import locale_word, other_locales

TEXTS = ("title", "subtitle", "description", "seo_title", "seo_description")
OWN = (*TEXTS, "brand", "slug")
LABELS = {
    "title": gettext_lazy("Title"),
    "subtitle": gettext_lazy("Subtitle"),
    "description": gettext_lazy("Description"),
    "seo_title": gettext_lazy("Search engine title"),
    "seo_description": gettext_lazy("Search engine description"),
}
LENGTHS = {"title": 255, "subtitle": 255, "seo_title": 255, "seo_description": 500}


class SwatchSelect(forms.RadioSelect):
    """Colors to choose from, each with its swatch."""

    option_template_name = "ecommerce_sme/products/swatch_option.html"

    def __init__(self, swatches: dict[str, str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.swatches = swatches

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Give the option its color."""
        option = super().create_option(name, value, *args, **kwargs)
        option["swatch"] = self.swatches.get(str(value), "")
        return option


def text_field(
    name: str, locale: str, *, html: str = "", source: bool = False, required: bool = False
) -> forms.CharField:
    """Return the field of one text in one language.

    `html` is the description of now: one that the editor would harm is edited as HTML, as with `source`.
    """
    rich = name == "description" and not source and rich_text.fits(html)
    if rich:
        widget: forms.Widget = rich_text.RichText(attrs={"lang": locale}, label=LABELS[name])
    elif name == "description":
        widget = forms.Textarea(attrs={"rows": 12, "lang": locale, "spellcheck": "true"})
    elif name == "seo_description":
        widget = forms.Textarea(attrs={"rows": 2, "lang": locale})
    else:
        widget = forms.TextInput(attrs={"lang": locale})
    helps = {
        "description": "" if rich else _("HTML; what shops should not show is taken out."),
        "seo_title": _("Best below 60 characters. Empty: the title."),
        "seo_description": _("Best between 50 and 160 characters."),
    }
    return forms.CharField(
        label=LABELS[name],
        max_length=LENGTHS.get(name),
        required=required,
        widget=widget,
        help_text=helps.get(name, ""),
        strip=name != "description",
    )


def attribute_field(schema: catalog.AttributeSchema) -> forms.Field:
    """Return the field that fits the kind of an attribute."""
    label = f"{schema.name} ({schema.unit})" if schema.unit else schema.name
    more: dict[str, Any] = {"label": label, "required": False}
    if schema.is_required:
        more["help_text"] = _("Needed before the product can go live.")
    choices = [(c["value"], c.get("label") or c["value"]) for c in schema.choices]
    if schema.kind == "choice" and choices:
        return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **more)
    if schema.kind == "color" and choices:
        swatches = {c["value"]: str(c.get("swatch") or "") for c in schema.choices}
        return forms.ChoiceField(choices=[("", _("None")), *choices], widget=SwatchSelect(swatches), **more)
    if schema.kind == "boolean":
        return forms.ChoiceField(choices=[("", "–"), ("true", _("Yes")), ("false", _("No"))], **more)
    if schema.kind == "date":
        return forms.CharField(widget=forms.DateInput(attrs={"type": "date"}), **more)
    if schema.kind == "number":
        return forms.CharField(widget=forms.TextInput(attrs={"inputmode": "decimal"}), max_length=40, **more)
    return forms.CharField(max_length=2_000, **more)


def attribute_initial(value: Any) -> Any:
    """Return a stored attribute value as its field shows it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return value.get("url", "")
    return value


def attribute_value(schema: catalog.AttributeSchema, value: Any) -> Any:
    """Return what a field holds as the operation takes it; None when it is empty."""
    if isinstance(value, list):
        return value[0] if len(value) == 1 else value or None
    return value if value != "" else None


class ProductForm(forms.Form):
    """Everything of a product but pictures, variants and where it is sold."""

    def __init__(self, *args: Any, product: Product, source: bool = False, **kwargs: Any) -> None:
        self.product = product
        self.locales = other_locales()
        all_of_type = catalog.attribute_schemas(type_codes=[product.product_type.code])
        self.schemas = {s.code: s for s in all_of_type if not s.is_variant_level}
        self.known = {s.code for s in all_of_type}
        super().__init__(*args, **({"initial": self._initial()} | kwargs))
        for name in TEXTS:
            self.fields[name] = self._text(name, "en", name, source, required=name == "title")
            for locale in self.locales:
                self.fields[f"{locale}-{name}"] = self._text(name, locale, f"{locale}-{name}", source)
        self.fields["brand"] = forms.CharField(label=_("Brand"), max_length=120, required=False)
        self.fields["slug"] = forms.CharField(
            label=_("Address"), max_length=200, help_text=_("The old address leads on to a new one.")
        )
        self.fields["tags"] = forms.CharField(
            label=_("Tags"), required=False, help_text=_("Separated by commas.")
        )
        for code, schema in self.schemas.items():
            self.fields[f"attr-{code}"] = attribute_field(schema)

    def _text(self, name: str, locale: str, key: str, source: bool, **more: Any) -> forms.CharField:
        html = str((self.data.get(key) if self.is_bound else self.initial.get(key)) or "")
        return text_field(name, locale, html=html, source=source, **more)

    @classmethod
    def as_posted(cls, data: QueryDict, before: Mapping[str, Any]) -> QueryDict:
        """Return what was posted with the descriptions as HTML, and as they were where they say the same."""
        plain = data.copy()
        for key in [key for key in before if key.rpartition("-")[2] == "description" and key in data]:
            html = catalog.clean_html(rich_text.as_html(str(data[key])))
            plain[key] = rich_text.kept_as_it_was(html, str(before[key] or ""))
        return plain

    def _initial(self) -> dict[str, Any]:
        product = self.product
        values: dict[str, Any] = {name: getattr(product, name) for name in OWN}
        values["tags"] = ", ".join(product.tags)
        for locale in self.locales:
            texts = product.translations.get(locale, {})
            values |= {f"{locale}-{name}": texts.get(name, "") for name in TEXTS}
        for code in self.schemas:
            values[f"attr-{code}"] = self._attribute(code, product.attributes.get(code))
        return values

    def _attribute(self, code: str, value: Any) -> Any:
        value, schema = attribute_initial(value), self.schemas.get(code)
        many = schema is not None and schema.kind == "choice" and schema.choices
        return catalog.as_list(value) if many else value

    def of_trail(self, kept: Mapping[str, Any] | None) -> dict[str, Any]:
        """Return what a change of the trail names, by field; what has no field keeps a name of its own."""
        values = dict(kept or {})
        attributes, translations = values.pop("attributes", None), values.pop("translations", None)
        if "tags" in values:
            values["tags"] = ", ".join(values["tags"] or ())
        for locale, texts in (translations or {}).items():
            values |= {f"{locale}-{name}": text for name, text in texts.items()}
        return values | {f"attr-{k}": self._attribute(k, value) for k, value in (attributes or {}).items()}

    def sections(self) -> list[tuple[str, str, list[forms.BoundField]]]:
        """Return (anchor, heading, fields) in the order of the page."""
        plain = ("title", "subtitle", "description")
        seo = ("seo_title", "seo_description")
        found = [("texts", locale_word("en"), self._bound(plain))]
        found += [
            (f"texts-{c}", locale_word(c), self._bound(f"{c}-{n}" for n in plain)) for c in self.locales
        ]
        found.append(("sorting", _("Brand, tags and address"), self._bound(("brand", "tags", "slug"))))
        if self.schemas:
            found.append(
                ("attributes", _("Attributes"), self._bound(f"attr-{code}" for code in self.schemas))
            )
        every = [*seo, *(f"{c}-{n}" for c in self.locales for n in seo)]
        found.append(("seo", _("Search engines"), self._bound(every)))
        for locale, prefix in (("en", ""), *((code, f"{code}-") for code in self.locales)):
            for name in seo:
                # the texts above stand below their language, these stand side by side
                self[f"{prefix}{name}"].label = f"{LABELS[name]} · {locale_word(locale)}"
        return found

    def _bound(self, names: Iterable[str]) -> list[forms.BoundField]:
        return [self[name] for name in names]

    def changes(self) -> dict[str, Any]:
        """Return the changes for the operation."""
        data = self.cleaned_data
        found: dict[str, Any] = {name: data[name] for name in OWN}
        found["tags"] = [tag for tag in data["tags"].split(",") if tag.strip()]
        translations = {key: dict(texts) for key, texts in self.product.translations.items()}
        for locale in self.locales:
            mine = {name: data[f"{locale}-{name}"] for name in TEXTS}
            others = {k: v for k, v in translations.get(locale, {}).items() if k not in TEXTS}
            translations[locale] = others | {name: text for name, text in mine.items() if text}
        found["translations"] = {key: texts for key, texts in translations.items() if texts}
        if any(name.startswith("attr-") for name in self.changed_data):
            found["attributes"] = self._attributes()
        return found

    def _attributes(self) -> dict[str, Any]:
        # Values of attributes that the type no longer has cannot be written again; the audit trail has them.
        stays = self.known - set(self.schemas)
        kept = {code: value for code, value in self.product.attributes.items() if code in stays}
        mine = {
            code: attribute_value(schema, self.cleaned_data[f"attr-{code}"])
            for code, schema in self.schemas.items()
        }
        return kept | {code: value for code, value in mine.items() if value is not None}

    def take(self, error: DomainError) -> None:
        """Show what an operation refused beside the field it is about."""
        refused = dict(error.details.get("fields") or {})
        if isinstance(error, catalog.SlugTaken):
            refused = {"slug": str(error)}
        named = False
        for name, words in refused.items():
            field = next((f for f in (name, f"attr-{name}") if f in self.fields), None)
            if field:
                self.add_error(field, str(words))
                named = True
        if not named:
            self.add_error(None, str(error))


def whole(text: str) -> int:
    """Return a posted version; one that makes no sense fits no version, so nothing is overwritten."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


class NewProductForm(forms.Form):
    """The little that a new draft needs."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=255)
    product_type = forms.ChoiceField(
        label=gettext_lazy("Product type"), help_text=gettext_lazy("It decides which attributes are asked.")
    )
    brand = forms.CharField(label=gettext_lazy("Brand"), max_length=120, required=False)
    sku = forms.CharField(
        label=gettext_lazy("SKU"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Of the first variant; leave it empty to add variants later."),
    )
    idea = forms.BooleanField(
        label=gettext_lazy("Only an idea for now"),
        required=False,
        help_text=gettext_lazy("It is not asked to be complete until somebody makes it a draft."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["product_type"].choices = catalog.product_types()  # type: ignore[attr-defined]

    def take(self, error: DomainError) -> None:
        """Show what an operation refused beside the field it is about."""
        refused = dict(error.details.get("fields") or {})
        if isinstance(error, catalog.SkuTaken):
            refused = {"sku": str(error)}
        if isinstance(error, catalog.SlugTaken):
            refused = {"title": _("Another product has this title as its address. Choose another title.")}
        for name, words in refused.items():
            self.add_error(name if name in self.fields else None, str(words))
        if not refused:
            self.add_error(None, str(error))
