"""Addresses of the marketing manager's own pages."""

from django.urls import path

from storecrew.surfaces.workspaces.marketing_manager.campaigns import (
    campaign_list,
    campaign_record,
    campaign_steps,
    strategy,
)
from storecrew.surfaces.workspaces.marketing_manager.promotions import (
    code_pages,
    overriding,
    promotion_list,
    promotion_record,
    promotion_steps,
    trials,
)

urlpatterns = [
    path("campaigns/", campaign_list.CampaignList.as_view(), name="campaigns"),
    path("campaigns/add/", campaign_steps.campaign_add, name="campaign_add"),
    path("campaigns/<int:campaign_id>/", campaign_record.campaign_record, name="campaign"),
    path("campaigns/<int:campaign_id>/edit/", campaign_steps.campaign_edit, name="campaign_edit"),
    path("campaigns/<int:campaign_id>/activity/", campaign_steps.activity, name="campaign_activity_add"),
    path(
        "campaigns/<int:campaign_id>/activity/<int:activity_id>/",
        campaign_steps.activity,
        name="campaign_activity",
    ),
    path("campaigns/<int:campaign_id>/bind/", campaign_steps.bind, name="campaign_bind"),
    path("campaigns/<int:campaign_id>/schedule/", campaign_steps.schedule, name="campaign_schedule"),
    path("campaigns/<int:campaign_id>/pause/", campaign_steps.pause, name="campaign_pause"),
    path("campaigns/<int:campaign_id>/resume/", campaign_steps.resume, name="campaign_resume"),
    path("campaigns/<int:campaign_id>/end/", campaign_steps.end, name="campaign_end"),
    path("strategy/", strategy.Strategy.as_view(), name="strategy"),
    path("strategy/add/", strategy.strategy_add, name="strategy_add"),
    path("strategy/<int:plan_id>/", strategy.strategy_plan, name="strategy_plan"),
    path("strategy/<int:plan_id>/edit/", strategy.strategy_edit, name="strategy_edit"),
    path("promotions/", promotion_list.PromotionList.as_view(), name="promotions"),
    path("promotions/add/", promotion_steps.kinds, name="promotion_kinds"),
    path("promotions/add/<slug:kind>/", promotion_steps.add, name="promotion_add"),
    path("promotions/<int:promotion_id>/", promotion_record.promotion_record, name="promotion"),
    path("promotions/<int:promotion_id>/edit/", promotion_steps.edit, name="promotion_edit"),
    path("promotions/<int:promotion_id>/schedule/", promotion_steps.schedule, name="promotion_schedule"),
    path("promotions/<int:promotion_id>/propose/", promotion_steps.propose, name="promotion_propose"),
    path("promotions/<int:promotion_id>/pause/", promotion_steps.pause, name="promotion_pause"),
    path("promotions/<int:promotion_id>/resume/", promotion_steps.resume, name="promotion_resume"),
    path("promotions/<int:promotion_id>/end/", promotion_steps.end, name="promotion_end"),
    path("promotions/<int:promotion_id>/override/", overriding.override, name="promotion_override"),
    path("promotions/<int:promotion_id>/codes/", code_pages.codes, name="promotion_codes"),
    path("promotions/<int:promotion_id>/codes/file/", code_pages.codes_file, name="promotion_codes_file"),
    path("promotions/<int:promotion_id>/preview/", trials.preview, name="promotion_preview"),
    path("promotions/<int:promotion_id>/simulate/", trials.simulate, name="promotion_simulate"),
]
