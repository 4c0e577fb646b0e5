"""The teams and roles of the playbook: what every installation starts with. Plain data, edited on screen."""

from __future__ import annotations

from dataclasses import dataclass

from storecrew.kernel.permissions import ALL_KEYS


@dataclass(frozen=True)
class TeamSeed:
    """A team and the one it reports to."""

    code: str
    name: str
    kind: str = "central"
    parent: str = ""


@dataclass(frozen=True)
class RoleSeed:
    """A role, its rights, its workspace and the team it usually sits in."""

    code: str
    name: str
    description: str
    permissions: frozenset[str]
    team: str
    workspace: str = ""


def _keys(text: str) -> frozenset[str]:
    """Expand "orders: read write" into permission keys; an unknown key is a programming error."""
    keys = set()
    for group in text.split(";"):
        context, verbs = group.split(":")
        keys |= {f"{context.strip()}.{verb}" for verb in verbs.split()}
    unknown = keys - ALL_KEYS
    if unknown:
        raise ValueError(f"not in the permission catalogue: {sorted(unknown)}")
    return frozenset(keys)


TEAMS = (
    TeamSeed("digital", "Digital"),
    TeamSeed("ecommerce", "E-commerce", parent="digital"),
    TeamSeed("marketing", "Marketing", parent="digital"),
    TeamSeed("content", "Content", "embedded", parent="marketing"),
    TeamSeed("it", "IT", parent="digital"),
    TeamSeed("warehouse", "Warehouse", parent="digital"),
    TeamSeed("customer-service", "Customer service", parent="digital"),
)

