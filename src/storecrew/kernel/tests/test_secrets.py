"""Secrets at rest: sealed per purpose, opened with the present and the former key, never silently empty."""

from __future__ import annotations

import pytest

from storecrew.kernel import secrets


def test_a_secret_opens_for_its_purpose_only():
    sealed = secrets.seal({"password": "opensesame"}, purpose="carriers")
    assert "opensesame" not in sealed
    assert secrets.unseal(sealed, purpose="carriers") == {"password": "opensesame"}
    with pytest.raises(secrets.SecretUnreadable):
        secrets.unseal(sealed, purpose="gateways")


def test_the_former_key_still_opens_and_an_unknown_one_says_so(settings):
    sealed = secrets.seal({"a": "b"}, purpose="carriers")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-key"
    assert secrets.unseal(sealed, purpose="carriers") == {"a": "b"}
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(secrets.SecretUnreadable):
        secrets.unseal(sealed, purpose="carriers")


def test_no_secrets_are_an_empty_text():
    assert secrets.seal({}, purpose="carriers") == ""
    assert secrets.unseal("", purpose="carriers") == {}
