"""Files for the bank: shown with a dispute, added and taken out until the answer leaves."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from storecrew.contexts.payments import public as payments
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.acting import render_form
from storecrew.surfaces.ui.backoffice.record import Action, Table
from storecrew.surfaces.ui.backoffice.words import actor_words
from storecrew.surfaces.workspaces.customer_service.disputes.finding import find
from storecrew.surfaces.workspaces.customer_service.disputes.forms import FileForm

RIGHT = "payments.dispute"
KINDS = dict(payments.EVIDENCE_KINDS)


def table(dispute_id: int) -> Table:
    """Return the files of a dispute."""
    found = payments.evidence_files(dispute_id)
    rows = [
        (
            KINDS[each.kind],
            each.name,
            f"{max(each.size // 1024, 1)} KB",
            actor_words(each.added_by),
            each.added_at,
        )
        for each in found
    ]
    headers = (_("What"), _("File"), _("Size"), _("By"), _("Added"))
    urls = [reverse("disputes_file", args=[dispute_id, each.id]) for each in found]
    kinds = ("text", "text", "text", "text", "datetime")
    empty = _("No file is with it.")
    return Table(_("Files for the bank"), headers, rows, empty=empty, kinds=kinds, row_urls=urls)


def actions(dispute_id: int) -> list[Action]:
    """Return what can be done with files while an answer is waited for."""
    url = reverse("disputes_file_remove", args=[dispute_id])
    return [
        Action(_("Add a file"), reverse("disputes_file_add", args=[dispute_id])),
        *(
            Action(
                _("Remove: %(what)s") % {"what": KINDS[each.kind]}, url, post=True, fields={"kind": each.kind}
            )
            for each in payments.evidence_files(dispute_id)
        ),
    ]


@workspace_page(permission=RIGHT)
def add(request: HttpRequest, dispute_id: int) -> HttpResponse:
    """Take a file."""
    found, order = find(request, dispute_id)
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            payments.attach_evidence(
                found.id,
                kind=form.cleaned_data["kind"],
                content=form.cleaned_data["file"].read(),
                actor=request_actor(request),
                at=clock.now(),
            )
        except DomainError as error:
            form.add_error("file", str(error))
        else:
            messages.success(request, _("The file goes with the answer."))
            return redirect("disputes_record", dispute_id=found.id)
    return render_form(
        request,
        form,
        title=_("File for the dispute of %(number)s") % {"number": order.number},
        intro=_("It is sent with the answer; until then it can be taken out."),
        submit=_("Add it"),
        back_url=reverse("disputes_record", args=[found.id]),
        back_label=_("Dispute"),
    )


@workspace_page(permission=RIGHT)
@require_POST
def remove(request: HttpRequest, dispute_id: int) -> HttpResponse:
    """Take a file out."""
    found, _order = find(request, dispute_id)
    kind = request.POST.get("kind", "")
    try:
        payments.remove_evidence(found.id, kind=kind, actor=request_actor(request), at=clock.now())
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("disputes_record", dispute_id=found.id)


@workspace_page(permission="payments.read")
@require_safe
def show(request: HttpRequest, dispute_id: int, file_id: int) -> HttpResponse:
    """Hand out a file, to be saved: nothing of it runs in the browser."""
    found, _order = find(request, dispute_id)
    file, content = payments.evidence_content(found.id, file_id)
    answer = HttpResponse(content, content_type=file.mimetype)
    answer["Content-Disposition"] = f'attachment; filename="{file.name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


urlpatterns = [
    path("disputes/<int:dispute_id>/files/add/", add, name="disputes_file_add"),
    path("disputes/<int:dispute_id>/files/remove/", remove, name="disputes_file_remove"),
    path("disputes/<int:dispute_id>/files/<int:file_id>/", show, name="disputes_file"),
]
