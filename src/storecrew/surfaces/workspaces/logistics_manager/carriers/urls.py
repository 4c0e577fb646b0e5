"""Addresses of carriers and labels."""

from django.urls import path

from storecrew.surfaces.workspaces.logistics_manager.carriers import (
    carrier_list,
    carrier_record,
    label_list,
    label_record,
)

urlpatterns = [
    path("carriers/", carrier_list.CarrierList.as_view(), name="carriers_list"),
    path("carriers/add/", carrier_record.carrier_add, name="carriers_add"),
    path("carriers/<slug:code>/", carrier_record.carrier_record, name="carriers_record"),
    path("carriers/<slug:code>/edit/", carrier_record.carrier_edit, name="carriers_edit"),
    path("carriers/<slug:code>/table/", carrier_record.carrier_table, name="carriers_table"),
    path("carriers/<slug:code>/check/", carrier_record.carrier_check, name="carriers_check"),
    path("carriers/<slug:code>/switch/", carrier_record.carrier_switch, name="carriers_switch"),
    path("labels/", label_list.LabelList.as_view(), name="labels_list"),
    path("labels/<int:label_id>/", label_record.label_record, name="labels_record"),
    path("labels/<int:label_id>/file/<slug:kind>/", label_record.label_file, name="labels_file"),
    path("labels/<int:label_id>/ask/", label_record.label_ask, name="labels_ask"),
    path("labels/<int:label_id>/track/", label_record.label_track, name="labels_track"),
    path("labels/<int:label_id>/resolve/", label_record.label_resolve, name="labels_resolve"),
    path("labels/<int:label_id>/void/", label_record.label_void, name="labels_void"),
]
