"""The words of the audit trail for customers on account and what they owe, marked for translation."""

from __future__ import annotations

from django.utils.translation import gettext_noop

ACTIONS = frozenset(
    {
        gettext_noop("commission given again"),
        gettext_noop("evidence added"),
        gettext_noop("evidence removed"),
        gettext_noop("granted"),
        gettext_noop("grant changed"),
        gettext_noop("held"),
        gettext_noop("released"),
        gettext_noop("ended"),
        gettext_noop("payment recorded"),
        gettext_noop("surplus used"),
        gettext_noop("surplus returned"),
        gettext_noop("item held"),
        gettext_noop("item released"),
        gettext_noop("item paid"),
        gettext_noop("item canceled"),
        gettext_noop("item open"),
        gettext_noop("levels saved"),
        gettext_noop("pay to saved"),
    }
)
FIELDS = frozenset(
    {
        gettext_noop("sent on"),
        gettext_noop("tries"),
        gettext_noop("hold"),
        gettext_noop("levels"),
        gettext_noop("limits"),
        gettext_noop("terms days"),
        gettext_noop("ends on"),
        gettext_noop("customers"),
        gettext_noop("reference"),
    }
)
RECORDS = frozenset(
    {
        gettext_noop("grant"),
        gettext_noop("item"),
        gettext_noop("levels"),
    }
)
