"""Addresses of the fleet."""

from django.urls import path

from storecrew.surfaces.workspaces.logistics_manager.fleet import (
    board,
    driver_record,
    driving,
    places,
    trip_record,
    vehicle_record,
)
from storecrew.surfaces.workspaces.logistics_manager.fleet.driver_list import DriverList
from storecrew.surfaces.workspaces.logistics_manager.fleet.vehicle_list import VehicleList

urlpatterns = [
    path("fleet/", board.board, name="fleet_board"),
    path("fleet/plan/", board.plan, name="fleet_plan"),
    path("fleet/trips/<int:trip_id>/", trip_record.record, name="fleet_trip"),
    path("fleet/trips/<int:trip_id>/publish/", board.publish, name="fleet_publish"),
    path("fleet/trips/<int:trip_id>/cancel/", board.cancel, name="fleet_cancel"),
    path("fleet/jobs/<int:job_id>/move/", board.move, name="fleet_move"),
    path("fleet/jobs/<int:job_id>/drop/", board.drop, name="fleet_drop"),
    path("fleet/jobs/<int:job_id>/place/", places.job_place, name="fleet_job_place"),
    path("fleet/pickups/add/", places.pickup_add, name="fleet_pickup_add"),
    path("fleet/pickups/<int:job_id>/cancel/", places.pickup_cancel, name="fleet_pickup_cancel"),
    path("fleet/depot/", places.depot, name="fleet_depot"),
    path("fleet/postal/", places.postal, name="fleet_postal"),
    path("fleet/proofs/<int:proof_id>/<slug:kind>/", trip_record.picture, name="fleet_proof"),
    path("fleet/vehicles/", VehicleList.as_view(), name="fleet_vehicles"),
    path("fleet/vehicles/add/", vehicle_record.add, name="fleet_vehicle_add"),
    path("fleet/vehicles/<int:vehicle_id>/", vehicle_record.record, name="fleet_vehicle"),
    path("fleet/vehicles/<int:vehicle_id>/edit/", vehicle_record.edit, name="fleet_vehicle_edit"),
    path("fleet/vehicles/<int:vehicle_id>/out/", vehicle_record.out, name="fleet_vehicle_out"),
    path("fleet/vehicles/<int:vehicle_id>/state/", vehicle_record.state, name="fleet_vehicle_state"),
    path("fleet/vehicles/<int:vehicle_id>/checks/add/", vehicle_record.check_add, name="fleet_check_add"),
    path("fleet/checks/<int:check_id>/done/", vehicle_record.check_done, name="fleet_check_done"),
    path("fleet/drivers/", DriverList.as_view(), name="fleet_drivers"),
    path("fleet/drivers/add/", driver_record.add, name="fleet_driver_add"),
    path("fleet/drivers/<int:driver_id>/", driver_record.record, name="fleet_driver"),
    path("fleet/drivers/<int:driver_id>/edit/", driver_record.edit, name="fleet_driver_edit"),
    path("driving/", driving.page, name="driving"),
    path("driving/<int:trip_id>/start/", driving.start, name="driving_start"),
    path("driving/<int:trip_id>/finish/", driving.finish, name="driving_finish"),
    path("driving/<int:stop_id>/deliver/", driving.deliver, name="driving_deliver"),
    path("driving/<int:stop_id>/fetch/", driving.fetch, name="driving_fetch"),
    path("driving/<int:stop_id>/fail/", driving.fail, name="driving_fail"),
]
