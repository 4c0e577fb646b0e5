"""The signature of an audit entry is the same before it is written and after it is read."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json

import pytest
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext_lazy

from storecrew.kernel.audit.chain import SIGNED, sign
from storecrew.kernel.audit.models import AuditEntry

AT = dt.datetime(2026, 3, 2, 9, 0, 1, 5, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    "after",
    [
        None,
        {"b": 1, "a": [{"d": 2, "c": None}]},
        {10: "ten", 9: "nine", "z": {2: 1}},
        {"at": AT, "day": AT.date(), "lazy": gettext_lazy("Cart"), "pair": (1, 2), "한국": "ü"},
    ],
)
def test_a_signature_is_that_of_the_entry_after_a_journey_through_json(after):
    entry = AuditEntry(at=AT, action="a", record="r", record_id="1", actor_kind="staff", after=after)
    content = {name: getattr(entry, name) for name in SIGNED}
    content["at"] = entry.at.isoformat(timespec="microseconds")
    plain = json.loads(json.dumps(content, cls=DjangoJSONEncoder))
    text = json.dumps(plain, sort_keys=True, ensure_ascii=False)
    expected = hmac.new(settings.SECRET_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()
    assert sign(entry) == expected
    entry.after = plain["after"]
    assert sign(entry) == expected
