"""Lists as files for the clock: the very list that somebody sees, opened without a request of theirs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import IO, Any

from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.urls import Resolver404, resolve
from django.utils import timezone, translation

from storecrew.contexts.people import public as people
from storecrew.contexts.people.models import User
from storecrew.contexts.work import public as work
from storecrew.kernel import clock
from storecrew.kernel.actor import Actor, within
from storecrew.kernel.errors import NotFound
from storecrew.surfaces.ui.backoffice import export
from storecrew.surfaces.ui.backoffice.access import may_open
from storecrew.surfaces.ui.backoffice.listing import Listing
from storecrew.surfaces.ui.backoffice.registry import Look


def list_at(path: str) -> type[Listing] | None:
    """Return the list at an address; None where there is none."""
    try:
        kind: type[Listing] | None = getattr(resolve(path).func, "listing", None)
    except Resolver404:
        return None
    return kind


class Writer:
    """Writes views of lists as files, with what two people both may see."""

    def reader(self, person: str) -> work.FileReader | None:
        """Return where somebody gets mail; None for an account that is closed."""
        user = User.objects.filter(pk=int(person), is_active=True).first()
        if user is None:
            return None
        return work.FileReader(person, str(user), user.email, user.locale or settings.LANGUAGE_CODE)

    def require(self, view: work.ListView, person: str) -> None:
        """Raise CannotHaveFile or NotFound unless somebody may take away all that this view is."""
        user = _user(person)
        if user is None:
            raise work.CannotHaveFile(person=person)
        actor = people.actor_for(user)
        if not may_open(view.path, actor):
            raise work.CannotHaveFile(person=person)
        listing = _opened(view, user, actor)
        if not listing.may_export() or not _whole(listing, view):
            raise work.CannotHaveFile(person=person)

    def write(
        self, view: work.ListView, *, sender: str, reader: work.FileReader, into: IO[bytes]
    ) -> work.Written:
        """Write the rows and columns that both may see, with the words and the clock of the reader."""
        owner, receiver = _user(sender), _user(reader.person)
        if owner is None or receiver is None:
            raise work.CannotHaveFile(person=reader.person)
        actor = within(people.actor_for(owner), people.actor_for(receiver))
        with translation.override(reader.locale), timezone.override(view.zone):
            listing = _opened(view, owner, actor, receiver)
            sheet = listing.sheet()
            rows = _Counted(sheet.rows)
            for part in export.content(view.form, sheet._replace(rows=rows)):
                into.write(part)
        return work.Written(f"{sheet.name}.{view.form}", rows.count)


class _Counted:
    """Rows that are counted as they pass."""

    def __init__(self, rows: Iterable[Sequence[Any]]) -> None:
        self._rows, self.count = rows, 0

    def __iter__(self) -> Iterator[Sequence[Any]]:
        for row in self._rows:
            self.count += 1
            yield row


def _user(person: str) -> User | None:
    return User.objects.filter(pk=int(person), is_active=True, is_staff=True).first()


def _opened(view: work.ListView, user: User, actor: Actor, other: User | None = None) -> Listing:
    """Return a list as somebody sees it, with the roles that another one has too."""
    kind = list_at(view.path)
    if kind is None:
        raise NotFound()
    roles = [role.code for role in people.roles_of(user)]
    if other is not None:
        theirs = {role.code for role in people.roles_of(other)}
        roles = [code for code in roles if code in theirs]
    request = HttpRequest()
    request.method, request.path, request.path_info = "GET", view.path, view.path
    request.GET = QueryDict(view.query)
    request.user = user
    request._storecrew_actor = (user.pk, actor)  # type: ignore[attr-defined]
    request._storecrew_look = Look(actor=actor, at=clock.now(), roles=tuple(roles))  # type: ignore[attr-defined]
    return kind(request, **resolve(view.path).kwargs)


def _whole(listing: Listing, view: work.ListView) -> bool:
    """Say whether each filter of a view still narrows it: without one, it would be another list."""
    asked = {
        name[2:].removesuffix(".op").removesuffix(".to")
        for name, values in QueryDict(view.query).lists()
        if name.startswith("f.") and any(values)
    }
    return asked <= {state.filter.key for state in listing.state.filters if state.active}


WRITER = Writer()
work.register_list_files(WRITER)
