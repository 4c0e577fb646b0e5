"""When pages appear and go, for the calendar of all teams: what editors scheduled."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

from storecrew.contexts.work import public as work

MOST = 500


class Publishing:
    """The moments at which a version of a page is published, and at which a page expires."""

    kind = "content"

    def __call__(self, since: dt.datetime, until: dt.datetime) -> Iterator[work.CalendarDate]:
        """Yield the moments within a span of time; two queries."""
        versions = Revision.page_revisions.filter(
            approved_go_live_at__gte=since, approved_go_live_at__lt=until
        ).order_by("pk")
        for page_id, title, moment, written in versions.values_list(
            "object_id", "object_str", "approved_go_live_at", "created_at"
        )[:MOST]:
            yield self._date(
                page_id, "appears", _("%(name)s is published") % {"name": title}, moment, written
            )
        going = Page.objects.live().filter(expire_at__gte=since, expire_at__lt=until).order_by("pk")
        for page_id, title, moment, written in going.values_list(
            "pk", "title", "expire_at", "latest_revision_created_at"
        )[:MOST]:
            words = _("%(name)s leaves the site") % {"name": title}
            yield self._date(page_id, "goes", words, moment, written or moment)

    def _date(
        self, page_id: int | str, what: str, title: str, moment: dt.datetime, written: dt.datetime
    ) -> work.CalendarDate:
        return work.date_asked_for(
            kind=self.kind,
            title=title,
            starts_at=moment,
            ends_at=moment,
            owner_role="content_team",
            record="wagtailcore.page",
            record_id=f"{page_id}:{what}",
            url=f"/admin/pages/{page_id}/edit/",
            changed_at=written,
        )
