"""A form that is refused says what to correct and leads there."""

from __future__ import annotations

import pytest

from storecrew.contexts.catalog.tests.factories import make_product
from storecrew.contexts.people.tests.factories import make_staff

pytestmark = pytest.mark.django_db


def test_u011_a_refused_form_names_its_fields_and_leads_to_them(client) -> None:
    client.force_login(make_staff("owner", email="mina@x.example"))
    text = client.post("/admin/tasks/add/", {"title": "", "owner_role": ""}).content.decode()
    assert '<a href="#id_title">What is to be done</a>' in text
    assert 'id="id_title"' in text


def test_u011_a_refused_product_leads_to_its_fields_too(client) -> None:
    client.force_login(make_staff("owner", email="mina@x.example"))
    form = f"/admin/products/{make_product().product_id}/edit/"
    hidden = client.get(form).context
    answer = client.post(form, {"title": "", "version": hidden["version"], "seen": hidden["seen"]})
    assert answer.status_code == 422
    assert '<a href="#id_title">Title</a>' in answer.content.decode()
