"""Addresses of the back office's frame, under /admin/."""

from django.urls import path, re_path
from django.views.generic import RedirectView

from storecrew.surfaces.ui.backoffice import (
    approval_limits,
    approvals,
    calendar_pages,
    comments,
    conflict_pages,
    custom_fields,
    density,
    entrance,
    file_forms,
    file_pages,
    home,
    inbox_pages,
    mentions,
    naming,
    notice_pages,
    palette,
    task_pages,
    undo,
    wagtail_texts,
)
from storecrew.surfaces.ui.backoffice.alerts import AlertList

_ROLES = "|".join(code.replace("_", "-") for code in home.WORKSPACES)

urlpatterns = [
    path("", home.home, name="backoffice_home"),
    re_path(rf"^(?P<role>{_ROLES})/$", home.role_home, name="backoffice_role_home"),
    path("palette/", palette.palette, name="backoffice_palette"),
    path("search/", palette.search, name="backoffice_search"),
    path("inbox/", inbox_pages.Inbox.as_view(), name="inbox"),
    path("inbox/<int:entry_id>/", inbox_pages.open_entry, name="inbox_open"),
    path("notices/", notice_pages.ways, name="notice_ways"),
    path("undo/", undo.undo, name="backoffice_undo"),
    path("density/", density.density, name="backoffice_density"),
    path("custom-fields/edit/", custom_fields.edit, name="custom_fields_edit"),
    path("colleagues/", mentions.colleagues, name="backoffice_colleagues"),
    path("articles/", naming.articles, name="backoffice_articles"),
    path("files/", file_pages.FileList.as_view(), name="files_list"),
    path("files/add/", file_forms.add, name="files_add"),
    path("files/<int:schedule_id>/", file_pages.record, name="files_record"),
    path("files/<int:schedule_id>/edit/", file_forms.edit, name="files_edit"),
    path("files/<int:schedule_id>/do/", file_pages.do, name="files_do"),
    path("files/sent/<int:file_id>/", file_pages.open_file, name="files_open"),
    path("alerts/", AlertList.as_view(), name="alerts_list"),
    path("tasks/", task_pages.TaskList.as_view(), name="tasks_list"),
    path("tasks/add/", task_pages.add, name="tasks_add"),
    path("tasks/<int:task_id>/", task_pages.task_record, name="tasks_record"),
    path("tasks/<int:task_id>/do/", task_pages.do, name="tasks_do"),
    path("calendar/", calendar_pages.calendar, name="calendar"),
    path("calendar/add/", calendar_pages.add, name="calendar_add"),
    path("calendar/remove/", calendar_pages.remove, name="calendar_remove"),
    path("calendar/link/", calendar_pages.link, name="calendar_link"),
    path("calendar/move/", calendar_pages.move, name="calendar_move"),
    path("calendar/conflicts/", conflict_pages.ConflictList.as_view(), name="conflicts_list"),
    path("calendar/conflicts/<int:conflict_id>/", conflict_pages.conflict_record, name="conflicts_record"),
    path("calendar/conflicts/<int:conflict_id>/accept/", conflict_pages.accept, name="conflicts_accept"),
    path("calendar/conflicts/<int:conflict_id>/reopen/", conflict_pages.reopen, name="conflicts_reopen"),
    path(
        "calendar/conflicts/<int:conflict_id>/withdraw/", conflict_pages.withdraw, name="conflicts_withdraw"
    ),
    path("approvals/", approvals.ApprovalList.as_view(), name="approvals_list"),
    path("approvals/limits/", approval_limits.limits, name="approvals_limits"),
    path("approvals/<int:approval_id>/", approvals.approval, name="approvals_record"),
    path("approvals/<int:approval_id>/decide/", approvals.decide, name="approvals_decide"),
    path("approvals/<int:approval_id>/withdraw/", approvals.withdraw, name="approvals_withdraw"),
    path("comment/", comments.comment, name="backoffice_comment"),
    path("jsi18n/", wagtail_texts.script_texts),
    # sign-in, passwords and staff have one place each; Wagtail's own doors lead there
    path("login/", entrance.StaffDoor.as_view()),
    path("password_reset/", RedirectView.as_view(pattern_name="account_reset_password")),
    re_path(r"^users/.*$", RedirectView.as_view(pattern_name="people_list")),
    re_path(r"^groups/.*$", RedirectView.as_view(pattern_name="roles_list")),
]