ROLES = (
    RoleSeed(
        "owner",
        "Owner",
        "Owns the installation: every right, always.",
        ALL_KEYS,
        "digital",
        "head_of_digital",
    ),
    RoleSeed(
        "head_of_digital",
        "Head of Digital",
        "Runs the whole e-commerce operation and answers for its results.",
        _keys(
            "people: read write; roles: write; keys: write; webhooks: read write; audit: read;"
            "settings: read write;"
            "channels: read write;"
            "work: read write; approvals: write; budgets: read write approve; reports: read; insights: write;"
            "catalog: read write approve import export;"
            "discovery: write; content: read write; themes: write; reviews: read write;"
            "assortment: read write;"
            "pricing: read write approve cost_read; tax: write;"
            "customers: read write export; orders: read write cancel refund refund_approve export;"
            "payments: read write dispute; receivables: read write grant grant_approve;"
            "inventory: read write adjust override; shipping: read write;"
            "promotions: read write; marketing: read write send oversee; agencies: read write;"
            "mentions: read write;"
            "loyalty: read write goodwill goodwill_approve;"
            "advertising: read write; affiliates: read write pay;"
            "carriers: write; fulfillment: read write; packaging: write; roster: read write;"
            "fleet: read write; purchasing: read write approve"
        ),
        "digital",
        "head_of_digital",
    ),
    RoleSeed(
        "ecommerce_sme",
        "E-commerce SME",
        "Knows what can be implemented and how it must work; often also manages the project.",
        _keys(
            "people: read; channels: read write; work: read write; reports: read; settings: read write;"
            "catalog: read write approve import export; discovery: write; content: read write; themes: write;"
            "pricing: read write approve cost_read; tax: write; orders: read; payments: read; reviews: read;"
            "assortment: read write;"
            "inventory: read; shipping: read write; fulfillment: read; promotions: read;"
            "marketing: read; agencies: read; mentions: read;"
            "loyalty: read;"
            "advertising: read"
        ),
        "ecommerce",
        "ecommerce_sme",
    ),
    RoleSeed(
        "marketing_manager",
        "Marketing Manager",
        "Brings people to the shop and lets them come back, without promising what is not there.",
        _keys(
            "people: read; channels: read; work: read write; budgets: read write; reports: read;"
            "catalog: read export;"
            "insights: write;"
            "discovery: write; content: read write; pricing: read cost_read; inventory: read; reviews: read;"
            "assortment: read;"
            "promotions: read write; marketing: read write send; agencies: read write; mentions: read write;"
            "loyalty: read write goodwill_approve;"
            "advertising: read write; affiliates: read write"
        ),
        "marketing",
        "marketing_manager",
    ),
    RoleSeed(
        "business_analyst",
        "Business Analyst",
        "Stands between the business and IT: requirements, timelines, answers.",
        _keys(
            "people: read; audit: read; channels: read; work: read write; budgets: read; reports: read;"
            "catalog: read export; content: read; pricing: read cost_read; orders: read export;"
            "payments: read; inventory: read; shipping: read; fulfillment: read; purchasing: read;"
            "promotions: read; marketing: read; agencies: read;"
            "loyalty: read; assortment: read"
        ),
        "ecommerce",
        "business_analyst",
    ),
    RoleSeed(
        "developer",
        "Developer",
        "Builds and customizes the shop and the back office.",
        _keys(
            "people: read; keys: write; webhooks: read write; audit: read; settings: read write;"
            "channels: read; work: read write; reports: read; catalog: read write import;"
            "discovery: write; content: read write; themes: write; pricing: read; orders: read;"
            "payments: read; inventory: read; shipping: read;"
            "fulfillment: read; promotions: read; marketing: read"
        ),
        "it",
        "developer",
    ),
    RoleSeed(
        "tester",
        "Tester",
        "Tries every scenario that could break the shop before a customer does.",
        _keys(
            "people: read; settings: read; webhooks: read; channels: read; work: read write; reports: read;"
            "catalog: read;"
            "content: read; pricing: read; orders: read; payments: read; inventory: read;"
            "shipping: read; fulfillment: read; promotions: read; marketing: read"
        ),
        "it",
        "tester",
    ),
    RoleSeed(
        "logistics_manager",
        "Logistics Manager",
        "Sees that orders leave packed right, to the right address, at the right time.",
        _keys(
            "channels: read; work: read write; reports: read; catalog: read; orders: read write;"
            "inventory: read; shipping: read write; carriers: write; fulfillment: read write;"
            "packaging: write; roster: read write; fleet: read write;"
            "purchasing: read; promotions: read; marketing: read"
        ),
        "warehouse",
        "logistics_manager",
    ),
    RoleSeed(
        "inventory_manager",
        "Inventory Manager",
        "Oversees the goods in every warehouse: what is there, where, and in which condition.",
        _keys(
            "channels: read; work: read write; reports: read; catalog: read; orders: read;"
            "inventory: read write adjust override; shipping: read; fulfillment: read;"
            "packaging: write; roster: read;"
            "promotions: read; marketing: read; fleet: read; purchasing: read write;"
            "assortment: read"
        ),
        "warehouse",
        "inventory_manager",
    ),
    RoleSeed(
        "customer_service",
        "Customer Service",
        "Talks with customers every day and puts right what went wrong.",
        _keys(
            "channels: read; work: read write; catalog: read; content: read; pricing: read;"
            "customers: read write; orders: read write cancel refund; payments: read dispute;"
            "receivables: read write;"
            "inventory: read; shipping: read; fulfillment: read; fleet: read; promotions: read;"
            "marketing: read; mentions: read write;"
            "loyalty: read goodwill; reviews: read write; assortment: read"
        ),
        "customer-service",
        "customer_service",
    ),
    RoleSeed(
        "content_team",
        "Content Team",
        "Writes, tests and keeps up to date what the shop says.",
        _keys(
            "channels: read; work: read write; reports: read; catalog: read write; discovery: write;"
            "content: read write; pricing: read; inventory: read; promotions: read; marketing: read;"
            "agencies: read; reviews: read write; assortment: read"
        ),
        "content",
        "content_team",
    ),
)

# People who work with their hands and have no workspace of their own: their pages stand in the menu.
HANDS = (
    RoleSeed(
        "warehouse_worker",
        "Warehouse Worker",
        "Receives, picks, packs and counts with the scanner.",
        _keys(
            "channels: read; work: read write; catalog: read; orders: read; inventory: read write;"
            "shipping: read; fulfillment: read write"
        ),
        "warehouse",
    ),
    RoleSeed(
        "driver",
        "Driver",
        "Brings parcels and fetches returns on the own trip of the day.",
        _keys("fleet: drive; work: read"),
        "warehouse",
    ),
)

# People of others who work on what they were given. They are let in by an agency's access, not by hand.
OUTSIDERS = (
    RoleSeed(
        "agency",
        "Agency",
        "Works for an agency on what it was given, until the access ends.",
        _keys("agencies: work"),
        "marketing",
    ),
)
