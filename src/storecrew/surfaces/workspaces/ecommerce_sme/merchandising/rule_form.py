"""The form of a sort rule, as it is typed and as the operation takes it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.catalog.models import Collection, Variant
from storecrew.contexts.content import public as content
from storecrew.contexts.discovery.models import SortRule
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.workspaces.ecommerce_sme.categories.tree import places
from storecrew.surfaces.workspaces.ecommerce_sme.pricing.form_parts import (
    LocalMomentField,
    local_text,
    zone_of,
)

WEIGHTS = (
    ("best_sellers", gettext_lazy("Best sellers")),
    ("newness", gettext_lazy("Newness")),
    ("margin", gettext_lazy("Margin")),
    ("stock_cover", gettext_lazy("Stock cover")),
    ("sell_through", gettext_lazy("Sell-through")),
    ("rating", gettext_lazy("Rating")),
)
BOOST_FIELDS = (
    ("brand", gettext_lazy("Brand")),
    ("attribute", gettext_lazy("Attribute")),
    ("product", gettext_lazy("Product (SKU)")),
    ("collection", gettext_lazy("Collection (code)")),
)
BLANK_ROWS = 2
MOST_ROWS = 30


@dataclass
class BoostRow:
    """One boost as it is typed."""

    field: str = "brand"
    code: str = ""
    values: str = ""
    by: str = ""
    problem: str = ""


class RuleForm(forms.Form):
    """The plain fields of a sort rule; pins and boosts are read beside it."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    category = forms.ChoiceField(
        label=gettext_lazy("Category"),
        required=False,
        help_text=gettext_lazy("Its subcategories follow, unless they have a rule of their own."),
    )
    sold_out_last = forms.BooleanField(
        label=gettext_lazy("Sold out last"), required=False, initial=True,
        help_text=gettext_lazy("Even what is pinned."),
    )  # fmt: skip
    active = forms.BooleanField(label=gettext_lazy("In force"), required=False, initial=True)
    campaign = forms.ChoiceField(
        label=gettext_lazy("Campaign"),
        required=False,
        help_text=gettext_lazy("It counts while this campaign runs, before the rules without one."),
    )
    starts_at = LocalMomentField(label=gettext_lazy("Starts"), required=False)
    ends_at = LocalMomentField(
        label=gettext_lazy("Ends"),
        required=False,
        help_text=gettext_lazy("Of several rules in force, the one that started last counts."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everywhere = ("", _("All lists without a rule of their own"))
        self.fields["category"].choices = [everywhere, *places()]  # type: ignore[attr-defined]
        known = [(str(number), name) for number, name in content.campaign_choices()]
        mine = str(self.initial.get("campaign") or "")
        if mine and mine not in dict(known):
            known.append((mine, _("Campaign #%(n)s, over") % {"n": mine}))
        self.fields["campaign"].choices = [("", _("None")), *known]  # type: ignore[attr-defined]
        zone = zone_of("")
        for name in ("starts_at", "ends_at"):
            self.fields[name].zone = zone  # type: ignore[attr-defined]
        for name, label in WEIGHTS:
            self.fields[f"weight-{name}"] = forms.IntegerField(
                label=label, min_value=0, max_value=100, required=False
            )

    def weights(self) -> list[forms.BoundField]:
        """Return the fields of the weights."""
        return [self[f"weight-{name}"] for name, _label in WEIGHTS]

    def plain(self) -> list[forms.BoundField]:
        """Return the other fields."""
        return [
            self[name]
            for name in ("name", "category", "campaign", "starts_at", "ends_at", "sold_out_last", "active")
        ]

    def draft_values(self) -> dict[str, Any]:
        """Return what a preview needs; a missing name does not matter for it."""
        data = self.cleaned_data
        category = data.get("category")
        return {
            "category_id": int(category) if category else None,
            "weights": {name: data.get(f"weight-{name}") or 0 for name, _label in WEIGHTS},
            "sold_out_last": data.get("sold_out_last", False),
        }

    def take(self, error: DomainError) -> None:
        """Show what an operation refused beside the field it is about."""
        refused = dict(error.details.get("fields") or {})
        for name, words in refused.items():
            self.add_error(name if name in self.fields else None, str(words))
        if not refused:
            self.add_error(None, f"{error.message} {error.next_step}")


def initial(row: SortRule | None, category: str = "") -> dict[str, Any]:
    """Return the values of the form for a stored rule, or of a new one."""
    if row is None:
        return {
            "category": category, "sold_out_last": True, "active": True, "weight-best_sellers": 50,
            "weight-newness": 30,
        }  # fmt: skip
    zone = zone_of("")
    values: dict[str, Any] = {
        "name": row.name,
        "category": str(row.category_id or ""),
        "sold_out_last": row.sold_out_last,
        "active": row.active,
        "campaign": str(row.campaign_id or ""),
        "starts_at": local_text(row.starts_at, zone),
        "ends_at": local_text(row.ends_at, zone),
    }
    return values | {f"weight-{name}": row.weights.get(name, 0) for name, _label in WEIGHTS}


def stored_boosts(boosts: Sequence[Mapping[str, Any]]) -> list[BoostRow]:
    """Return stored boosts as they are typed: products by SKU, collections by code."""
    numbers = {
        kind: [v for b in boosts if b["field"] == kind for v in b["values"]]
        for kind in ("product", "collection")
    }
    skus: dict[int, str] = {}
    for product_id, sku in Variant.objects.filter(product_id__in=numbers["product"]).values_list(
        "product_id", "sku"
    ):
        skus.setdefault(product_id, sku)
    codes = dict(Collection.objects.filter(pk__in=numbers["collection"]).values_list("pk", "code"))
    words = {"product": skus, "collection": codes}
    return [
        BoostRow(
            boost["field"],
            boost.get("code", ""),
            ", ".join(str(words.get(boost["field"], {}).get(v, v)) for v in boost["values"]),
            str(boost["by"]),
        )
        for boost in boosts
    ]


def posted_boosts(data: QueryDict) -> tuple[list[BoostRow], list[dict[str, Any]]]:
    """Return the rows as they were typed, with what is wrong in them, and the boosts that are right."""
    columns = [data.getlist(f"boost-{name}") for name in ("field", "code", "values", "by")]
    rows = [BoostRow(*(text.strip() for text in cells)) for cells in zip(*columns, strict=False)][:MOST_ROWS]
    rows = [row for row in rows if row.values or row.by]
    boosts = []
    for row in rows:
        values = [part.strip() for part in row.values.split(",") if part.strip()]
        found, unknown = _known(row.field, values)
        try:
            by = int(row.by.removesuffix("%").strip().removeprefix("+"))
        except ValueError:
            row.problem = _("Say by how many percent: -100 buries, 900 is the most.")
            continue
        if unknown:
            row.problem = _("Not found: %(what)s.") % {"what": ", ".join(unknown)}
            continue
        boost: dict[str, Any] = {"field": row.field, "values": found, "by": by}
        boosts.append(boost | ({"code": row.code} if row.field == "attribute" else {}))
    return rows, boosts


def _known(field: str, values: list[str]) -> tuple[list[Any], list[str]]:
    """Return the values as the operation takes them, and those that do not exist."""
    if field == "product":
        variants = catalog.variant_ids_by_sku(values)
        products = catalog.product_ids_of_variants(variants.values())
        ids = {sku: products[variant] for sku, variant in variants.items()}
        missing = [v for v in values if catalog.normalize_sku(v) not in ids]
        return list(dict.fromkeys(ids.values())), missing
    if field == "collection":
        codes = dict(Collection.objects.filter(code__in=values).values_list("code", "pk"))
        return [codes[v] for v in values if v in codes], [v for v in values if v not in codes]
    return values, []
