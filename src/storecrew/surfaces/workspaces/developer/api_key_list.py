"""The list of keys of the interface."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.people.models import ApiKey
from storecrew.kernel import clock
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, Status, SystemView, Text

STATES: dict[str, tuple[Text, str]] = {
    "valid": (gettext_lazy("valid"), "good"),
    "expired": (gettext_lazy("expired"), "neutral"),
    "revoked": (gettext_lazy("revoked"), "neutral"),
}


def state_words(state: str) -> Status:
    """Return the state of a key as the list and the record show it."""
    words, tone = STATES[state]
    return Status(words, tone)


def _state(row: ApiKey) -> Status:
    if row.revoked_at is not None:
        return state_words("revoked")
    return state_words("valid" if clock.now() < row.expires_at else "expired")


def _by_state(rows: QuerySet[Any], op: str, values: list[str]) -> QuerySet[Any]:
    now = clock.now()
    asked = {
        "valid": Q(revoked_at=None, expires_at__gt=now),
        "expired": Q(revoked_at=None, expires_at__lte=now),
        "revoked": Q(revoked_at__isnull=False),
    }
    wanted = Q(pk__in=[])
    for value in values:
        wanted |= asked.get(value, Q(pk__in=[]))
    return rows.exclude(wanted) if op == "not" else rows.filter(wanted)


class ApiKeyList(Listing):
    """Every key that was ever issued."""

    code = "people.api_keys"
    title = gettext_lazy("API keys")
    permission = "keys.write"
    search_fields = ("name", "prefix", "owner__name", "owner__email")
    search_hint = gettext_lazy("Name, key or person")
    default_sort = "-created"
    empty_text = gettext_lazy(
        "No program has a key yet. A key lets another system read stock and orders or plan promotions, with "
        "some of the rights of whoever issues it, until a day of your choice."
    )
    columns = (
        Column("name", gettext_lazy("Name"), sort="name", primary=True),
        Column("prefix", gettext_lazy("Key"), sort="prefix"),
        Column("owner", gettext_lazy("Acts for"), lambda row: str(row.owner), sort="owner__name"),
        Column("state", gettext_lazy("State"), _state, kind="status"),
        Column("rights", gettext_lazy("Rights"), lambda row: list(row.permissions), kind="tags"),
        Column("expires", gettext_lazy("Valid until"), "expires_at", kind="datetime", sort="expires_at"),
        Column("used", gettext_lazy("Last used"), "last_used_on", kind="date", sort="last_used_on"),
        Column(
            "created", gettext_lazy("Issued"), "created_at", kind="datetime", sort="created_at", default=False
        ),
    )
    filters = (
        Filter(
            "state",
            gettext_lazy("State"),
            "choice",
            choices=[(code, words) for code, (words, _tone) in STATES.items()],
            apply=_by_state,
        ),
        Filter("owner", gettext_lazy("Acts for"), "text", "owner__name"),
        Filter("expires", gettext_lazy("Valid until"), "date", "expires_at"),
    )
    views = (
        SystemView(gettext_lazy("Valid"), "f.state=valid"),
        SystemView(gettext_lazy("Over"), "f.state=expired&f.state=revoked"),
    )

    def rows(self) -> QuerySet[ApiKey]:
        """Return all keys."""
        return ApiKey.objects.select_related("owner")

    def row_url(self, row: ApiKey) -> str:
        """Open the key."""
        return reverse("api_key_record", args=[row.pk])

    def primary_action(self) -> tuple[Text, str] | None:
        """Issue one."""
        return _("Issue a key"), reverse("api_key_add")
