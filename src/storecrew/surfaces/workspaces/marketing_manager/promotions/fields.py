"""Fields in which promotions are written down: articles by name, amounts, steps."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _

from storecrew.contexts.catalog import public as catalog
from storecrew.kernel.errors import DomainError
from storecrew.kernel.money import Money
from storecrew.surfaces.ui.backoffice.naming import ArticlesInput

Scope = dict[str, list[int]]


class ArticlesField(forms.CharField):
    """Articles, one a row: a SKU, a category's address such as `women/shoes`, or a product's address."""

    def __init__(self, *, groups: bool = True, **kwargs: Any) -> None:
        """Offer articles by their names, and with ``groups`` categories and products."""
        super().__init__(widget=ArticlesInput(groups=groups), **kwargs)

    def clean(self, value: Any) -> Scope:
        """Return ids by what they name; says which row is unknown."""
        names = [row.strip().strip("/") for row in (super().clean(value) or "").splitlines() if row.strip()]
        skus = catalog.variant_ids_by_sku(names)
        found: Scope = {}
        for name in names:
            kind, key = _named(name, skus)
            if key not in found.setdefault(kind, []):
                found[kind].append(key)
        return found


def _named(name: str, skus: dict[str, int]) -> tuple[str, int]:
    for spelling in (name, name.upper()):
        if spelling in skus:
            return "variants", skus[spelling]
    path = re.sub(r"^(?:[a-z]{2}/)?c/", "", name)
    try:
        return "categories", catalog.category_by_path(path).id
    except DomainError:
        pass
    slug = re.sub(r"^(?:[a-z]{2}/)?p/", "", name)
    found = catalog.product_id_by_slug(slug)
    if found is None:
        raise forms.ValidationError(_("%(name)s is no SKU, category or product.") % {"name": name})
    return "products", found


def articles_text(scope: dict[str, Any]) -> str:
    """Return a scope as an ArticlesField shows it."""
    rows = [each.sku for each in catalog.variants(scope.get("variants", ())).values()]
    rows += [each.url_path for each in catalog.category_names(scope.get("categories", ())).values()]
    rows += [f"p/{slug}" for slug in catalog.product_slugs(scope.get("products", ())).values()]
    return "\n".join(rows)


class PercentField(forms.DecimalField):
    """Percent with at most two decimals, as basis points."""

    def __init__(self, **kwargs: Any) -> None:
        """Take 0 to 100."""
        super().__init__(min_value=0, max_value=100, decimal_places=2, **kwargs)

    def clean(self, value: Any) -> int | None:
        """Return basis points."""
        found = super().clean(value)
        return None if found is None else int(found * 100)


class AmountsField(forms.CharField):
    """Amounts by currency: `5.00 EUR, 7000 KRW`."""

    def clean(self, value: Any) -> dict[str, int]:
        """Return minor units by currency."""
        found: dict[str, int] = {}
        for part in re.split(r"[;,\n]+", super().clean(value) or ""):
            if not part.strip():
                continue
            words = part.split()
            if len(words) != 2:
                raise forms.ValidationError(_("Write amounts such as 5.00 EUR, 7000 KRW."))
            try:
                found[words[1].upper()] = Money.parse(words[0], words[1].upper()).amount
            except DomainError as error:
                raise forms.ValidationError(str(error)) from None
        return found


def amounts_text(amounts: dict[str, int]) -> str:
    """Return amounts as an AmountsField shows them."""
    return ", ".join(f"{Money(amount, currency).decimal} {currency}" for currency, amount in amounts.items())


class UnitsField(forms.CharField):
    """Units by article, one a row: `MUG-RED 40`."""

    def __init__(self, **kwargs: Any) -> None:
        """Offer articles by their names."""
        super().__init__(widget=ArticlesInput(rows=4, units=True), **kwargs)

    def clean(self, value: Any) -> dict[int, int]:
        """Return units by variant."""
        rows = [row.split() for row in (super().clean(value) or "").splitlines() if row.strip()]
        ids = catalog.variant_ids_by_sku([row[0] for row in rows])
        found = {}
        for row in rows:
            if row[0] not in ids or len(row) != 2 or not row[1].isdigit() or not 0 < int(row[1]) < 10**7:
                raise forms.ValidationError(
                    _("%(row)s: write a known SKU and how many units.") % {"row": " ".join(row)[:60]}
                )
            if ids[row[0]] in found:
                raise forms.ValidationError(_("%(name)s stands there twice.") % {"name": row[0]})
            found[ids[row[0]]] = int(row[1])
        return found


def units_text(units: dict[int, int]) -> str:
    """Return units as a UnitsField shows them."""
    known = catalog.variants(units)
    return "\n".join(f"{known[key].sku} {count}" for key, count in units.items() if key in known)


class StepsField(forms.CharField):
    """Steps, one a row: `3 10%` or `100 5.00 EUR`, from where on and what is off."""

    widget = forms.Textarea(attrs={"rows": 4})

    def clean(self, value: Any) -> list[tuple[str, str, str]]:
        """Return (from, off, currency or "") rows."""
        found = []
        for row in (super().clean(value) or "").splitlines():
            words = row.split()
            if not words:
                continue
            is_percent = len(words) == 2 and re.fullmatch(r"\d{1,3}(\.\d{1,2})?%", words[1])
            if not (is_percent or len(words) == 3) or not re.fullmatch(r"\d+(\.\d+)?", words[0]):
                raise forms.ValidationError(
                    _("%(row)s: write 3 10%% or 100 5.00 EUR.") % {"row": row.strip()[:60]}
                )
            found.append((words[0], words[1].rstrip("%"), "" if is_percent else words[2].upper()))
        return found


class WallClockField(forms.DateTimeField):
    """A moment as clocks show it, whatever their zone: an hour that one zone skips is there in another."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def to_python(self, value: Any) -> dt.datetime | None:
        """Return the moment without a zone."""
        with timezone.override(dt.UTC):
            found = super().to_python(value)
        return None if found is None else found.replace(tzinfo=None)
