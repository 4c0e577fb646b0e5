"""Addresses of the Head of Digital's own pages."""

from django.urls import path

from storecrew.surfaces.workspaces.head_of_digital import (
    chat_hooks,
    delegating,
    live,
    oversight,
    people_views,
    purchasing_overview,
    role_views,
    sample,
    setup,
    sign_in_services,
    team_views,
    who_does_what,
)
from storecrew.surfaces.workspaces.head_of_digital.budgets import lists as budget_lists
from storecrew.surfaces.workspaces.head_of_digital.budgets import pages as budget_pages
from storecrew.surfaces.workspaces.head_of_digital.launch import pages as launches
from storecrew.surfaces.workspaces.head_of_digital.people_list import PeopleList
from storecrew.surfaces.workspaces.head_of_digital.ranges import plan_pages, review_pages

urlpatterns = [
    *launches.urlpatterns,
    *review_pages.urlpatterns,
    *plan_pages.urlpatterns,
    path("setup/", setup.setup, name="setup"),
    path("setup/sample/", sample.sample, name="setup_sample"),
    path("sign-in-services/", sign_in_services.services, name="sign_in_services"),
    path("sign-in-services/<slug:code>/", sign_in_services.service, name="sign_in_service"),
    path("budgets/", budget_lists.BudgetOverview.as_view(), name="budgets"),
    path("budgets/lines/<int:line_id>/", budget_pages.line, name="budget_line"),
    path("budgets/lines/<int:line_id>/edit/", budget_pages.line_edit, name="budget_line_edit"),
    path("budgets/lines/<int:line_id>/remove/", budget_pages.line_remove, name="budget_line_remove"),
    path("budgets/lines/<int:line_id>/more/", budget_pages.more, name="budget_more"),
    path("budgets/versions/", budget_lists.BudgetPlanList.as_view(), name="budget_plans"),
    path("budgets/versions/add/", budget_pages.plan_add, name="budget_plan_add"),
    path("budgets/versions/<int:plan_id>/", budget_pages.plan, name="budget_plan"),
    path("budgets/versions/<int:plan_id>/copy/", budget_pages.plan_copy, name="budget_plan_copy"),
    path("budgets/versions/<int:plan_id>/hold/", budget_pages.plan_hold, name="budget_plan_hold"),
    path("budgets/versions/<int:plan_id>/line/", budget_pages.line_add, name="budget_line_add"),
    path("live/", live.live, name="live"),
    path("purchasing/overview/", purchasing_overview.overview, name="purchasing_overview"),
    path("people/", PeopleList.as_view(), name="people_list"),
    path("people/add/", people_views.add, name="people_add"),
    path("people/<int:user_id>/", people_views.person, name="people_record"),
    path("people/<int:user_id>/edit/", people_views.edit, name="people_edit"),
    path("people/<int:user_id>/state/", people_views.set_state, name="people_state"),
    path("people/<int:user_id>/end-sessions/", people_views.end_sessions, name="people_end_sessions"),
    path("people/<int:user_id>/assign/", people_views.assign, name="people_assign"),
    path("people/<int:user_id>/delegate/", delegating.delegate, name="people_delegate"),
    path(
        "people/<int:user_id>/delegations/<int:delegation_id>/end/",
        delegating.take_back,
        name="people_take_back",
    ),
    path("oversight/", oversight.oversight, name="oversight"),
    path("people/<int:user_id>/revoke/", people_views.revoke, name="people_revoke"),
    path("roles/", role_views.RoleList.as_view(), name="roles_list"),
    path("roles/add/", role_views.add, name="roles_add"),
    path("roles/<slug:code>/", role_views.edit, name="roles_edit"),
    path("roles/<slug:code>/delete/", role_views.delete, name="roles_delete"),
    path("teams/", team_views.TeamList.as_view(), name="teams_list"),
    path("teams/add/", team_views.edit, name="teams_add"),
    path("teams/<slug:code>/", team_views.edit, name="teams_edit"),
    path("chat-hooks/", chat_hooks.ChatHookList.as_view(), name="chat_hooks"),
    path("chat-hooks/add/", chat_hooks.edit, name="chat_hook_add"),
    path("chat-hooks/<int:hook_id>/", chat_hooks.edit, name="chat_hook"),
    path("chat-hooks/<int:hook_id>/try/", chat_hooks.attempt, name="chat_hook_try"),
    path("chat-hooks/<int:hook_id>/remove/", chat_hooks.remove, name="chat_hook_remove"),
    path("who-does-what/", who_does_what.who_does_what, name="who_does_what"),
]
