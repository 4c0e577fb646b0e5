"""LOG-5: pages of service rules, trying them out, and why a label was bought where it was."""

from __future__ import annotations

import pytest
from django.urls import reverse

from storecrew.contexts.people.tests.factories import make_staff
from storecrew.contexts.shipping.models import Label, ServiceDecision, ServiceRule
from storecrew.contexts.shipping.tests.factories import buy, make_rate_sheet
from storecrew.contexts.shipping.tests.test_manner import take

pytestmark = pytest.mark.django_db
FORM = {
    "name": "Cups",
    "position": "10",
    "active": "on",
    "goods": ["fragile"],
    "max_kg": "31.5",
    "business": "",
}


@pytest.fixture
def desk(client):
    client.force_login(make_staff("logistics_manager"), backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_log_5_a_rule_is_made_tried_changed_and_taken_out(desk):
    make_rate_sheet()
    form = FORM | {"effect": "only", "services": ["sheet-express"]}
    wrong = desk.post(reverse("service_rules_add"), form | {"services": []})
    assert wrong.status_code == 422
    assert "Choose the services" in wrong.content.decode()
    answer = desk.post(reverse("service_rules_add"), form)
    row = ServiceRule.objects.get()
    assert answer.url == reverse("service_rules_record", args=[row.pk])
    assert (row.max_weight_g, row.goods, row.services) == (31_500, ["fragile"], ["sheet-express"])
    page = desk.get(reverse("service_rules_list")).content.decode()
    assert "fragile, under 31.5 kg" in page
    query = {"country": "DE", "postal_code": "10117", "kg": "1", "cm": "20", "value": "50", "currency": "EUR"}
    tried = desk.get(reverse("service_rules_try"), query | {"goods": ["fragile"]}).content.decode()
    assert "not named in the rule “Cups”" in tried
    assert "the only one that can" in tried
    assert "the cheapest" in desk.get(reverse("service_rules_try"), query).content.decode()
    assert desk.get(reverse("service_rules_try"), query | {"value": "much"}).status_code == 422
    edit = reverse("service_rules_edit", args=[row.pk])
    assert 'value="31.5"' in desk.get(edit).content.decode()
    changed = form | {"version": "1", "min_value": "10.50", "currency": "eur", "name": "Dear cups"}
    assert desk.post(edit, changed | {"min_value": "x"}).status_code == 422
    assert desk.post(edit, changed).status_code == 302
    assert desk.post(edit, changed).status_code == 422
    desk.post(reverse("service_rules_delete", args=[row.pk]))
    assert ServiceRule.objects.count() == 0


def test_log_5_a_label_shows_why_its_carrier_was_taken(desk):
    make_rate_sheet()
    found = take("parcel/1")
    buy("parcel/1", service=found.service_code)
    page = desk.get(reverse("labels_record", args=[Label.objects.get().pk])).content.decode()
    assert "Why this carrier" in page
    assert "dearer" in page
    ServiceDecision.objects.all().delete()
    page = desk.get(reverse("labels_record", args=[Label.objects.get().pk])).content.decode()
    assert "A person chose the service" in page


def test_log_5_who_may_not_keep_carriers_tries_the_rules_out(client):
    client.force_login(make_staff("customer_service"), backend="django.contrib.auth.backends.ModelBackend")
    assert reverse("service_rules_try") in client.get(reverse("service_rules_list")).content.decode()
    assert client.get(reverse("service_rules_add")).status_code == 403
