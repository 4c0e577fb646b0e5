"""Reads of outside services to sign in with, and of the accounts that they open."""

from __future__ import annotations

from allauth.socialaccount.models import SocialAccount
from django.conf import settings

from storecrew.contexts.people import rules
from storecrew.contexts.people.errors import UnknownSignInService
from storecrew.contexts.people.facts import LinkedSignIn, SignInServiceFacts
from storecrew.contexts.people.models import SignInService
from storecrew.kernel import secrets

SIGN_IN_PURPOSE = "people.sign_in"


def sign_in_kinds() -> tuple[rules.SignInKind, ...]:
    """Return the kinds of sign-in services that this installation can switch on."""
    return tuple(
        kind for kind in rules.SIGN_IN_KINDS.values() if settings.STORECREW_DEMO or not kind.test_only
    )


def sign_in_codes() -> tuple[str, ...]:
    """Return the codes of the services there are, and of those that could be set up next."""
    known = set(SignInService.objects.values_list("code", flat=True))
    return tuple(code for kind in sign_in_kinds() for code in rules.sign_in_codes(kind, known))


def sign_in_service(code: str) -> SignInServiceFacts:
    """Return one service, empty and off when nobody set it up yet; UnknownSignInService."""
    kind = rules.sign_in_kind(code)
    if kind is None or kind not in sign_in_kinds():
        raise UnknownSignInService(service=code[:20])
    row = SignInService.objects.filter(code=code).first()
    if row is None:
        name = rules.usual_name(kind, code)
        return SignInServiceFacts(code, kind.code, name, "", {}, (), enabled=False, version=0)
    kept = tuple(sorted(sign_in_secrets(code)))
    return SignInServiceFacts(
        code, kind.code, row.name, row.client_id, dict(row.settings), kept, row.enabled, row.version
    )


def offered_sign_ins() -> tuple[tuple[str, str], ...]:
    """Return code and name of the services that shoppers may sign in with, in the order of the kinds."""
    named = dict(SignInService.objects.filter(enabled=True).values_list("code", "name"))
    codes = (code for kind in sign_in_kinds() for code in rules.sign_in_codes(kind, named))
    return tuple((code, named[code]) for code in codes if code in named)


def sign_in_secrets(code: str) -> dict[str, str]:
    """Open the secrets of a service, to be used and never shown. Raises SecretUnreadable."""
    sealed = SignInService.objects.filter(code=code).values_list("sealed_secrets", flat=True).first()
    return secrets.unseal(sealed or "", purpose=SIGN_IN_PURPOSE)


def linked_sign_ins(user_id: int) -> tuple[LinkedSignIn, ...]:
    """Return the outside services that an account is linked with, also those that are switched off now."""
    names = {kind.code: kind.name for kind in rules.SIGN_IN_KINDS.values()}
    names |= dict(SignInService.objects.values_list("code", "name"))
    return tuple(
        LinkedSignIn(
            row.pk,
            rules.kind_of_sign_in(row.provider),
            names.get(rules.kind_of_sign_in(row.provider), row.provider),
            str((row.extra_data or {}).get("email", "")),
            row.date_joined,
        )
        for row in SocialAccount.objects.filter(user_id=user_id).order_by("pk")
    )
