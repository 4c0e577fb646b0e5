"""Writes of the people context, one file per kind of row."""

from storecrew.contexts.people.operations.api_keys import issue_api_key, open_with_key, revoke_api_key
from storecrew.contexts.people.operations.delegations import delegate_rights, end_delegation
from storecrew.contexts.people.operations.devices import end_device, forget_devices, note_device
from storecrew.contexts.people.operations.memberships import (
    assign_role,
    change_membership,
    revoke_role,
)
from storecrew.contexts.people.operations.roles import delete_role, save_role
from storecrew.contexts.people.operations.rosters import delete_shift, save_shift, save_skill
from storecrew.contexts.people.operations.seed import seed_organization
from storecrew.contexts.people.operations.sign_ins import (
    link_sign_in,
    note_link,
    prove_email,
    replace_password,
    save_sign_in_service,
    unlink_sign_in,
)
from storecrew.contexts.people.operations.single_sign_on import let_in, note_single_sign_on
from storecrew.contexts.people.operations.teams import save_team
from storecrew.contexts.people.operations.upgrade import offer_new_rights
from storecrew.contexts.people.operations.users import (
    add_person,
    disable_user,
    edit_person,
    enable_user,
    end_sessions,
    erase_account,
    erase_outsider,
    rename_oneself,
    set_password,
)

__all__ = [
    "add_person",
    "assign_role",
    "change_membership",
    "delegate_rights",
    "delete_role",
    "delete_shift",
    "disable_user",
    "edit_person",
    "enable_user",
    "end_delegation",
    "end_device",
    "end_sessions",
    "erase_account",
    "erase_outsider",
    "forget_devices",
    "issue_api_key",
    "let_in",
    "link_sign_in",
    "note_device",
    "note_link",
    "note_single_sign_on",
    "offer_new_rights",
    "open_with_key",
    "prove_email",
    "rename_oneself",
    "replace_password",
    "revoke_api_key",
    "revoke_role",
    "save_role",
    "save_shift",
    "save_sign_in_service",
    "save_skill",
    "save_team",
    "seed_organization",
    "set_password",
    "unlink_sign_in",
]
