"""Visitors behind a proxy are told apart, and nobody can pretend to be another (ABU-01)."""

import logging

import pytest

from storecrew.config.environment import SettingsError
from storecrew.config.forwarding import behind, checked


def seen(proxies, peer, forwarded_for=""):
    """Return the address that the application sees."""
    found = []
    app = behind(proxies, lambda environ, start: found.append(environ["REMOTE_ADDR"]) or [])
    environ = {"REMOTE_ADDR": peer} | ({"HTTP_X_FORWARDED_FOR": forwarded_for} if forwarded_for else {})
    app(environ, None)
    return found[0]


def test_abu_01_visitors_behind_a_proxy_are_told_apart():
    assert seen(["127.0.0.1"], "127.0.0.1", "198.51.100.7") == "198.51.100.7"
    assert seen(["10.1.0.0/16", "10.0.0.3"], "10.1.2.3", "198.51.100.7, 10.0.0.3") == "198.51.100.7"
    assert seen(["127.0.0.1"], "127.0.0.1") == "127.0.0.1"


def test_abu_01_what_a_visitor_puts_in_front_counts_for_nothing():
    assert seen(["127.0.0.1"], "127.0.0.1", "203.0.113.1, 198.51.100.7") == "198.51.100.7"
    assert seen(["127.0.0.1"], "198.51.100.9", "203.0.113.1") == "198.51.100.9"
    assert seen([], "198.51.100.9", "203.0.113.1") == "198.51.100.9"


def test_a_proxy_that_was_forgotten_is_named_once(caplog):
    app = behind(["127.0.0.1"], lambda environ, start: [])
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            app({"REMOTE_ADDR": "10.0.0.9", "HTTP_X_FORWARDED_FOR": "198.51.100.7"}, None)
        app({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "198.51.100.7"}, None)
    assert [each.getMessage()[:46] for each in caplog.records] == [
        "A request from 10.0.0.9 says it was forwarded."
    ]


def test_what_is_no_address_is_said_at_start():
    assert checked(["10.0.0.3", "10.1.0.0/16", "::1"]) == ["10.0.0.3", "10.1.0.0/16", "::1"]
    with pytest.raises(SettingsError, match="names 'proxy'; use addresses or networks"):
        checked(["proxy"])
