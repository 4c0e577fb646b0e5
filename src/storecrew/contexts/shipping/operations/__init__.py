"""Writes of shipping, by verb."""

from storecrew.contexts.shipping.operations.accounts import (
    check_account,
    save_account,
    save_services,
    save_zones,
    set_account_active,
)
from storecrew.contexts.shipping.operations.buying import buy_label
from storecrew.contexts.shipping.operations.choosing import choose_service, delete_rule, save_rule
from storecrew.contexts.shipping.operations.claims import (
    amend_claim,
    close_claim,
    file_claim,
    open_claim,
    open_reported_claim,
)
from storecrew.contexts.shipping.operations.customs import save_customs_identity, save_goods
from storecrew.contexts.shipping.operations.healing import reconcile_label, resolve_label
from storecrew.contexts.shipping.operations.holding import (
    ask_about_address,
    drop_address_hold,
    judge_address,
    learn_from_label,
    release_address,
)
from storecrew.contexts.shipping.operations.manifesting import (
    declare_parcels,
)
from storecrew.contexts.shipping.operations.methods import save_method, set_method_active
from storecrew.contexts.shipping.operations.polling import poll_account
from storecrew.contexts.shipping.operations.promising import (
    close_promise,
    record_arrival,
    record_departure,
    record_promise,
    record_ready,
    refresh_promises,
    tell_late,
)
from storecrew.contexts.shipping.operations.proofs import record_proof
from storecrew.contexts.shipping.operations.rest_days import (
    add_rest_day,
    follow_rest_days,
    move_rest_day,
    refresh_rest_days,
    remove_rest_day,
)
from storecrew.contexts.shipping.operations.tracking import record_tracking
from storecrew.contexts.shipping.operations.voiding import void_label
from storecrew.contexts.shipping.operations.webhooks import handle_carrier_message, match_parked

__all__ = [
    "add_rest_day",
    "amend_claim",
    "ask_about_address",
    "buy_label",
    "check_account",
    "choose_service",
    "close_claim",
    "close_promise",
    "declare_parcels",
    "delete_rule",
    "drop_address_hold",
    "file_claim",
    "follow_rest_days",
    "handle_carrier_message",
    "judge_address",
    "learn_from_label",
    "match_parked",
    "move_rest_day",
    "open_claim",
    "open_reported_claim",
    "poll_account",
    "reconcile_label",
    "record_arrival",
    "record_departure",
    "record_promise",
    "record_proof",
    "record_ready",
    "record_tracking",
    "refresh_promises",
    "refresh_rest_days",
    "release_address",
    "remove_rest_day",
    "resolve_label",
    "save_account",
    "save_customs_identity",
    "save_goods",
    "save_method",
    "save_rule",
    "save_services",
    "save_zones",
    "set_account_active",
    "set_method_active",
    "tell_late",
    "void_label",
]
