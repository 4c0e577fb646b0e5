"""The conflict that only marketing can see: a campaign that leads to a page which nobody has published."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.content import public as content
from storecrew.contexts.marketing.models import Campaign
from storecrew.contexts.marketing.operations.moving import RECORD
from storecrew.contexts.work import public as work

State = Campaign.State
SOON = dt.timedelta(hours=24)
"""So long before its start a missing page blocks a campaign; before that its editors are only told."""


class LandingMissing(work.ConflictRule):
    """A landing page of a campaign will not be published when the campaign starts."""

    code = "landing_missing"
    name = gettext_lazy("Landing page not published")
    severity = "blocking"
    owner_role = "content_team"
    permission = "content.write"
    dates = ("campaign",)
    answers: ClassVar[Mapping[str, Any]] = {"accept": gettext_lazy("It may start without the page")}

    def find(self, dates: Sequence[work.CalendarDate], *, at: dt.datetime) -> Iterator[work.Found]:
        """Return the campaigns that have not started and whose pages will be missing."""
        mine = {int(date.record_id): date for date in dates if date.record == RECORD}
        waiting = Campaign.objects.filter(
            pk__in=mine, state__in=(State.DRAFT, State.SCHEDULED, State.STOPPED)
        )
        keys = set(waiting.values_list("pk", flat=True))
        missing: dict[int, list[str]] = {}
        for page in content.landing_pages(keys):
            goes_live = page.goes_live_at
            start = mine[page.campaign_id].starts_at
            if not page.live and (goes_live is None or goes_live > start):
                missing.setdefault(page.campaign_id, []).append(f"{page.title} ({page.locale})")
        for key, pages in sorted(missing.items()):
            near = mine[key].starts_at - at <= SOON
            yield work.Found(
                date=mine[key],
                key="landing",
                facts={"pages": pages},
                measure=len(pages),
                severity="blocking" if near else "warning",
            )

    def words(self, facts: Mapping[str, Any]) -> str:
        """Say which pages are missing."""
        return _("Not published: %(pages)s") % {"pages": ", ".join(facts["pages"])}

    def cure(self, facts: Mapping[str, Any]) -> str:
        """Say what would resolve it."""
        return _("Publish the page, give it a date to go live before the start, or move the campaign.")


def look_again(page_id: int, *, at: dt.datetime) -> int:
    """Ask again for the campaign of a page that was published or taken back; return what changed."""
    campaign_id = content.campaign_of_page(page_id)
    if campaign_id is None:
        return 0
    return work.refresh_conflicts(records=[(RECORD, str(campaign_id))], codes=[LandingMissing.code], at=at)
