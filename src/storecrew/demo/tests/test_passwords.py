"""Public passwords of the demo are hashed quickly, and properly as soon as somebody signs in."""

from __future__ import annotations

from django.contrib.auth.hashers import check_password, make_password
from django.test import override_settings

from storecrew.demo.steps.organization import PASSWORD


def test_a_password_of_the_demo_is_read_later_and_hashed_anew_at_the_sign_in() -> None:
    with override_settings(PASSWORD_HASHERS=["storecrew.demo.passwords.PublicPasswordHasher"]):
        stored = make_password(PASSWORD)
    anew: list[str] = []
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.PBKDF2PasswordHasher"]):
        assert check_password(PASSWORD, stored, setter=anew.append)
        assert not check_password("another", stored)
    assert anew == [PASSWORD]
