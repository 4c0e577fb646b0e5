"""Addresses of the Head of Digital's own pages."""

from django.urls import path

from storecrew.surfaces.workspaces.head_of_digital import (
    live,
    people_views,
    purchasing_overview,
    role_views,
    sample,
    setup,
    team_views,
    who_does_what,
)
from storecrew.surfaces.workspaces.head_of_digital.launch import pages as launches
from storecrew.surfaces.workspaces.head_of_digital.people_list import PeopleList
from storecrew.surfaces.workspaces.head_of_digital.ranges import plan_pages, review_pages

urlpatterns = [
    *launches.urlpatterns,
    *review_pages.urlpatterns,
    *plan_pages.urlpatterns,
    path("setup/", setup.setup, name="setup"),
    path("setup/sample/", sample.sample, name="setup_sample"),
    path("live/", live.live, name="live"),
    path("purchasing/overview/", purchasing_overview.overview, name="purchasing_overview"),
    path("people/", PeopleList.as_view(), name="people_list"),
    path("people/add/", people_views.add, name="people_add"),
    path("people/<int:user_id>/", people_views.person, name="people_record"),
    path("people/<int:user_id>/edit/", people_views.edit, name="people_edit"),
    path("people/<int:user_id>/state/", people_views.set_state, name="people_state"),
    path("people/<int:user_id>/end-sessions/", people_views.end_sessions, name="people_end_sessions"),
    path("people/<int:user_id>/assign/", people_views.assign, name="people_assign"),
    path("people/<int:user_id>/revoke/", people_views.revoke, name="people_revoke"),
    path("roles/", role_views.RoleList.as_view(), name="roles_list"),
    path("roles/add/", role_views.add, name="roles_add"),
    path("roles/<slug:code>/", role_views.edit, name="roles_edit"),
    path("roles/<slug:code>/delete/", role_views.delete, name="roles_delete"),
    path("teams/", team_views.TeamList.as_view(), name="teams_list"),
    path("teams/add/", team_views.edit, name="teams_add"),
    path("teams/<slug:code>/", team_views.edit, name="teams_edit"),
    path("who-does-what/", who_does_what.who_does_what, name="who_does_what"),
]
