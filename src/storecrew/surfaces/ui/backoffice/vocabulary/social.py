"""The words of the audit trail for what people say, their pictures, and sign-in by outside services."""

from __future__ import annotations

from django.utils.translation import gettext_noop

ACTIONS = frozenset(
    {
        gettext_noop("made"),
        gettext_noop("copied"),
        gettext_noop("line saved"),
        gettext_noop("line removed"),
        gettext_noop("holds"),
        gettext_noop("more allowed"),
        gettext_noop("rights lent"),
        gettext_noop("rights taken back"),
        gettext_noop("mention assigned"),
        gettext_noop("mention handed over"),
        gettext_noop("mention linked"),
        gettext_noop("mention closed"),
        gettext_noop("mention ignored"),
        gettext_noop("mention reopened"),
        gettext_noop("mention answered"),
        gettext_noop("mention answer refused"),
        gettext_noop("picture kept"),
        gettext_noop("picture permitted"),
        gettext_noop("picture shown"),
        gettext_noop("picture hidden"),
        gettext_noop("picture withdrawn"),
        gettext_noop("sign in service saved"),
        gettext_noop("email proved"),
        gettext_noop("sign in linked"),
        gettext_noop("sign in unlinked"),
    }
)
FIELDS = frozenset(
    {
        gettext_noop("customer"),
        gettext_noop("more"),
        gettext_noop("year"),
        gettext_noop("ends at"),
        gettext_noop("language"),
        gettext_noop("pick up"),
        gettext_noop("to"),
    }
)
RECORDS = frozenset(
    {
        gettext_noop("budgetline"),
        gettext_noop("budgetplan"),
        gettext_noop("customerpicture"),
        gettext_noop("mention"),
        gettext_noop("signinservice"),
    }
)
