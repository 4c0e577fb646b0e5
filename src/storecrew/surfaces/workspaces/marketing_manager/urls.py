"""Addresses of the marketing manager's own pages."""

from django.urls import path

from storecrew.surfaces.workspaces.marketing_manager.promotions import (
    code_pages,
    overriding,
    promotion_list,
    promotion_record,
    promotion_steps,
    trials,
)

urlpatterns = [
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
