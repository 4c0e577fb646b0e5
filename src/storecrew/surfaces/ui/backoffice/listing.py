"""Lists of the back office: columns, filters, saved views, bulk actions and exports from one declaration.

A surface subclasses `Listing`, names what it needs and puts `MyListing.as_view()` into its addresses. The
number of queries does not depend on the number of rows: one page, one count, the saved views, and what
`load()` fetches for the whole page at once. See README.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.people import public as people
from storecrew.kernel import clock
from storecrew.kernel.actor import Actor
from storecrew.surfaces.ui.backoffice import bulk, export, filters, hints, saved_views
from storecrew.surfaces.ui.backoffice.access import Openable, request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.bulk import BulkAction
from storecrew.surfaces.ui.backoffice.columns import (
    Cell,
    Column,
    ListState,
    Row,
    Status,
    SystemView,
    Tab,
    Text,
)
from storecrew.surfaces.ui.backoffice.custom_fields import OfList
from storecrew.surfaces.ui.backoffice.filters import Filter

__all__ = ["Cell", "Column", "ListState", "Listing", "Row", "Status", "SystemView", "Tab", "Text"]


def walk_link(url: str, listed: str, place: int) -> str:
    """Return the address of a record with the list it is opened from and its place there, from 1."""
    return f"{url}?{urlencode({'in': listed, 'at': place})}"


class Listing:
    """Declare a list by subclassing; everything below `rows` may be left at its default."""

    code: ClassVar[str] = ""
    title: ClassVar[Text] = ""
    icon: ClassVar[str] = "list-ul"
    permission: ClassVar[str | tuple[str, ...]] = ""
    export_permission: ClassVar[str] = ""
    columns: ClassVar[Sequence[Column]] = ()
    filters: ClassVar[Sequence[Filter]] = ()
    views: ClassVar[Sequence[SystemView]] = ()
    bulk_actions: ClassVar[Sequence[BulkAction]] = ()
    search_fields: ClassVar[Sequence[str]] = ()
    # what is searched, where the names of the fields do not say it
    search_hint: ClassVar[Text] = ""
    default_sort: ClassVar[str] = ""
    page_size: ClassVar[int] = 50
    # the view in which the list opens; "All" is then one click away
    opens_with: ClassVar[str] = ""
    # rows lead to record pages, which know the way back and to the previous and the next row (`walking`)
    walks: ClassVar[bool] = True
    # of what the rows are, where people may define fields for it ("catalog.product")
    custom_record: ClassVar[str] = ""
    template: ClassVar[str] = "backoffice/listing.html"
    empty_title: ClassVar[Text] = gettext_lazy("Nothing here yet")
    empty_text: ClassVar[Text] = ""
    intro: ClassVar[Text] = ""

    def __init__(self, request: HttpRequest, **kwargs: Any) -> None:
        self.request = request
        self.kwargs = kwargs
        self.actor: Actor = request_actor(request)
        self._openable: Openable | None = None

    # --- what a list may say about itself

    def rows(self) -> QuerySet[Any]:
        """Return all rows that the actor may see; narrow by scope here (`actor.scopes`)."""
        raise NotImplementedError

    def load(self, rows: list[Any]) -> list[Any]:
        """Fetch what the rows of one page need, in a fixed number of queries; may return other objects."""
        return rows

    def search(self, rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        """Return the rows that match a text: each word in one of `search_fields`."""
        for word in text.split()[:6]:
            match = Q()
            for name in self.search_fields:
                match |= Q(**{f"{name}__icontains": word})
            rows = rows.filter(match)
        return rows

    @property
    def hint(self) -> Text:
        """What the search looks into."""
        return self.search_hint or hints.searched(self.search_fields) or _("Search this list")

    def chosen(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Return what the rows that somebody selected stand for, where a row can stand for several."""
        return rows

    def row_id(self, row: Any) -> Any:
        """Return the key of a row, for selection."""
        return row.pk

    def row_url(self, row: Any) -> str:
        """Return the record's address, or "" when rows are not opened; of rows as `rows()` has them."""
        return ""

    def primary_action(self) -> tuple[Text, str] | None:
        """Return (label, address) of the main button, or None."""
        return None

    def side_actions(self) -> Sequence[tuple[Text, str]]:
        """Return (label, address) of what is seldom needed here, such as limits, as quiet buttons."""
        return ()

    def extra_context(self) -> dict[str, Any]:
        """Return more for the template."""
        return {}

    # --- the view

    @classmethod
    def as_view(cls) -> Callable[..., HttpResponse]:
        """Return the guarded view of this list."""

        @workspace_page(permission=cls.permission)
        def view(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            return cls(request, **kwargs).respond()

        view.__name__ = cls.__name__
        view.listing = cls  # type: ignore[attr-defined]
        return view

    def respond(self) -> HttpResponse:
        """Answer the request: the page, an export, a saved view or a bulk action."""
        if self.request.method == "POST":
            return self._post()
        if self.opens_with and not self.request.GET:
            return redirect(f"{self.request.path}?{self.opens_with}")
        form = self.request.GET.get("export", "")
        if form in export.FORMATS:
            return self._export(form)
        return render(self.request, self.template, self.context())

    @cached_property
    def state(self) -> ListState:
        """Return what the address says."""
        return self.read(self.request.GET)

    def read(self, query: QueryDict) -> ListState:
        """Read a list state from an address query; what is unknown or forbidden is left out."""
        sorts = {column.key for column in self.allowed_columns if column.sort}
        sort = query.get("sort", "")
        known = {column.key for column in self.allowed_columns}
        wanted = [key for part in query.getlist("columns") for key in part.split(",") if key in known]
        if set(wanted) == {c.key for c in self.allowed_columns if c.default and not c.primary}:
            wanted = []
        number = query.get("page", "1")
        return ListState(
            q=query.get("q", "").strip()[:200],
            page=int(number) if number.isascii() and number.isdigit() and len(number) < 8 else 1,
            sort=sort if sort.lstrip("-") in sorts else "",
            columns=list(dict.fromkeys(wanted)),
            filters=filters.read(self.allowed_filters, query),
        )

    @cached_property
    def allowed_columns(self) -> list[Column]:
        """Return the columns that the actor may see."""
        allowed = [c for c in self.columns if not c.permission or self.actor.can(c.permission)]
        return allowed + self.custom.columns()

    @cached_property
    def allowed_filters(self) -> list[Filter]:
        """Return the filters that the actor may use; a hidden column must not be guessed by filtering."""
        allowed = [f for f in self.filters if not f.permission or self.actor.can(f.permission)]
        return [f.seen_by(self.actor) for f in allowed] + self.custom.filters()

    @cached_property
    def custom(self) -> OfList:
        """Return the fields that people defined for what the rows are."""
        return OfList(self.custom_record, self.row_id, self.actor)

    @cached_property
    def shown_columns(self) -> list[Column]:
        """Return the columns to show, chosen ones in the order of the declaration."""
        chosen = set(self.state.columns) or {c.key for c in self.allowed_columns if c.default}
        return [c for c in self.allowed_columns if c.key in chosen or c.primary]

    def matching(self, state: ListState | None = None) -> QuerySet[Any]:
        """Return all rows that the filters and the search let through, sorted."""
        state = state or self.state
        rows = self.rows()
        for item in state.filters:
            if item.active:
                rows = item.narrow(rows)
        if state.q:
            rows = self.search(rows, state.q)
        return self._sorted(rows, state.sort or self.default_sort)

    def may_export(self) -> bool:
        """Say whether the actor may take this list away as a file."""
        return not self.export_permission or self.actor.can(self.export_permission)

    def sheet(self) -> export.Sheet:
        """Return exactly this list for a file. Raises Denied without the right to take it away."""
        if self.export_permission:
            self.actor.require(self.export_permission)
        columns = self.shown_columns
        return export.Sheet(
            f"{self.code.replace('.', '-')}-{clock.now():%Y-%m-%d}",
            [str(c.label) for c in columns],
            [c.key for c in columns],
            ([c.exported(row) for c in columns] for row in self._all_rows()),
        )

    def actions(self) -> list[BulkAction]:
        """Return the bulk actions that the actor may use."""
        return [a for a in self.bulk_actions if not a.permission or self.actor.can(a.permission)]

    def context(self) -> dict[str, Any]:
        """Return everything the template shows."""
        page = self._page()
        action = self.primary_action()
        tabs = saved_views.tabs(self)
        view = next((tab.label for tab in tabs[1:] if tab.active), "")
        chosen = view or self.state.q or any(s.active for s in self.state.filters)
        return {
            "listing": self,
            "header_title": self.title,
            "page": page,
            "rows": self._rows(page),
            "total": page.paginator.count,
            "columns": self._headers(),
            "column_choices": [(c, c in self.shown_columns) for c in self.allowed_columns if not c.primary],
            "filters": self.state.filters,
            "chips": [
                (s, self.state.query(without=s.filter.key, page="")) for s in self.state.filters if s.active
            ],
            "problems": [s.filter.label for s in self.state.filters if s.problem],
            "tabs": tabs,
            "view": view,
            # where nothing is, there is nothing to search, to filter or to take away
            "untouched": not page.paginator.count and not chosen,
            "base_query": self.state.query(page=""),
            "export_formats": export.FORMATS if self.may_export() else (),
            "by_the_clock": self._by_the_clock(),
            "bulk_actions": self.actions(),
            "primary_action": action,
            "side_actions": self.side_actions(),
            "team_choices": self.own_teams,
            "page_links": [
                (number, self.state.query(page=number) if isinstance(number, int) else "")
                for number in page.paginator.get_elided_page_range(page.number, on_each_side=1)
            ],
            "previous_query": self.state.query(page=page.number - 1) if page.has_previous() else "",
            "next_query": self.state.query(page=page.number + 1) if page.has_next() else "",
            **self.extra_context(),
        }

    # --- parts

    def _sorted(self, rows: QuerySet[Any], sort: str) -> QuerySet[Any]:
        lookups = {column.key: column.sort for column in self.allowed_columns if column.sort}
        key = sort.lstrip("-")
        if key not in lookups:
            return (
                rows if rows.query.order_by else rows.order_by(*(rows.model._meta.ordering or ("pk",)), "pk")
            )
        sign = "-" if sort.startswith("-") else ""
        # the primary key at the end makes pages stable when values repeat
        return rows.order_by(f"{sign}{lookups[key]}", f"{sign}pk")

    def _by_the_clock(self) -> str:
        """Return where this list, as it stands, is sent by the clock; "" for who has no such page."""
        if not (self.may_export() and self.actor.can("work.read")):
            return ""
        here = f"{self.request.path}?{self.state.query(page='')}".rstrip("?")
        return f"{reverse('files_add')}?{urlencode({'list': here})}"

    def _page(self) -> Page[Any]:
        return Paginator(self.matching(), self.page_size).get_page(self.state.page)

    def _rows(self, page: Page[Any]) -> list[Row]:
        first = page.start_index()
        rows = self.custom.load(self.load(list(page.object_list)))
        return [self._row(row, place) for place, row in enumerate(rows, start=first)]

    def _row(self, row: Any, place: int) -> Row:
        if self._openable is None:
            self._openable = Openable(self.actor)
        url = self._openable(self.row_url(row))
        title = next((c.of(row) for c in self.shown_columns if c.primary), self.row_id(row))
        return Row(
            id=self.row_id(row),
            url=self._with_way_back(url, place),
            title=str(title),
            cells=[Cell(column, column.of(row)) for column in self.shown_columns],
        )

    def _with_way_back(self, url: str, place: int) -> str:
        if not url or not self.walks or "?" in url:
            return url
        return walk_link(url, f"{self.request.path}?{self.state.query(page='')}".rstrip("?"), place)

    def _headers(self) -> list[dict[str, Any]]:
        current = self.state.sort or self.default_sort
        headers = []
        for column in self.shown_columns:
            active = current.lstrip("-") == column.key and bool(column.sort)
            descending = active and current.startswith("-")
            sort = column.key if descending or not active else f"-{column.key}"
            headers.append(
                {
                    "column": column,
                    "active": active,
                    "direction": ("descending" if descending else "ascending") if active else "none",
                    "query": self.state.query(sort=sort, page="") if column.sort else "",
                }
            )
        return headers

    @cached_property
    def own_teams(self) -> list[str]:
        """Return the teams with which the person may share a view."""
        return people.teams_of(int(self.actor.id))

    def _export(self, form: str) -> HttpResponse:
        return export.answer(form, *self.sheet())  # type: ignore[return-value]

    def _all_rows(self) -> Iterable[Any]:
        """Walk all matching rows in chunks, so that a million rows need no more memory than a page."""
        chunk: list[Any] = []
        for row in self.matching().iterator(chunk_size=1000):
            chunk.append(row)
            if len(chunk) == 1000:
                yield from self.custom.load(self.load(chunk))
                chunk = []
        yield from self.custom.load(self.load(chunk))

    def _post(self) -> HttpResponse:
        data = self.request.POST
        if "save_view" in data:
            return saved_views.keep(self, data)
        if "delete_view" in data:
            return saved_views.drop(self, int(data["delete_view"]))
        return bulk.respond(self)
