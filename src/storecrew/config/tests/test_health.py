"""Whoever asks how the process is gets an answer, by whatever name (OPS-16)."""

from unittest.mock import patch

import pytest
from django.db import OperationalError, connection
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("host", ["10.0.0.5:8000", "localhost", "shop.example.com"])
def test_ops_16_a_load_balancer_asks_by_address_and_in_plain_http(settings, host):
    settings.ALLOWED_HOSTS = ["shop.example.com"]
    settings.SECURE_SSL_REDIRECT = True
    answer = Client().get("/healthz", headers={"Host": host})
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert answer["Cache-Control"] == "no-store"
    assert Client().get("/", headers={"Host": host}).status_code == (301 if "shop" in host else 400)


def test_ops_16_without_its_database_the_process_says_so():
    with patch.object(connection, "cursor", side_effect=OperationalError("secret words")):
        answer = Client().get("/healthz")
    assert (answer.status_code, answer.json()) == (503, {"status": "unavailable"})


def test_nothing_else_is_taken_there():
    assert Client().post("/healthz", {"a": "b"}).status_code == 405
