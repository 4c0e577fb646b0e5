"""Which of our packages are Django apps, lowest tier first."""

from __future__ import annotations

from importlib.util import find_spec

KERNEL = ("audit", "outbox", "idempotency", "sequence", "mail", "schedule", "pagecache", "ratelimit")
CONTEXTS = (
    "people", "channels", "work", "approvals",
    "catalog", "customers", "budgets", "notices",
    "pricing", "content", "orders",
    "inventory", "payments", "shipping", "fields", "reviews",
    "discovery", "imports",
    "promotions", "loyalty", "purchasing", "fleet", "receivables",
    "checkout", "fulfillment", "aftersales",
    "wishes",
    "health", "marketing", "seo", "advertising", "affiliates", "webhooks", "assortment",
    "insights",
)  # fmt: skip
WORKSPACES = (
    "head_of_digital", "ecommerce_sme", "marketing_manager", "business_analyst", "developer",
    "tester", "logistics_manager", "inventory_manager", "customer_service", "content_team",
)  # fmt: skip
SURFACES = ("ui", "ui.backoffice", "storefront", *(f"workspaces.{role}" for role in WORKSPACES))


def our_apps() -> list[str]:
    """Return the dotted names of the packages that have an ``apps`` module."""
    names = [f"storecrew.kernel.{name}" for name in KERNEL]
    names += [f"storecrew.contexts.{name}" for name in CONTEXTS]
    names += [f"storecrew.surfaces.{name}" for name in SURFACES]
    names.append("storecrew.demo")
    return [name for name in names if _exists(f"{name}.apps")]


def _exists(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False
