"""Addresses of the team."""

from django.urls import path

from storecrew.surfaces.workspaces.logistics_manager.team import figures, roster

urlpatterns = [
    path("team/", roster.roster, name="team_roster"),
    path("team/figures/", figures.figures, name="team_figures"),
    path("team/shift/", roster.shift_add, name="team_shift_add"),
    path("team/shift/<int:shift_id>/delete/", roster.shift_delete, name="team_shift_delete"),
    path("team/skill/", roster.skill_save, name="team_skill_save"),
]
