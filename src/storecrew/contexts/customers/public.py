"""The doorway of the customers context."""

from storecrew.contexts.customers.errors import (
    AlreadyErased,
    CustomerChanged,
    InvalidCustomer,
    InvalidEmail,
    TooManyAddresses,
    UnknownAddress,
    UnknownContact,
    UnknownCustomer,
)
from storecrew.contexts.customers.events import (
    ConsentGiven,
    ConsentWithdrawn,
    CustomerCreated,
    CustomerErased,
)
from storecrew.contexts.customers.facts import (
    AddressFacts,
    ConsentsFacts,
    ContactFacts,
    CustomerFacts,
    SavedAddress,
)
from storecrew.contexts.customers.operations.addresses import delete_address, save_address
from storecrew.contexts.customers.operations.consent import (
    ask_consent,
    choose_topics,
    confirm_consent,
    forget_unconfirmed,
    suppress_contact,
    withdraw_consent,
)
from storecrew.contexts.customers.operations.people import (
    ensure_customer,
    erase,
    link_account,
    update_customer,
)
from storecrew.contexts.customers.providers.address_check import AddressCheck, register_address_check
from storecrew.contexts.customers.providers.groups import (
    GroupSource,
    group_names,
    groups_of,
    register_groups,
    segment_of,
)
from storecrew.contexts.customers.providers.subject_data import SubjectData, register_subject_data
from storecrew.contexts.customers.queries import (
    address,
    addresses,
    customer,
    customer_by_email,
    customer_for_user,
    customers,
    export_data,
)
from storecrew.contexts.customers.queries.consent import (
    agreed,
    agreed_since,
    consents_of,
    contact_ids,
    contact_of,
    contacts,
    contacts_of,
    reachable,
)
from storecrew.contexts.customers.rules import TOPICS, erased_email, normalize_email

__all__ = [
    "TOPICS",
    "AddressCheck",
    "AddressFacts",
    "AlreadyErased",
    "ConsentGiven",
    "ConsentWithdrawn",
    "ConsentsFacts",
    "ContactFacts",
    "CustomerChanged",
    "CustomerCreated",
    "CustomerErased",
    "CustomerFacts",
    "GroupSource",
    "InvalidCustomer",
    "InvalidEmail",
    "SavedAddress",
    "SubjectData",
    "TooManyAddresses",
    "UnknownAddress",
    "UnknownContact",
    "UnknownCustomer",
    "address",
    "addresses",
    "agreed",
    "agreed_since",
    "ask_consent",
    "choose_topics",
    "confirm_consent",
    "consents_of",
    "contact_ids",
    "contact_of",
    "contacts",
    "contacts_of",
    "customer",
    "customer_by_email",
    "customer_for_user",
    "customers",
    "delete_address",
    "ensure_customer",
    "erase",
    "erased_email",
    "export_data",
    "forget_unconfirmed",
    "group_names",
    "groups_of",
    "link_account",
    "normalize_email",
    "reachable",
    "register_address_check",
    "register_groups",
    "register_subject_data",
    "save_address",
    "segment_of",
    "suppress_contact",
    "update_customer",
    "withdraw_consent",
]
