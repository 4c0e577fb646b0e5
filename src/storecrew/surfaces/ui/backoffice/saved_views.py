"""The views of a list: tabs over it, saved and deleted by people, with a way back."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from storecrew.contexts.work import public as work
from storecrew.kernel import clock
from storecrew.kernel.actor import Actor
from storecrew.surfaces.ui.backoffice.columns import Tab, Text
from storecrew.surfaces.ui.backoffice.undo import Undo, done, register_undo

if TYPE_CHECKING:
    from storecrew.surfaces.ui.backoffice.listing import Listing


def tabs(listing: Listing) -> list[Tab]:
    """Return all rows, the views of the product, and those that the person sees, the present one marked."""
    here = sorted(QueryDict(listing.state.query(page="")).lists())
    found = [Tab(_("All"), "?all" if listing.opens_with else "?", active=not here)]
    for view in listing.views:
        same = sorted(QueryDict(view.query).lists()) == here
        found.append(Tab(view.label, f"?{view.query}", active=same))
    for saved in _known(listing):
        same = sorted(QueryDict(saved.query).lists()) == here
        own = saved.owner == listing.actor.id
        found.append(Tab(saved.name, f"?{saved.query}", same, saved.sharing, saved.id, own))
    return found


def keep(listing: Listing, data: QueryDict) -> HttpResponse:
    """Save the present state of the list under a name."""
    sharing = data.get("sharing", "own")
    query = listing.read(listing.request.GET).query(page="")
    work.save_view(
        list_code=listing.code,
        name=data.get("name", ""),
        query=query,
        team=sharing.removeprefix("team:") if sharing.startswith("team:") else "",
        shared=sharing == "shared",
        own_teams=listing.own_teams,
        actor=listing.actor,
        at=clock.now(),
    )
    return redirect(f"{listing.request.path}?{query}")


def drop(listing: Listing, view_id: int) -> HttpResponse:
    """Delete one of the person's own views; it can be taken back."""
    gone = next((view for view in _known(listing) if view.id == view_id), None)
    work.delete_view(view_id=view_id, actor=listing.actor)
    if gone is not None:
        payload = {
            "list_code": gone.list_code,
            "name": gone.name,
            "query": gone.query,
            "team": gone.team,
            "shared": gone.sharing == "shared",
        }
        words = _("The view “%(name)s” is deleted.") % {"name": gone.name}
        done(listing.request, words, Undo("work.view_deleted", payload))
    return redirect(listing.request.path)


def _known(listing: Listing) -> list[work.ViewFacts]:
    return work.views_for(listing.code, user_id=listing.actor.id, teams=listing.own_teams)


def _save_again(payload: dict[str, Any], actor: Actor, at: datetime) -> Text:
    work.save_view(**payload, own_teams=[payload["team"]], actor=actor, at=at)
    return _("The view is there again.")


register_undo("work.view_deleted", _save_again)
