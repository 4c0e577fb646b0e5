"""What the marketing manager's workspace adds to the menu and the homes."""

from django.utils.translation import gettext_lazy

from storecrew.surfaces.ui.backoffice.registry import register_menu
from storecrew.surfaces.workspaces.marketing_manager import found as _found  # noqa: F401
from storecrew.surfaces.workspaces.marketing_manager import home as _home  # noqa: F401
from storecrew.surfaces.workspaces.marketing_manager import home_running as _running  # noqa: F401
from storecrew.surfaces.workspaces.marketing_manager.insights import home_tiles as _tiles  # noqa: F401

register_menu(gettext_lazy("Campaigns"), "campaigns", "calendar-alt", "marketing.read", "marketing", order=5)
register_menu(gettext_lazy("Mailings"), "mailings", "mail", "marketing.read", "marketing", order=6)
register_menu(
    gettext_lazy("Sender of mails"),
    "mail_sender",
    "mail",
    "marketing.read",
    "marketing",
    order=11,
    keywords=gettext_lazy("SPF, DKIM, DMARC, spam, domain"),
)
register_menu(gettext_lazy("Flows"), "flows", "repeat", "marketing.read", "marketing", order=7)
register_menu(
    gettext_lazy("On-site messages"), "onsite_messages", "view", "marketing.read", "marketing", order=8
)
register_menu(gettext_lazy("Print"), "prints", "doc-full", "marketing.read", "marketing", order=9)
register_menu(
    gettext_lazy("Search engines"),
    "seo",
    "search",
    "marketing.read",
    "marketing",
    order=50,
    keywords=gettext_lazy("seo, audit, findings, titles"),
)
register_menu(
    gettext_lazy("Pages in the index"), "seo_pages", "doc-full", "marketing.read", "marketing", order=51
)
register_menu(
    gettext_lazy("Templates of titles"), "seo_templates", "edit", "marketing.read", "marketing", order=52
)
register_menu(gettext_lazy("Redirects"), "redirects", "redirect", "marketing.read", "marketing", order=53)
register_menu(gettext_lazy("Not found"), "missing", "warning", "marketing.read", "marketing", order=54)
register_menu(gettext_lazy("Segments"), "segments", "group", "marketing.read", "marketing", order=8)
register_menu(gettext_lazy("Strategy"), "strategy", "list-ul", "marketing.read", "marketing", order=30)
register_menu(
    gettext_lazy("Traffic"),
    "traffic",
    "view",
    "reports.read",
    "marketing",
    order=2,
    keywords=gettext_lazy("visits, sources, campaigns, analytics"),
)
register_menu(
    gettext_lazy("Experiments"),
    "experiments",
    "view",
    "reports.read",
    "marketing",
    order=3,
    keywords=gettext_lazy("A/B test, variants, conversion"),
)
register_menu(
    gettext_lazy("Trends"),
    "trends",
    "order-up",
    "reports.read",
    "marketing",
    order=4,
    keywords=gettext_lazy("competitors, prices, news, demand"),
)
register_menu(gettext_lazy("Promotions"), "promotions", "tag", "promotions.read", "marketing", order=10)
register_menu(gettext_lazy("Feeds"), "feeds", "list-ul", "advertising.read", "marketing", order=30)
register_menu(gettext_lazy("Ad groups"), "ad_groups", "search", "advertising.read", "marketing", order=32)
register_menu(gettext_lazy("Ad cost"), "ad_spend", "doc-full", "advertising.read", "marketing", order=34)
register_menu(gettext_lazy("Posts"), "posts", "share", "marketing.read", "marketing", order=9)
register_menu(gettext_lazy("Links and previews"), "links", "link", "marketing.read", "marketing", order=10)
register_menu(gettext_lazy("Agencies"), "agencies", "group", "agencies.read", "marketing", order=36)
register_menu(gettext_lazy("Marketing work"), "items", "tasks", "agencies.read", "marketing", order=35)
register_menu(gettext_lazy("My assignments"), "assignments", "tasks", "agencies.work", "", ("agency",))
register_menu(gettext_lazy("Partners"), "partners", "group", "affiliates.read", "marketing", order=40)
register_menu(gettext_lazy("Commissions"), "commissions", "tick", "affiliates.read", "marketing", order=42)
register_menu(
    gettext_lazy("Products for partners"),
    "seedings",
    "group",
    "pricing.cost_read",
    "marketing",
    order=43,
    keywords=gettext_lazy("seeding, creators, samples, cost center"),
)
register_menu(gettext_lazy("Loyalty"), "loyalty_program", "pick", "loyalty.read", "marketing", order=20)
register_menu(gettext_lazy("Members"), "loyalty_members", "group", "loyalty.read", "marketing", order=21)
register_menu(gettext_lazy("Gift vouchers"), "loyalty_vouchers", "tag", "loyalty.read", "marketing", order=22)
register_menu(
    gettext_lazy("Mentions"),
    "mentions",
    "comment",
    "mentions.read",
    "marketing",
    order=10,
    keywords=gettext_lazy("social media, comments, inbox, Instagram, Facebook, community"),
)
register_menu(
    gettext_lazy("Pictures of customers"),
    "customer_pictures",
    "image",
    "mentions.read",
    "marketing",
    order=11,
    keywords=gettext_lazy("user generated content, UGC, permission, photos"),
)
