"""The steps of a product's life: its status, and asking a second person to approve it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from storecrew.contexts.approvals import public as approvals
from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.catalog.models import Product
from storecrew.kernel import clock
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.undo import done
from storecrew.surfaces.workspaces.ecommerce_sme.products import take_back
from storecrew.surfaces.workspaces.ecommerce_sme.products.product_forms import whole
from storecrew.surfaces.workspaces.ecommerce_sme.products.product_record import find, gaps_of
from storecrew.surfaces.workspaces.ecommerce_sme.products.words import STATUS_WORDS


@workspace_page(permission="catalog.write")
@require_POST
def set_status(request: HttpRequest, product_id: int) -> HttpResponse:
    """Move a product through its life; what blocks it is said by name."""
    wanted = request.POST.get("status", "")
    before = find(product_id)
    try:
        version = catalog.set_status(
            product_id=product_id,
            status=wanted,
            expected_version=whole(request.POST.get("version", "")),
            actor=request_actor(request),
            at=clock.now(),
        )
    except catalog.NotReadyForSale as error:
        missing = [gap.label for gap in gaps_of(product_id) if gap.blocks]
        if before.status == "approved":
            missing += catalog.lacking_words(product_id, at=clock.now())
        _missing(request, str(error.message), missing)
    except catalog.ApprovalNeeded as error:
        messages.error(request, f"{error.message} {error.next_step}")
    except catalog.EditConflict as error:
        messages.error(request, f"{error.message} {_('Look again, then set the status.')}")
    else:
        undo = take_back.of_status(product_id, version, before.status) if _may_undo(before, version) else None
        done(request, _("Status: %(status)s.") % {"status": STATUS_WORDS[wanted]}, undo)
    return redirect("products_record", product_id)


def _may_undo(before: Product, version: int) -> bool:
    """Whether one press leads back: not to what only a second person gives."""
    return version != before.version and before.status != "approved"


@workspace_page(permission="catalog.write")
@require_POST
def ask_approval(request: HttpRequest, product_id: int) -> HttpResponse:
    """Let the draft wait for a second person; what it lacks is said by name."""
    try:
        catalog.ask_approval(
            product_id=product_id,
            reason=request.POST.get("reason", ""),
            actor=request_actor(request),
            at=clock.now(),
        )
    except catalog.NotReadyForApproval as error:
        _missing(request, str(error.message), [gap.label for gap in gaps_of(product_id)])
    except (catalog.StatusNotAllowed, approvals.ReasonNeeded) as error:
        messages.error(request, f"{error.message} {error.next_step}")
    else:
        messages.success(request, _("It waits until a colleague approves it."))
    return redirect("products_record", product_id)


def _missing(request: HttpRequest, sentence: str, missing: list[str]) -> None:
    messages.error(request, f"{sentence} {_('Missing: %(what)s.') % {'what': ', '.join(missing)}}")
