"""The codes of the audit trail that have words: actions, fields and kinds of records, marked for translation.

A code is looked up in plain English ("orders.confirmed" as "confirmed"). One that is missing here is shown
in English; tests/architecture/test_korean.py names the actions of the code that are missing.
"""

from __future__ import annotations

from storecrew.surfaces.ui.backoffice.vocabulary import (
    content,
    credit,
    marketing,
    records,
    selling,
    social,
    things,
    warehouse,
)

__all__ = ["ACTIONS", "FIELDS", "RECORDS"]

ACTIONS = (
    content.ACTIONS
    | selling.ACTIONS
    | marketing.ACTIONS
    | warehouse.ACTIONS
    | credit.ACTIONS
    | social.ACTIONS
)
FIELDS = content.FIELDS | things.FIELDS | marketing.FIELDS | warehouse.FIELDS | credit.FIELDS | social.FIELDS
RECORDS = records.RECORDS | credit.RECORDS | social.RECORDS
