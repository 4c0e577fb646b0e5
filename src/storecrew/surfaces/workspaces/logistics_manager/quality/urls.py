"""Addresses of quality."""

from django.urls import path

from storecrew.surfaces.workspaces.logistics_manager.quality import audits, changes, damages, thresholds

urlpatterns = [
    path("warehouse/damages/", damages.DamageList.as_view(), name="warehouse_damages"),
    path("warehouse/damages/add/", damages.add, name="warehouse_damages_add"),
    path("warehouse/audits/", audits.AuditList.as_view(), name="warehouse_audits"),
    path("warehouse/parcels/<int:parcel_id>/audit/", audits.audit, name="warehouse_audit"),
    path("warehouse/packaging-changes/thresholds/", thresholds.thresholds, name="warehouse_packaging_rules"),
    path("warehouse/packaging-changes/", changes.ChangeList.as_view(), name="warehouse_changes"),
    path("warehouse/packaging-changes/<int:change_id>/", changes.change, name="warehouse_change"),
    path(
        "warehouse/packaging-changes/<int:change_id>/<slug:state>/",
        changes.decide,
        name="warehouse_change_decide",
    ),
]
