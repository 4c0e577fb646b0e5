"""From names to what promotions are made of: articles, products and categories by their ids."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.promotions import public as promotions
from storecrew.surfaces.rest.staff import schemas


def content(given: schemas.PromotionIn) -> promotions.Content:
    """Return what the promotions context takes.

    :raises InvalidPromotion: a name that nothing has, by the field it stands in
    """
    names = _Names(given)
    plain = given.model_dump(
        include={
            "name", "kind", "by_code", "priority", "exclusive", "timezone", "sentence",
            "exclusions", "service_brief", "currency", "margin_floor_bp", "uses_cap", "customer_cap",
            "budget_cap", "units_cap", "pause_below",
        }
    )  # fmt: skip
    made = promotions.Content(
        **plain,
        starts=names.moment("starts", given.starts),
        ends=names.moment("ends", given.ends),
        combines=tuple(given.combines),
        channels=tuple(given.channels),
        definition=names.definition(given),
        planned={names.variant("planned", part.sku): part.units for part in given.planned},
    )
    names.refuse_unknown()
    return made


class _Names:
    """Every name of a promotion, looked up together; what is not found is remembered by its field."""

    def __init__(self, given: schemas.PromotionIn) -> None:
        benefit = given.benefit
        scopes = [given.scope, benefit.gets, *benefit.groups]
        self._variants = catalog.variant_ids_by_sku(
            [
                *(sku for scope in scopes for sku in scope.skus),
                *(part.sku for part in (*benefit.parts, *given.planned)),
                *benefit.gifts,
            ]
        )
        self._products = catalog.product_ids_by_slug(
            slug for scope in scopes for slug in (*scope.products, *scope.not_products)
        )
        self._categories = _categories(
            path for scope in scopes for path in (*scope.categories, *scope.not_categories)
        )
        self._unknown: dict[str, list[str]] = {}
        known = {channel.code for channel in channels.all_channels()}
        for code in given.channels:
            if code not in known:
                self._unknown.setdefault("channels", []).append(code)

    def moment(self, field: str, written: str | None) -> dt.datetime | None:
        """Return a wall-clock time; a day that no calendar has is remembered like a name that nothing has."""
        try:
            return dt.datetime.fromisoformat(written) if written else None
        except ValueError:
            self._unknown.setdefault(field, []).append(str(written))
            return None

    def variant(self, field: str, sku: str) -> int:
        """Return the id of a SKU, or 0."""
        return self._find(field, self._variants, catalog.normalize_sku(sku), sku)

    def definition(self, given: schemas.PromotionIn) -> dict[str, Any]:
        """Return scope, benefit, needs and weekdays as the context keeps them."""
        benefit = given.benefit
        plain = benefit.model_dump(
            include={"percent_bp", "amounts", "per_unit", "buy", "get", "basis", "tiers", "methods",
                     "most_times", "valid_days"}
        )  # fmt: skip
        return {
            "scope": self._scope("scope", given.scope),
            "benefit": plain
            | {
                "gets": self._scope("gets", benefit.gets),
                "groups": [self._scope("groups", each) for each in benefit.groups],
                "parts": [[self.variant("parts", part.sku), part.units] for part in benefit.parts],
                "gifts": [self.variant("gifts", sku) for sku in benefit.gifts],
            },
            "needs": given.needs.model_dump(),
            "weekdays": sorted(set(given.weekdays)),
            **self._early(given.early),
        }

    def _early(self, given: schemas.EarlyIn | None) -> dict[str, Any]:
        starts = self.moment("early", given.starts) if given else None
        if given is None or starts is None:
            return {}
        early = {"starts": starts.isoformat(timespec="minutes"), "groups": sorted(set(given.groups))}
        return {"early": early}

    def refuse_unknown(self) -> None:
        """Raise InvalidPromotion when a name was not found."""
        if self._unknown:
            raise promotions.InvalidPromotion(
                **{
                    field: _("Not found: %(names)s") % {"names": ", ".join(dict.fromkeys(names))[:300]}
                    for field, names in self._unknown.items()
                }
            )

    def _scope(self, field: str, scope: schemas.ScopeIn) -> dict[str, Any]:
        found: dict[str, Any] = {"variants": [self.variant(field, sku) for sku in scope.skus]}
        for name in ("products", "not_products"):
            found[name] = [self._find(field, self._products, slug) for slug in getattr(scope, name)]
        for name in ("categories", "not_categories"):
            found[name] = [self._find(field, self._categories, path) for path in getattr(scope, name)]
        if scope.not_reduced:
            found["not_reduced"] = True
        return {name: value for name, value in found.items() if value}

    def _find(self, field: str, known: Mapping[str, int], name: str, shown: str = "") -> int:
        if name in known:
            return known[name]
        self._unknown.setdefault(field, []).append(shown or name)
        return 0


def _categories(paths: Iterable[str]) -> dict[str, int]:
    found = {}
    for path in dict.fromkeys(paths):
        try:
            found[path] = catalog.category_by_path(path.strip("/")).id
        except catalog.CategoryNotFound:
            continue
    return found
