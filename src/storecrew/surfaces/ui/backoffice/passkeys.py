"""The form for a new passkey: it signs in alone, as its page says, unless somebody wishes otherwise."""

from __future__ import annotations

from typing import Any

from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django.utils.translation import gettext_lazy as _


class PasskeyForm(AddWebAuthnForm):
    """Allauth's form; a key that cannot ask for finger, face or PIN becomes a second factor only."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        alone = self.fields["passwordless"]
        alone.initial = True
        alone.label = _("Sign in with it alone, without the password")
        alone.help_text = _(
            "Take the mark away for a key that cannot ask for a fingerprint, a face or a PIN: "
            "it then comes after the password."
        )
