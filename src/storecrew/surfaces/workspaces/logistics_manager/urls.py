"""Addresses of the logistics manager's own pages."""

from django.urls import include, path

from storecrew.surfaces.workspaces.logistics_manager.work import (
    bench,
    boxes,
    hand_over,
    parcel,
    pick,
    queue,
    routing,
    specification_record,
    work_record,
)

urlpatterns = [
    path("warehouse/", queue.WorkList.as_view(), name="warehouse_list"),
    path("warehouse/<int:work_id>/", work_record.record, name="warehouse_record"),
    path("warehouse/<int:work_id>/reroute/", work_record.reroute, name="warehouse_reroute"),
    path("warehouse/pick/", pick.choose, name="warehouse_pick"),
    path("warehouse/pick/<int:run_id>/", pick.walk, name="warehouse_walk"),
    path("warehouse/pick/<int:run_id>/scan/", pick.scan, name="warehouse_scan"),
    path("warehouse/pick/<int:run_id>/short/", pick.short, name="warehouse_short"),
    path("warehouse/pick/<int:run_id>/leave/", pick.leave, name="warehouse_leave"),
    path("warehouse/pack/", bench.choose, name="warehouse_pack"),
    path("warehouse/pack/<int:work_id>/", bench.bench, name="warehouse_bench"),
    path("warehouse/pack/<int:work_id>/scan/", bench.scan, name="warehouse_bench_scan"),
    path("warehouse/pack/<int:work_id>/close/", bench.close, name="warehouse_bench_close"),
    path("warehouse/pack/<int:work_id>/empty/", bench.empty, name="warehouse_bench_empty"),
    path("warehouse/parcels/<int:parcel_id>/check/", parcel.check, name="warehouse_check"),
    path("warehouse/parcels/<int:parcel_id>/slip/", parcel.slip, name="warehouse_slip"),
    path("warehouse/parcels/<int:parcel_id>/", parcel.parcel, name="warehouse_parcel"),
    path("warehouse/parcels/<int:parcel_id>/label/", parcel.get_label, name="warehouse_parcel_get_label"),
    path("warehouse/parcels/<int:parcel_id>/label/<slug:kind>/", parcel.label, name="warehouse_parcel_label"),
    path("warehouse/parcels/<int:parcel_id>/open/", parcel.reopen, name="warehouse_parcel_reopen"),
    path("warehouse/hand-over/", hand_over.hand_over, name="warehouse_hand_over"),
    path("warehouse/hand-over/scan/", hand_over.scan, name="warehouse_hand_over_scan"),
    path("warehouse/routing/", routing.routing, name="warehouse_routing"),
    path("warehouse/boxes/", boxes.BoxList.as_view(), name="warehouse_boxes"),
    path("warehouse/boxes/add/", boxes.add_box, name="warehouse_boxes_add"),
    path("warehouse/specifications/", boxes.SpecificationList.as_view(), name="warehouse_specifications"),
    path(
        "warehouse/specifications/<int:specification_id>/",
        specification_record.specification,
        name="warehouse_specification",
    ),
    path("warehouse/specifications/add/", boxes.add_specification, name="warehouse_specifications_add"),
    path("", include("storecrew.surfaces.workspaces.logistics_manager.addresses.hold_record")),
    path("", include("storecrew.surfaces.workspaces.logistics_manager.carriers.urls")),
    path("", include("storecrew.surfaces.workspaces.logistics_manager.promises.late_list")),
    path("", include("storecrew.surfaces.workspaces.logistics_manager.team.urls")),
    path("", include("storecrew.surfaces.workspaces.logistics_manager.quality.urls")),
]
