"""Every write of fulfillment, by subject."""

from storecrew.contexts.fulfillment.operations.addresses import change_address, release_address
from storecrew.contexts.fulfillment.operations.asking import ask_warehouse, broadcast_incident
from storecrew.contexts.fulfillment.operations.bench import save_box, save_specification
from storecrew.contexts.fulfillment.operations.making import give_forgotten, give_to_warehouse
from storecrew.contexts.fulfillment.operations.packing import (
    check_parcel,
    close_parcel,
    empty_parcel,
    open_parcel,
    reopen_parcel,
    scan_into,
)
from storecrew.contexts.fulfillment.operations.picking import confirm_pick
from storecrew.contexts.fulfillment.operations.routing import route
from storecrew.contexts.fulfillment.operations.runs import leave_run, start_run
from storecrew.contexts.fulfillment.operations.shipping import hand_over, ship, take_money
from storecrew.contexts.fulfillment.operations.shortages import goods_are_back, report_short, reroute
from storecrew.contexts.fulfillment.operations.stopping import hold, resume

__all__ = [
    "ask_warehouse",
    "broadcast_incident",
    "change_address",
    "check_parcel",
    "close_parcel",
    "confirm_pick",
    "empty_parcel",
    "give_forgotten",
    "give_to_warehouse",
    "goods_are_back",
    "hand_over",
    "hold",
    "leave_run",
    "open_parcel",
    "release_address",
    "reopen_parcel",
    "report_short",
    "reroute",
    "resume",
    "route",
    "save_box",
    "save_specification",
    "scan_into",
    "ship",
    "start_run",
    "take_money",
]
