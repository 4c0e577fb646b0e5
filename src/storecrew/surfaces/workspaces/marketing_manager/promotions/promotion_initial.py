"""A promotion that exists, as its form shows it."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from typing import Any

from storecrew.contexts.promotions.models import Promotion
from storecrew.kernel.audit.models import AuditEntry
from storecrew.kernel.money import Money
from storecrew.surfaces.ui.backoffice.earlier import GONE, Sides
from storecrew.surfaces.workspaces.marketing_manager.promotions import fields as own

PLAIN = ("per_unit", "buy", "get", "basis", "valid_days", "methods")


def initial_of(row: Promotion) -> dict[str, Any]:
    """Return the fields of a promotion that exists."""
    data = row.definition
    benefit, needs, scope = data.get("benefit", {}), data.get("needs", {}), data.get("scope", {})
    groups = [*benefit.get("groups", ()), {}, {}, {}]
    budget = Money(row.budget_cap, row.currency).decimal if row.budget_cap and row.currency else ""
    return {
        **{name: benefit[name] for name in PLAIN if name in benefit},
        **{
            name: getattr(row, name)
            for name in (
                "name", "priority", "exclusive", "combines", "channels", "timezone", "currency", "by_code",
                "uses_cap", "customer_cap", "units_cap", "pause_below", "service_brief", "revision",
            )
        },
        "percent": benefit.get("percent_bp", 0) / 100 or None,
        "amounts": own.amounts_text(benefit.get("amounts", {})),
        "scope": own.articles_text(scope),
        "not_scope": own.articles_text(
            {kind: scope.get(f"not_{kind}", ()) for kind in ("products", "categories")}
        ),
        "countries": ", ".join(needs.get("countries", ())),
        "not_reduced": scope.get("not_reduced", False),
        "gets": own.articles_text(benefit.get("gets", {})),
        "parts": own.units_text({int(key): units for key, units in benefit.get("parts", ())}),
        "group_one": own.articles_text(groups[0]),
        "group_two": own.articles_text(groups[1]),
        "group_three": own.articles_text(groups[2]),
        "steps": _steps_text(benefit),
        "gifts": own.articles_text({"variants": benefit.get("gifts", ())}),
        "most_times": benefit.get("most_times") or None,
        "min_spend": own.amounts_text(needs.get("min_spend", {})),
        "min_quantity": needs.get("min_quantity") or None,
        "groups": needs.get("groups", []),
        "not_groups": needs.get("not_groups", []),
        "weekdays": list(data.get("weekdays", ())),
        "starts": row.starts_local,
        "ends": row.ends_local,
        "early_starts": data.get("early", {}).get("starts", ""),
        "early_groups": data.get("early", {}).get("groups", []),
        "budget": budget,
        "margin_floor": None if row.margin_floor_bp is None else row.margin_floor_bp / 100,
        "planned": own.units_text(dict(row.planned.values_list("variant_id", "units"))),
        "sentence_en": row.sentence.get("en", ""),
        "sentence_ko": row.sentence.get("ko", ""),
        "exclusions_en": row.exclusions.get("en", ""),
        "exclusions_ko": row.exclusions.get("ko", ""),
    }  # fmt: skip


def sides_of(row: Promotion, entry: AuditEntry) -> Sides:
    """Return what a change of a promotion found and what it left behind: its versions are kept whole."""
    saved = row.versions.filter(revision__lte=(entry.after or {}).get("revision") or 0)
    became, found = [*saved.values_list("content", flat=True)[:2], None, None][:2]
    return (_of_version(row, found), _of_version(row, became)) if found and became else ({}, {})


def _of_version(row: Promotion, content: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a promotion as a version has them."""
    old = copy(row)
    for name in {field.name for field in Promotion._meta.fields} & set(content):
        setattr(old, name, content[name])
    old.starts_local, old.ends_local = ((content[name] or "")[:16] for name in ("starts", "ends"))
    found = initial_of(old) | {
        "planned": own.units_text({int(key): units for key, units in content["planned"].items()})
    }
    for name, count in _named(old).items():
        if len(found[name].splitlines()) < count:
            found[name] = GONE
    return {name: value for name, value in found.items() if name not in ("revision", "by_code")}


def _named(row: Promotion) -> dict[str, int]:
    """Return how many articles, products and categories each field names."""
    benefit, scope = row.definition.get("benefit", {}), row.definition.get("scope", {})
    kinds = ("variants", "products", "categories")
    groups = [*benefit.get("groups", ()), {}, {}, {}]
    named = {"scope": scope, "gets": benefit.get("gets", {})}
    named |= dict(zip(("group_one", "group_two", "group_three"), groups, strict=False))
    return {
        **{name: sum(len(each.get(kind, ())) for kind in kinds) for name, each in named.items()},
        "not_scope": sum(len(scope.get(f"not_{kind}", ())) for kind in kinds),
        "gifts": len(benefit.get("gifts", ())),
        "parts": len(benefit.get("parts", ())),
    }


def _steps_text(benefit: dict[str, Any]) -> str:
    """Return steps as they were typed; those in percent are the same for each currency."""
    rows: dict[str, None] = {}
    for currency, tiers in benefit.get("tiers", {}).items():
        for tier in tiers:
            by_value = benefit.get("basis") == "spend" and currency
            start = Money(tier["threshold"], currency).decimal if by_value else tier["threshold"]
            percent = tier.get("percent_bp", 0)
            off = (
                f"{percent / 100:g}%" if percent else f"{Money(tier['amount'], currency).decimal} {currency}"
            )
            rows[f"{start} {off}"] = None
    return "\n".join(rows)
