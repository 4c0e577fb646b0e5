"""Timed work of pricing."""

from __future__ import annotations

import datetime as dt

import pytest

from storecrew.contexts.pricing import tasks
from storecrew.contexts.pricing.models import PriceList
from storecrew.contexts.pricing.tests.factories import AT, make_list


@pytest.mark.django_db
def test_the_tick_opens_a_list():
    make_list("sale", starts_at=AT + dt.timedelta(days=1))
    tasks.open_and_close(AT + dt.timedelta(days=1))
    assert PriceList.objects.get().announced_open
