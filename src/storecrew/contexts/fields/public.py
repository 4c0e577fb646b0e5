"""The doorway of the fields context."""

from storecrew.contexts.fields.errors import (
    FieldChanged,
    FieldHasValues,
    InvalidField,
    InvalidValues,
    UnknownField,
)
from storecrew.contexts.fields.facts import Choice, FieldFacts, FieldSpec, Filled, Plain, Taken, words
from storecrew.contexts.fields.operations.defining import delete_field, save_field
from storecrew.contexts.fields.operations.filling import forget, set_values
from storecrew.contexts.fields.operations.taking import take_values
from storecrew.contexts.fields.queries.fields import count_values, field, fields_of, form_of, values_of
from storecrew.contexts.fields.rules.records import RECORDS, RecordKind
from storecrew.contexts.fields.rules.values import KINDS, SCALE

__all__ = [
    "KINDS",
    "RECORDS",
    "SCALE",
    "Choice",
    "FieldChanged",
    "FieldFacts",
    "FieldHasValues",
    "FieldSpec",
    "Filled",
    "InvalidField",
    "InvalidValues",
    "Plain",
    "RecordKind",
    "Taken",
    "UnknownField",
    "count_values",
    "delete_field",
    "field",
    "fields_of",
    "forget",
    "form_of",
    "save_field",
    "set_values",
    "take_values",
    "values_of",
    "words",
]
