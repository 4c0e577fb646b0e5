"""Addresses of imports and of the export."""

from django.urls import path

from storecrew.surfaces.workspaces.ecommerce_sme.imports import views

urlpatterns = [
    path("imports/", views.ImportList.as_view(), name="imports_list"),
    path("imports/add/", views.add, name="imports_add"),
    path("imports/template.csv", views.template_file, name="imports_template"),
    path("imports/export/", views.export, name="imports_export"),
    path("imports/<int:run_id>/", views.record, name="imports_record"),
    path("imports/<int:run_id>/columns/", views.columns, name="imports_columns"),
    path("imports/<int:run_id>/confirm/", views.confirm, name="imports_confirm"),
    path("imports/<int:run_id>/undo/", views.undo, name="imports_undo"),
    path("imports/<int:run_id>/remove/", views.remove, name="imports_remove"),
    path("imports/<int:run_id>/rejected.csv", views.rejected, name="imports_rejected"),
]
