"""The shared calendar: what comes when, for all teams, as a list, a week or a month, and as a feed."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass, field, replace
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from storecrew.contexts.channels import public as channels
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.marketing import public as marketing
from storecrew.contexts.people import public as people
from storecrew.contexts.work import public as work
from storecrew.kernel import clock
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.ui.backoffice import calendar_span, icalendar
from storecrew.surfaces.ui.backoffice.access import Openable, request_actor, request_look, workspace_page
from storecrew.surfaces.ui.backoffice.registry import Text

BY_HAND, RECORD, ROSTER = "note", "work.calendar_entry", "roster"
FEED_PAST, FEED_AHEAD = dt.timedelta(days=60), dt.timedelta(days=400)
PUT_BY_HAND = ("note", "closure", "freeze", "release", "maintenance", "print", "contract", "holiday")
KINDS: dict[str, Text] = {
    "note": gettext_lazy("Date"),
    "campaign": gettext_lazy("Campaign"),
    "range_review": gettext_lazy("Range review"),
    "next_range_review": gettext_lazy("Next range review"),
    "delivery": gettext_lazy("Goods arrive"),
    "closure": gettext_lazy("Warehouse closed"),
    "freeze": gettext_lazy("Code freeze"),
    "print": gettext_lazy("Print deadline"),
    "onsite": gettext_lazy("On-site message"),
    "social": gettext_lazy("Social media"),
    "purchase_order": gettext_lazy("Goods arrive"),
    "transfer": gettext_lazy("Transfer"),
    "count": gettext_lazy("Count"),
    "promotion": gettext_lazy("Promotion"),
    "promotion_opens": gettext_lazy("Promotion opens to everybody"),
    "price_change": gettext_lazy("Price change"),
    "content": gettext_lazy("Content"),
    "release": gettext_lazy("Release"),
    "maintenance": gettext_lazy("Maintenance"),
    "roster": gettext_lazy("Roster"),
    "holiday": gettext_lazy("Holiday"),
    "longer_promise": gettext_lazy("Longer delivery promise"),
    "contract": gettext_lazy("Contract"),
}


def kind_name(kind: str) -> str:
    """Return the word for a kind of date."""
    return str(KINDS.get(kind, kind.replace("_", " ").capitalize()))


@dataclass
class Shown:
    """One date as the page shows it."""

    date: work.CalendarDate
    kind: str
    conflicts: list[work.ConflictFacts]
    movable: bool
    first: dt.date | None = None
    begins: bool = True
    slim: bool = False

    @property
    def blocked(self) -> bool:
        """Say whether it cannot start; what runs already is not held any more."""
        return self.date.starts_at > clock.now() and any(each.blocks for each in self.conflicts)


@dataclass
class Day:
    """One day of the page with its dates."""

    date: dt.date
    outside: bool = False
    today: bool = False
    dates: list[Shown] = field(default_factory=list)


class DateForm(forms.Form):
    """A date that a person puts on the calendar."""

    title = forms.CharField(label=gettext_lazy("What"), max_length=200)
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=[(kind, KINDS[kind]) for kind in PUT_BY_HAND],
        required=False,
        help_text=gettext_lazy("Promotions and campaigns are held against closures, freezes and contracts."),
    )
    starts = forms.DateField(
        label=gettext_lazy("First day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    ends = forms.DateField(
        label=gettext_lazy("Last day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    location = forms.ChoiceField(
        label=gettext_lazy("Warehouse"),
        required=False,
        help_text=gettext_lazy("Where it is about one of them."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = [(place.code, place.name) for place in inventory.locations() if place.active]
        self.fields["location"].choices = [("", _("all")), *places]  # type: ignore[attr-defined]


@workspace_page(permission="work.read")
def calendar(request: HttpRequest) -> HttpResponse:
    """Show the dates around a day: `view` is month, week or list; `day` and `kind` narrow."""
    view = request.GET.get("view", "month")
    view = view if view in ("month", "week", "list") else "month"
    zone = channels.house_zone()
    today = clock.today(zone)
    chosen = _day(request.GET.get("day", "")) or today
    kinds = [kind for kind in request.GET.getlist("kind") if kind]
    role = request.GET.get("role", "")
    days, actor = _days(view, chosen, today), request_actor(request)
    found, stands = _found(days, ZoneInfo(zone), kinds, role)
    openable = Openable(actor)
    found = _with_costs(found, actor)
    standing = work.conflicts_of({(date.record, date.record_id) for date in found})
    shown = [_shown(replace(date, url=openable(date.url)), standing) for date in found]
    if view == "month" and kinds != [ROSTER]:
        # who works on each day of a month is known; it must not push aside what happens once
        shown = sorted((replace(each, slim=each.date.kind == ROSTER) for each in shown), key=lambda x: x.slim)
    _fill(days, shown, stands)
    before, after = _neighbors(view, chosen)
    address = reverse("calendar")
    rest = "".join(f"&kind={kind}" for kind in kinds) + (f"&role={role}" if role else "")
    context = {
        "header_title": _("Calendar"),
        "view": view,
        "chosen": chosen,
        "days": days,
        "weeks": [days[n : n + 7] for n in range(0, len(days), 7)],
        "views": [
            (code, words, f"{address}?view={code}&day={chosen}{rest}")
            for code, words in (("month", _("Month")), ("week", _("Week")), ("list", _("As a list")))
        ],
        "before": f"{address}?view={view}&day={before}{rest}",
        "after": f"{address}?view={view}&day={after}{rest}",
        "now": f"{address}?view={view}{rest}",
        "kinds": [(kind, kind_name(kind), kind in kinds) for kind in work.calendar_kinds()],
        "filtered": bool(kinds or role),
        "may_write": actor.can("work.write"),
        "role": role,
        "roles": [(seed.code, _(seed.name)) for seed in people.ROLES],
        "blocking": sum(each.blocks for each in standing),
        "standing": len(standing),
        "has_feed": work.has_feed(request_actor(request).id),
        "empty": not found,
    }
    return render(request, "backoffice/calendar.html", context)


@workspace_page(permission="work.write")
def add(request: HttpRequest) -> HttpResponse:
    """Put a date of one's own where all teams see it."""
    form = DateForm(request.POST or None, initial={"starts": request.GET.get("day", ""), "kind": BY_HAND})
    if request.method == "POST" and form.is_valid():
        zone = channels.house_zone()
        first = form.cleaned_data["starts"]
        last = form.cleaned_data["ends"] or first
        look = request_look(request)
        try:
            work.put_on_calendar(
                kind=form.cleaned_data["kind"] or BY_HAND,
                touches=[f"location:{form.cleaned_data['location']}"] * bool(form.cleaned_data["location"]),
                title=form.cleaned_data["title"],
                starts_at=clock.local_midnight(first, zone),
                ends_at=clock.local_midnight(last + dt.timedelta(days=1), zone) - dt.timedelta(seconds=1),
                owner_role=look.roles[0] if look.roles else people.OWNER,
                record=RECORD,
                record_id=uuid.uuid4().hex,
                actor=look.actor,
                at=look.at,
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            return redirect(f"{reverse('calendar')}?day={first}")
    context = {
        "form": form,
        "header_title": _("New date"),
        "back_url": reverse("calendar"),
        "back_label": _("Calendar"),
    }
    return render(request, "backoffice/form.html", context, status=422 if form.errors else 200)


@workspace_page(permission="work.write")
@require_POST
def remove(request: HttpRequest) -> HttpResponse:
    """Take off a date that a person had put there; those of facts go with their facts."""
    gone = work.take_off_calendar(
        record=RECORD,
        record_id=request.POST.get("record_id", ""),
        actor=request_actor(request),
        at=clock.now(),
    )
    if not gone:
        raise work.UnknownDate()
    return redirect("calendar")


@workspace_page(permission="work.write")
@require_POST
def move(request: HttpRequest) -> HttpResponse:
    """Move a date to another first day, by dragging or by its form; say what it meets there."""
    day = _day(request.POST.get("day", ""))
    before = _day(request.POST.get("from", ""))
    entry = request.POST.get("entry", "")
    if day is None or before is None or not entry.isdigit():
        raise work.InvalidDate()
    seen = parse_datetime(request.POST.get("seen", ""))
    try:
        work.move_date(
            int(entry), days=(day - before).days, seen=seen, actor=request_actor(request), at=clock.now()
        )
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Moved. Conflicts are looked at anew; only those it concerns are told."))
    view = request.POST.get("view", "")
    return redirect(f"{reverse('calendar')}?view={view}&day={day}")


@workspace_page(permission="work.read")
@require_POST
def link(request: HttpRequest) -> HttpResponse:
    """Make a secret address for the person's own calendar program; it is shown once."""
    token = work.feed_link(actor=request_actor(request), at=clock.now())
    address = request.build_absolute_uri(reverse("calendar_feed", args=[token]))
    words = _("Subscribe to this address in your calendar program. It is shown only now: %(address)s")
    messages.success(request, words % {"address": address})
    return redirect("calendar")


@require_GET
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """Answer a calendar program that knows a secret of somebody who still works here."""
    owner = work.feed_owner(token)
    if not owner or not _may_read(owner):
        raise Http404
    now = clock.now()
    found = work.calendar(since=now - FEED_PAST, until=now + FEED_AHEAD)
    text = icalendar.write(
        [(date, kind_name(date.kind)) for date in found],
        name=_("Calendar"),
        base=request.build_absolute_uri("/").rstrip("/"),
    )
    answer = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    answer["Cache-Control"] = "private, max-age=300"
    return answer


def _may_read(owner: str) -> bool:
    try:
        person = people.person(int(owner))
    except (people.UnknownPerson, ValueError):
        return False
    return person.is_active and person.is_staff


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _days(view: str, chosen: dt.date, today: dt.date) -> list[Day]:
    """Return the days a view shows; months are filled up to whole weeks from Monday on."""
    if view == "list":
        return [Day(chosen + dt.timedelta(days=n)) for n in range(60)]
    first = chosen if view == "week" else chosen.replace(day=1)
    last = chosen if view == "week" else _next_month(first) - dt.timedelta(days=1)
    first -= dt.timedelta(days=first.weekday())
    last += dt.timedelta(days=6 - last.weekday())
    return [
        Day(day, outside=view == "month" and day.month != chosen.month, today=day == today)
        for day in (first + dt.timedelta(days=n) for n in range((last - first).days + 1))
    ]


def _next_month(first: dt.date) -> dt.date:
    return (first + dt.timedelta(days=32)).replace(day=1)


def _neighbors(view: str, chosen: dt.date) -> tuple[dt.date, dt.date]:
    if view == "month":
        first = chosen.replace(day=1)
        return (first - dt.timedelta(days=1)).replace(day=1), _next_month(first)
    step = dt.timedelta(days=7 if view == "week" else 60)
    return chosen - step, chosen + step


def _found(
    days: list[Day], zone: ZoneInfo, kinds: list[str], role: str
) -> tuple[list[work.CalendarDate], dict[calendar_span.Key, calendar_span.Span]]:
    """Return the dates of some days, and on which days each stands."""
    since = clock.local_midnight(days[0].date, zone.key) - calendar_span.APART
    until = clock.local_midnight(days[-1].date + dt.timedelta(days=1), zone.key) + calendar_span.APART
    near = [
        date
        for date in work.calendar(since=since, until=until, kinds=kinds)
        if not role or date.owner_role == role
    ]
    stands = calendar_span.spans(near, zone)
    first, last = days[0].date, days[-1].date

    def shows(span: calendar_span.Span) -> bool:
        return span.first <= last and span.last >= first

    return [date for date in near if shows(stands[calendar_span.key_of(date)])], stands


def _with_costs(found: list[work.CalendarDate], actor: Actor) -> list[work.CalendarDate]:
    """Return the dates; printed pieces with what they cost, for those whose work money of campaigns is."""
    pieces = {int(date.record_id) for date in found if date.kind == "print" and date.record_id.isdigit()}
    if not pieces or not actor.can("marketing.read"):
        return found
    costs = {("print", str(key)): money.format() for key, money in marketing.print_costs(pieces).items()}
    return [
        replace(date, title=f"{date.title} · {cost}")
        if (cost := costs.get((date.kind, date.record_id)))
        else date
        for date in found
    ]


def _shown(date: work.CalendarDate, standing: list[work.ConflictFacts]) -> Shown:
    mine = [each for each in standing if (each.record, each.record_id) == (date.record, date.record_id)]
    movable = bool(date.id) and (date.record == RECORD or date.kind in work.movable_kinds())
    return Shown(date, kind_name(date.kind), mine, movable)


def _fill(days: list[Day], found: list[Shown], stands: dict[calendar_span.Key, calendar_span.Span]) -> None:
    places = {day.date: day for day in days}
    for shown in found:
        span = stands[calendar_span.key_of(shown.date)]
        first = day = max(span.first, days[0].date)
        last = min(span.last, days[-1].date)
        while day <= last:
            places[day].dates.append(replace(shown, first=span.first, begins=day == first))
            day += dt.timedelta(days=1)
