"""What the palette finds of marketing, how its records are named elsewhere, and what it begins."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from storecrew.contexts.advertising.models import AdGroup
from storecrew.contexts.affiliates.models import Partner
from storecrew.contexts.insights.models import Experiment
from storecrew.contexts.marketing.models import Agency, Campaign, Flow, Mailing, Mention, Segment, WorkItem
from storecrew.contexts.promotions.models import Promotion
from storecrew.surfaces.ui.backoffice.kinds import Kind, every, register_action, register_kind

register_kind(
    Kind(
        "promotions.promotion",
        _("Promotion"),
        "promotion",
        "promotions.read",
        every(Promotion),
        order=110,
    )
)
register_kind(
    Kind(
        "marketing.campaign",
        _("Campaign"),
        "campaign",
        "marketing.read",
        every(Campaign),
        by=("name", "utm_campaign"),
        order=120,
    )
)
for _record, _label, _page, _model in (
    ("marketing.mailing", _("Mailing"), "mailing", Mailing),
    ("marketing.flow", _("Flow"), "flow", Flow),
    ("marketing.segment", _("Segment"), "segment", Segment),
):
    register_kind(Kind(_record, _label, _page, "marketing.read", every(_model)))
register_kind(Kind("marketing.agency", _("Agency"), "agency", "agencies.read", every(Agency)))
register_kind(
    Kind(
        "marketing.work_item",
        _("Work"),
        "item",
        "agencies.read",
        every(WorkItem),
        title="title",
        by=("title",),
    )
)
register_kind(
    Kind(
        "marketing.mention",
        _("Mention"),
        "mention",
        "mentions.read",
        every(Mention),
        title="author_name",
        by=(),
    )
)
register_kind(
    Kind(
        "affiliates.partner",
        _("Partner"),
        "partner",
        "affiliates.read",
        every(Partner),
        by=("name", "code"),
        detail="code",
    )
)
register_kind(
    Kind(
        "advertising.ad_group",
        _("Ad group"),
        "ad_group",
        "advertising.read",
        every(AdGroup),
    )
)
register_kind(
    Kind(
        "insights.experiment",
        _("Experiment"),
        "experiment",
        "reports.read",
        every(Experiment),
    )
)

for _label, _page in (
    (_("New promotion"), "promotion_kinds"),
    (_("New campaign"), "campaign_add"),
    (_("New mailing"), "mailing_kinds"),
    (_("New flow"), "flow_kinds"),
    (_("New segment"), "segment_add"),
    (_("New post"), "post_add"),
    (_("New redirect"), "redirect_add"),
    (_("New partner"), "partner_add"),
    (_("New ad group"), "ad_group_add"),
    (_("New gift voucher"), "loyalty_voucher_add"),
):
    register_action(_label, _page)
