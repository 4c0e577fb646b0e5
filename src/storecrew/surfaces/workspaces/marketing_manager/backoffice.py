"""What the marketing manager's workspace adds to the menu and the homes."""

from django.utils.translation import gettext_lazy

from storecrew.surfaces.ui.backoffice.registry import register_menu
from storecrew.surfaces.workspaces.marketing_manager import found as _found  # noqa: F401
from storecrew.surfaces.workspaces.marketing_manager import home as _home  # noqa: F401
from storecrew.surfaces.workspaces.marketing_manager import home_running as _running  # noqa: F401
from storecrew.surfaces.workspaces.marketing_manager.insights import home_tiles as _tiles  # noqa: F401

register_menu(gettext_lazy("Campaigns"), "campaigns", "calendar-alt", "marketing.read", "marketing", order=5)
register_menu(gettext_lazy("Promotions"), "promotions", "tag", "promotions.read", "marketing", order=10)
register_menu(gettext_lazy("Strategy"), "strategy", "list-ul", "marketing.read", "marketing", order=30)
register_menu(gettext_lazy("Print"), "prints", "doc-full", "marketing.read", "marketing", order=34)
register_menu(gettext_lazy("Marketing work"), "items", "tasks", "agencies.read", "marketing", order=35)
register_menu(gettext_lazy("Agencies"), "agencies", "group", "agencies.read", "marketing", order=36)
register_menu(gettext_lazy("My assignments"), "assignments", "tasks", "agencies.work", "", ("agency",))

register_menu(gettext_lazy("Mailings"), "mailings", "mail", "marketing.read", "messages", order=10)
register_menu(gettext_lazy("Flows"), "flows", "rotate", "marketing.read", "messages", order=20)
register_menu(
    gettext_lazy("On-site messages"), "onsite_messages", "view", "marketing.read", "messages", order=30
)
register_menu(gettext_lazy("Segments"), "segments", "group", "marketing.read", "messages", order=40)
register_menu(
    gettext_lazy("Sender of mails"),
    "mail_sender",
    "mail",
    "marketing.read",
    "messages",
    order=50,
    keywords=gettext_lazy("SPF, DKIM, DMARC, spam, domain"),
)

register_menu(gettext_lazy("Posts"), "posts", "thumbtack", "marketing.read", "social", order=10)
register_menu(
    gettext_lazy("Mentions"),
    "mentions",
    "comment",
    "mentions.read",
    "social",
    order=20,
    keywords=gettext_lazy("social media, comments, inbox, Instagram, Facebook, community"),
)
register_menu(
    gettext_lazy("Pictures of customers"),
    "customer_pictures",
    "image",
    "mentions.read",
    "social",
    order=30,
    keywords=gettext_lazy("user generated content, UGC, permission, photos"),
)
register_menu(gettext_lazy("Links and previews"), "links", "link", "marketing.read", "social", order=40)
register_menu(gettext_lazy("Partners"), "partners", "group", "affiliates.read", "social", order=50)
register_menu(
    gettext_lazy("Products for partners"),
    "seedings",
    "group",
    "pricing.cost_read",
    "social",
    order=60,
    keywords=gettext_lazy("seeding, creators, samples, cost center"),
)
register_menu(
    gettext_lazy("Commissions"), "commissions", "tick-inverse", "affiliates.read", "social", order=70
)

register_menu(
    gettext_lazy("Search engines"),
    "seo",
    "search",
    "marketing.read",
    "search",
    order=10,
    keywords=gettext_lazy("seo, audit, findings, titles"),
)
register_menu(
    gettext_lazy("Pages in the index"), "seo_pages", "doc-full", "marketing.read", "search", order=20
)
register_menu(
    gettext_lazy("Templates of titles"), "seo_templates", "edit", "marketing.read", "search", order=30
)
register_menu(gettext_lazy("Redirects"), "redirects", "redirect", "marketing.read", "search", order=40)
register_menu(gettext_lazy("Not found"), "missing", "warning", "marketing.read", "search", order=50)
register_menu(gettext_lazy("Feeds"), "feeds", "list-ul", "advertising.read", "search", order=60)
register_menu(gettext_lazy("Ad groups"), "ad_groups", "search", "advertising.read", "search", order=70)
register_menu(gettext_lazy("Ad cost"), "ad_spend", "doc-full", "advertising.read", "search", order=80)

register_menu(gettext_lazy("Loyalty"), "loyalty_program", "gift", "loyalty.read", "loyalty", order=10)
register_menu(gettext_lazy("Members"), "loyalty_members", "group", "loyalty.read", "loyalty", order=20)
register_menu(gettext_lazy("Gift vouchers"), "loyalty_vouchers", "tag", "loyalty.read", "loyalty", order=30)

register_menu(
    gettext_lazy("Traffic"),
    "traffic",
    "view",
    "reports.read",
    "insight",
    order=10,
    keywords=gettext_lazy("visits, sources, campaigns, analytics"),
)
for _label, _page, _icon, _right, _order in (
    (gettext_lazy("From visit to order"), "funnel", "order-down", "reports.read", 12),
    (gettext_lazy("Carts that were left"), "carts_left", "cart", "reports.read", 14),
    (gettext_lazy("Searches"), "searches", "search", "reports.read", 16),
    (gettext_lazy("Value of customers"), "customer_value", "group", "reports.read", 18),
    (gettext_lazy("Return of campaigns"), "campaign_returns", "decimal", "pricing.cost_read", 19),
):
    register_menu(_label, _page, _icon, _right, "insight", order=_order)
register_menu(
    gettext_lazy("Experiments"),
    "experiments",
    "view",
    "reports.read",
    "insight",
    order=20,
    keywords=gettext_lazy("A/B test, variants, conversion"),
)
register_menu(
    gettext_lazy("Trends"),
    "trends",
    "order-up",
    "reports.read",
    "insight",
    order=30,
    keywords=gettext_lazy("competitors, prices, news, demand"),
)
