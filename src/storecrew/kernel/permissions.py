"""The one catalogue of rights: for roles, API keys and menus alike.

A key is ``context.verb``. Reading and writing are apart; what moves money, prices or stock has a key of its
own and is marked sensitive.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from storecrew.kernel.extensions import standing


@dataclass(frozen=True)
class Permission:
    """A right that can be granted."""

    key: str
    label: str | Promise
    group: str | Promise
    sensitive: bool = False


def _group(name: str | Promise, *rows: tuple[str, str | Promise, bool]) -> tuple[Permission, ...]:
    return tuple(Permission(key, label, name, sensitive) for key, label, sensitive in rows)


OURS: tuple[Permission, ...] = (
    *_group(
        _("People"),
        ("people.read", _("See staff and teams"), False),
        ("people.write", _("Edit staff and teams"), True),
        ("roles.write", _("Edit roles and what they may do"), True),
        ("roster.read", _("See rosters and skills"), False),
        ("roster.write", _("Plan shifts, trainings and checks"), False),
        ("keys.write", _("Issue and revoke keys of the interface"), True),
        ("webhooks.read", _("See webhooks and what was sent"), False),
        ("webhooks.write", _("Send events of the business to other programs"), True),
        ("audit.read", _("Read the audit log"), False),
        ("settings.read", _("See settings and background work"), False),
        ("settings.write", _("Change settings"), True),
    ),
    *_group(
        _("Channels"),
        ("channels.read", _("See channels and markets"), False),
        ("channels.write", _("Edit channels and markets"), False),
    ),
    *_group(
        _("Work"),
        ("work.read", _("See tasks, alerts and comments"), False),
        ("work.write", _("Comment and work on tasks"), False),
        ("reports.read", _("See reports"), False),
        ("insights.write", _("Set traffic rules and tests of pages"), False),
        ("approvals.write", _("Set limits for second persons"), True),
        ("budgets.read", _("See budgets and what is spent"), False),
        ("budgets.write", _("Plan budgets and ask for more"), False),
        ("budgets.approve", _("Approve budgets and what goes beyond them"), True),
    ),
    *_group(
        _("Catalog"),
        ("catalog.read", _("See products and categories"), False),
        ("catalog.write", _("Edit products and categories"), False),
        ("catalog.approve", _("Approve products of others"), True),
        ("catalog.import", _("Import catalogs"), True),
        ("catalog.export", _("Export catalogs"), False),
        ("discovery.write", _("Edit sort rules and synonyms"), False),
    ),
    *_group(
        _("Content"),
        ("content.read", _("See pages and menus"), False),
        ("content.write", _("Edit pages and menus"), False),
        ("themes.write", _("Change the look of the shop"), False),
    ),
    *_group(
        _("Reviews"),
        ("reviews.read", _("See reviews of products"), False),
        ("reviews.write", _("Decide about reviews and answer them"), False),
    ),
    *_group(
        _("Range"),
        ("assortment.read", _("See range reviews and the assortment plan"), False),
        ("assortment.write", _("Decide in range reviews and plan the assortment"), False),
    ),
    *_group(
        _("Prices"),
        ("pricing.read", _("See prices"), False),
        ("pricing.write", _("Change prices"), True),
        ("pricing.approve", _("Approve price drops of others"), True),
        ("pricing.cost_read", _("See costs and margins"), True),
        ("tax.write", _("Change tax rates"), True),
    ),
    *_group(
        _("Promotions"),
        ("promotions.read", _("See promotions and why they apply"), False),
        ("promotions.write", _("Plan promotions and make codes"), True),
    ),
    *_group(
        _("Marketing"),
        ("marketing.read", _("See campaigns, segments and mailings"), False),
        ("marketing.write", _("Plan campaigns, segments and mailings"), False),
        ("marketing.oversee", _("See everything of marketing"), False),
        ("mentions.read", _("See what people say on social networks"), False),
        ("mentions.write", _("Answer people on social networks and keep their pictures"), False),
        ("marketing.send", _("Send mailings to customers"), True),
    ),
    *_group(
        _("Agencies"),
        ("agencies.read", _("See agencies and the work they are given"), False),
        ("agencies.write", _("Let agencies in, give them work and accept it"), True),
        ("agencies.work", _("Work from outside on what one is given, and nothing else"), False),
    ),
    *_group(
        _("Loyalty"),
        ("loyalty.read", _("See points, gift vouchers and goodwill"), False),
        ("loyalty.write", _("Change the program, points and gift vouchers"), True),
        ("loyalty.goodwill", _("Give goodwill within a limit"), True),
        ("loyalty.goodwill_approve", _("Approve goodwill above a limit"), True),
    ),
    *_group(
        _("Being found"),
        ("advertising.read", _("See feeds, ad groups and their cost"), False),
        ("advertising.write", _("Release feeds, plan ad groups, import cost"), True),
        ("affiliates.read", _("See partners and their commissions"), False),
        ("affiliates.write", _("Agree with partners, decide on commissions"), True),
        ("affiliates.pay", _("Pay partners"), True),
    ),
    *_group(
        _("Customers"),
        ("customers.read", _("See customers"), False),
        ("customers.write", _("Edit customers"), False),
        ("customers.export", _("Export customers"), True),
    ),
    *_group(
        _("Orders"),
        ("orders.read", _("See orders"), False),
        ("orders.write", _("Edit orders and add notes"), False),
        ("orders.cancel", _("Cancel orders"), True),
        ("orders.refund", _("Refund money"), True),
        ("orders.refund_approve", _("Approve refunds above a limit"), True),
        ("orders.export", _("Export orders"), True),
        ("payments.read", _("See payment events"), False),
        ("payments.write", _("Capture, void and confirm payments"), True),
        ("payments.dispute", _("Answer and accept disputes"), True),
        ("receivables.read", _("See open items and who pays on account"), False),
        ("receivables.write", _("Record payments of invoices, hold them, set reminders"), True),
        ("receivables.grant", _("Let customers pay on account, within a limit"), True),
        ("receivables.grant_approve", _("Approve limits of others"), True),
    ),
    *_group(
        _("Stock"),
        ("inventory.read", _("See stock"), False),
        ("inventory.write", _("Receive and move stock, edit locations"), False),
        ("inventory.adjust", _("Correct stock by hand"), True),
        ("inventory.override", _("Let promotions pass with too little stock"), True),
    ),
    *_group(
        _("Purchasing"),
        ("purchasing.read", _("See suppliers and purchase orders"), False),
        ("purchasing.write", _("Edit suppliers, order from them, record their invoices"), True),
        ("purchasing.approve", _("Approve purchase orders and release invoices"), True),
    ),
    *_group(
        _("Shipping"),
        ("shipping.read", _("See shipping methods"), False),
        ("shipping.write", _("Edit shipping methods"), False),
        ("carriers.write", _("Edit carriers, their contracts and keys"), True),
        ("fulfillment.read", _("See shipments"), False),
        ("fulfillment.write", _("Pack and ship"), False),
        ("packaging.write", _("Decide how goods are packed"), False),
    ),
    *_group(
        _("Fleet"),
        ("fleet.read", _("See vehicles, drivers and trips"), False),
        ("fleet.write", _("Keep vehicles and drivers, plan trips"), False),
        ("fleet.drive", _("Drive one's own trip of the day"), False),
    ),
)

PERMISSIONS: tuple[Permission, ...] = (
    *OURS,
    *(
        Permission(right.key, right.label, declared.title or declared.name, right.sensitive)
        for declared, right in standing.rights()
    ),
)
"""Ours, and those that extensions brought."""

OUTSIDE: frozenset[str] = frozenset({"agencies.work"})
"""Who holds one of these works from outside: whatever else a role would give them stays shut."""

ALL_KEYS: frozenset[str] = frozenset(permission.key for permission in PERMISSIONS)


def unknown(keys: set[str] | frozenset[str]) -> set[str]:
    """Return the keys that the catalogue does not have."""
    return set(keys) - ALL_KEYS
