"""Pages around the sign-in by an outside service: leaving for it, and the proof of an account."""

from __future__ import annotations

import logging
from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

from allauth.account.adapter import get_adapter as account_adapter
from allauth.account.utils import perform_login
from allauth.socialaccount.models import SocialToken
from allauth.socialaccount.providers.apple.views import AppleOAuth2Adapter
from allauth.socialaccount.providers.google.views import GoogleOAuth2Adapter
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django.views.generic import RedirectView

from storecrew.contexts.people import public as people
from storecrew.contexts.people.models import User
from storecrew.kernel import clock, outgoing_requests, ratelimit
from storecrew.kernel.actor import system_actor
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.ui.backoffice import outside_links
from storecrew.surfaces.ui.backoffice.openid import CarefulOpenID
from storecrew.surfaces.ui.backoffice.outside_signin import ServiceAdapter, refused, speaks_openid
from storecrew.surfaces.ui.backoffice.staff_signin import STAFF

logger = logging.getLogger(__name__)
ratelimit.define("sign_in.outside", ip="30/10m")
ratelimit.define("sign_in.proof", ip="10/10m", email="4/10m")
_BROKEN = (outgoing_requests.Failed, OAuth2Error, KeyError, ValueError, TypeError, AttributeError)


class CarefulGoogle(GoogleOAuth2Adapter):
    """Google whose token of identity is always checked by its keys."""

    def complete_login(self, request: HttpRequest, app: object, token: SocialToken, **kwargs: dict) -> object:
        """Refuse an answer without a token of identity."""
        if not kwargs["response"].get("id_token"):
            raise OAuth2Error("no id_token")
        return super().complete_login(request, app, token, **kwargs)

    def _decode_id_token(self, app: object, id_token: str) -> dict:
        self.did_fetch_access_token = False  # that is what makes allauth look at the signature
        return super()._decode_id_token(app, id_token)


class CarefulApple(AppleOAuth2Adapter):
    """Apple, of whose unsigned words about a person only the name counts: the browser brings them."""

    def get_user_scope_data(self, request: HttpRequest) -> dict:
        """Return the name that came along, which Apple tells the first time only; no address."""
        told = super().get_user_scope_data(request)
        name = told.get("name") if isinstance(told, dict) else None
        return {"name": name} if isinstance(name, dict) else {}


def oidc_login(request: HttpRequest, code: str) -> HttpResponse:
    """Start at a service that speaks OpenID Connect."""
    return OAuth2LoginView.adapter_view(_open_id(request, code))(request)


def oidc_callback(request: HttpRequest, code: str) -> HttpResponse:
    """Come back from it."""
    return OAuth2CallbackView.adapter_view(_open_id(request, code))(request)


def _open_id(request: HttpRequest, code: str) -> CarefulOpenID:
    # By the name of the protocol allauth would find any of them.
    if not speaks_openid(code):
        raise Http404
    return CarefulOpenID(request, code)


def nothing_here(request: HttpRequest) -> HttpResponse:
    """Close the doors of allauth that take a token from a script or leave out our checks."""
    raise Http404


class LeavingMiddleware:
    """Counts who leaves for a service, and lets the browser leave by itself and not by the form.

    The policy of our pages lets forms lead to ourselves only, which holds for redirects too; so the answer
    to the form is a page that leads on.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; a redirect to another place becomes a page that leads there."""
        starts = request.method == "POST" and self._starts(request.path)
        if starts:
            try:
                ratelimit.hit("sign_in.outside", f"ip:{request.META.get('REMOTE_ADDR', '')}")
            except ratelimit.Refused:
                return render(request, "429.html", status=429)
        response = self.get_response(request)
        target = response.get("Location", "") if starts else ""
        if urlsplit(target).netloc:
            return render(request, "socialaccount/leaving.html", {"target": target})
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Explain what a service did that nobody expects, instead of an error of ours."""
        path = request.path
        if not (self._starts(path) or (path.startswith("/accounts/") and "/login/callback/" in path)):
            return None
        if not isinstance(error, _BROKEN):
            return None
        logger.warning("sign-in by a service failed at %s", path, exc_info=error)
        name = _service_name(path)
        unreachable = isinstance(error, outgoing_requests.Failed)
        return refused(request, name, "unreachable" if unreachable else "answer")

    @staticmethod
    def _starts(path: str) -> bool:
        return path.startswith("/accounts/") and path.endswith("/login/") and path.count("/") > 3


def _service_name(path: str) -> str:
    first, second = path.split("/")[2:4]
    if first == STAFF and settings.STORECREW_STAFF_SIGN_IN:
        return str(settings.STORECREW_STAFF_SIGN_IN["name"])
    code = second if first == "oidc" else first
    return dict(people.offered_sign_ins()).get(code, code)


@require_http_methods(["GET", "HEAD", "POST"])
def proof(request: HttpRequest) -> HttpResponse:
    """Ask whoever comes from a service with the address of an account to prove that it is theirs."""
    found = outside_links.waiting(request)
    if found is None:
        return redirect("account_login")
    error = ""
    if request.method == "POST" and request.POST.get("do") == "mail":
        error = _send(request, found)
    elif request.method == "POST":
        if outside_links.fits(request, request.POST.get("code", "")):
            return _proved(request, found)
        error = _("This is not the code of the mail. After five wrong codes, ask for a new one.")
    after = found["login"].get("state", {}).get("next") or "/"
    context = {
        "service": found["service"],
        "email": found["email"],
        "mailed": bool((outside_links.waiting(request) or {}).get("code")),
        "error": error,
        "login_url": f"{reverse('account_login')}?{urlencode({'next': after})}",
    }
    return render(request, "socialaccount/proof.html", context, status=422 if error else 200)


def _send(request: HttpRequest, found: dict) -> str:
    try:
        ratelimit.hit("sign_in.proof", f"ip:{request.META.get('REMOTE_ADDR', '')}", f"email:{found['email']}")
    except ratelimit.Refused as refusal:
        return str(refusal)
    code = outside_links.new_code(request)
    account_adapter().send_mail(
        "account/email/sign_in_proof", found["email"], {"code": code, "service": found["service"]}
    )
    return ""


def _proved(request: HttpRequest, found: dict) -> HttpResponse:
    user = User.objects.filter(email=found["email"], is_active=True, is_staff=False).first()
    if user is None:
        return refused(request, found["service"], "staff")
    try:
        people.prove_email(user_id=user.pk, actor=system_actor("storefront.sign_in"), at=clock.now())
    except DomainError:
        return refused(request, found["service"], "staff")
    user.refresh_from_db()
    # The steps of every sign-in come next, such as the second factor; the link is made at their end.
    return perform_login(request, user, redirect_url=found["login"].get("state", {}).get("next"))


addresses = [
    path("oidc/<str:code>/login/", oidc_login, name="oidc_login"),
    path("oidc/<str:code>/login/callback/", oidc_callback, name="oidc_callback"),
    path("google/login/", OAuth2LoginView.adapter_view(CarefulGoogle)),
    path("google/login/callback/", OAuth2CallbackView.adapter_view(CarefulGoogle)),
    path("google/login/token/", nothing_here),
    path("apple/login/callback/finish/", OAuth2CallbackView.adapter_view(CarefulApple)),
    path("facebook/login/token/", nothing_here),
    path("3rdparty/", RedirectView.as_view(pattern_name="storefront:account_profile")),
    path("proof/", proof, name="outside_proof"),
]
__all__ = ["CarefulOpenID", "LeavingMiddleware", "ServiceAdapter", "addresses", "proof"]
