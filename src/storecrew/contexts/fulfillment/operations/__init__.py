"""Every write of fulfillment, by subject."""

from storecrew.contexts.fulfillment.operations.addresses import change_address, release_address
from storecrew.contexts.fulfillment.operations.asking import ask_warehouse, broadcast_incident
from storecrew.contexts.fulfillment.operations.bench import save_box, save_specification
from storecrew.contexts.fulfillment.operations.changing import decide_change, save_packaging_rules
from storecrew.contexts.fulfillment.operations.closed import check_parcel, reopen_parcel
from storecrew.contexts.fulfillment.operations.codes import (
    deliver_codes,
    deliver_forgotten,
    resend_codes,
    take_money_for_codes,
)
from storecrew.contexts.fulfillment.operations.collecting import give_up, hand_to_customer
from storecrew.contexts.fulfillment.operations.collecting import remind as remind_to_collect
from storecrew.contexts.fulfillment.operations.inserts import lay_out, none_there, offer_insert
from storecrew.contexts.fulfillment.operations.labels import KEY as LABEL_KEY
from storecrew.contexts.fulfillment.operations.labels import forget as forget_label
from storecrew.contexts.fulfillment.operations.labels import get_label
from storecrew.contexts.fulfillment.operations.labels import heal as heal_labels
from storecrew.contexts.fulfillment.operations.labels import keep as keep_label
from storecrew.contexts.fulfillment.operations.making import give_forgotten, give_to_warehouse
from storecrew.contexts.fulfillment.operations.manifests import (
    close_manifest,
    open_manifest,
    scan_onto,
)
from storecrew.contexts.fulfillment.operations.packing import (
    close_parcel,
    empty_parcel,
    open_parcel,
    scan_into,
)
from storecrew.contexts.fulfillment.operations.picking import confirm_pick
from storecrew.contexts.fulfillment.operations.quality import (
    audit_parcel,
    report_damage,
)
from storecrew.contexts.fulfillment.operations.rating import rate_packaging
from storecrew.contexts.fulfillment.operations.routing import route, save_routing, save_routing_place
from storecrew.contexts.fulfillment.operations.runs import leave_run, start_run
from storecrew.contexts.fulfillment.operations.shipping import hand_over, ship, take_money
from storecrew.contexts.fulfillment.operations.shortages import goods_are_back, report_short, reroute
from storecrew.contexts.fulfillment.operations.stopping import hold, resume
from storecrew.contexts.fulfillment.operations.substituting import (
    answer_by_link,
    answer_by_phone,
    give_back_due,
    offer_replacement,
)
from storecrew.contexts.fulfillment.operations.tracking import follow_label

__all__ = [
    "LABEL_KEY",
    "answer_by_link",
    "answer_by_phone",
    "ask_warehouse",
    "audit_parcel",
    "broadcast_incident",
    "change_address",
    "check_parcel",
    "close_manifest",
    "close_parcel",
    "confirm_pick",
    "decide_change",
    "deliver_codes",
    "deliver_forgotten",
    "empty_parcel",
    "follow_label",
    "forget_label",
    "get_label",
    "give_back_due",
    "give_forgotten",
    "give_to_warehouse",
    "give_up",
    "goods_are_back",
    "hand_over",
    "hand_to_customer",
    "heal_labels",
    "hold",
    "keep_label",
    "lay_out",
    "leave_run",
    "none_there",
    "offer_insert",
    "offer_replacement",
    "open_manifest",
    "open_parcel",
    "rate_packaging",
    "release_address",
    "remind_to_collect",
    "reopen_parcel",
    "report_damage",
    "report_short",
    "reroute",
    "resend_codes",
    "resume",
    "route",
    "save_box",
    "save_packaging_rules",
    "save_routing",
    "save_routing_place",
    "save_specification",
    "scan_into",
    "scan_onto",
    "ship",
    "start_run",
    "take_money",
    "take_money_for_codes",
]
