"""Words of budgets."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from storecrew.contexts.budgets import public as budgets
from storecrew.contexts.people import public as people
from storecrew.surfaces.ui.backoffice.listing import Status
from storecrew.surfaces.ui.backoffice.registry import Text

STATES: dict[str, tuple[Text, str]] = {
    "over": (gettext_lazy("overdrawn"), "bad"),
    "committed": (gettext_lazy("ordered beyond"), "bad"),
    "will": (gettext_lazy("will not be enough"), "warning"),
    "left": (gettext_lazy("much left over"), "info"),
    "fine": (gettext_lazy("as planned"), "good"),
}
PLANS = {"draft": "info", "holds": "good", "replaced": "neutral"}


def state_status(state: str) -> Status:
    """Return how a line stands, as a word with its color."""
    words, tone = STATES[state]
    return Status(words, tone)


def channel_words(code: str) -> Text:
    """Return what costs are for."""
    return budgets.channels().get(code, code or "–")


def team_choices() -> list[tuple[str, str]]:
    """Return the teams to choose from."""
    return [(team.code, team.name) for team in people.all_teams()]


def channel_choices() -> list[tuple[str, Text]]:
    """Return what costs can be for, to choose from."""
    return sorted(budgets.channels().items(), key=lambda each: str(each[1]))
