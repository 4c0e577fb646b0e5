"""The pretended bank asks the shopper. It exists only while the simulator gateway is switched on, which
production settings refuse."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from storecrew.contexts.payments import public as payments
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError


@never_cache
@require_http_methods(["GET", "POST"])
def confirmation(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the amount with two buttons; after the answer send the shopper back to the shop."""
    try:
        amount, state = payments.simulated_charge(reference)
        if request.method != "POST":
            context = {"amount": amount, "open": state == "action_required"}
            with translation.override(_language_of(payments.simulated_way_back(reference))):
                return render(request, "simulator/confirmation.jinja", context)
        approve = request.POST.get("answer") == "approve"
        back = payments.simulate_confirmation(reference, approve=approve, at=clock.now())
    except DomainError as error:
        raise Http404 from error
    # The address came from whoever placed the order, so only our own hosts are followed.
    hosts = {request.get_host()}
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=hosts, require_https=request.is_secure()):
        back = "/"
    return HttpResponseRedirect(back)


def _language_of(way_back: str) -> str:
    """Return the language of the shop page that the shopper goes back to, else the one of this request."""
    found = translation.get_language_from_path(urlsplit(way_back).path)
    return found or translation.get_language() or ""
