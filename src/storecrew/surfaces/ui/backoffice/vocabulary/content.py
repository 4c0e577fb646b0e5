"""The words of the audit trail for what is written and launched, marked for translation."""

from __future__ import annotations

from django.utils.translation import gettext_noop

ACTIONS = frozenset(
    {
        # assortment
        gettext_noop("review opened"),
        gettext_noop("review signed"),
        gettext_noop("review closed"),
        gettext_noop("decided"),
        gettext_noop("plan saved"),
        gettext_noop("plan deleted"),
        # reviews
        gettext_noop("written"),
        gettext_noop("reports closed"),
        gettext_noop("photo dropped"),
        gettext_noop("answered"),
        gettext_noop("published"),
        # texts of mails and messages
        gettext_noop("words drafted"),
        gettext_noop("words published"),
        gettext_noop("words discarded"),
        gettext_noop("words restored"),
        gettext_noop("sample sent"),
        # launches
        gettext_noop("launch created"),
        gettext_noop("launch opened"),
        gettext_noop("launch rolled back"),
        gettext_noop("launch dropped"),
        gettext_noop("item signed"),
        gettext_noop("item granted"),
        gettext_noop("signature taken back"),
        gettext_noop("canary walked"),
        gettext_noop("check order placed"),
        gettext_noop("opened"),
        gettext_noop("closed"),
    }
)

FIELDS = frozenset(
    {
        gettext_noop("layout"),
        gettext_noop("lead image id"),
        gettext_noop("withdrawal"),
        gettext_noop("stars"),
        gettext_noop("reports"),
        gettext_noop("reply"),
        gettext_noop("product"),
        gettext_noop("next on"),
        gettext_noop("decision"),
        gettext_noop("review"),
        gettext_noop("owner"),
        gettext_noop("season"),
        gettext_noop("planned"),
        gettext_noop("bands"),
        gettext_noop("texts"),
        gettext_noop("public"),
        gettext_noop("problem"),
        gettext_noop("granted"),
        gettext_noop("evidence"),
        gettext_noop("item"),
    }
)
