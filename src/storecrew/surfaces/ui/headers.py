"""Security headers of every answer (GUARANTEES: headers).

The shop's pages hold no inline script or style, so the policy needs no nonce and a page can be cached for
everybody. A view that must write an inline script calls :func:`nonce`; then, and only then, its answer
carries that nonce and must not be cached. The back office is Wagtail's shell, some of whose widgets start
themselves by an inline script: those get the nonce of their answer and nothing else inline runs. Style
attributes, which its editors set on what is dragged and typed, are all that stays allowed.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponse

_COMMON = {
    "default-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "img-src": "'self' data:",
}
_SHOP = {
    **_COMMON,
    "script-src": "'self'",
    "style-src": "'self'",
    "connect-src": "'self'",
    "font-src": "'self'",
    "frame-ancestors": "'none'",
}
_BACK_OFFICE = {
    **_COMMON,
    "img-src": "'self' data: blob:",
    "script-src": "'self'",
    "style-src": "'self'",
    "style-src-elem": "'self'",
    "style-src-attr": "'unsafe-inline'",
    "frame-src": "'self'",
    "frame-ancestors": "'self'",
}
# What people uploaded: nothing in it may run, even when somebody opens it by itself (R14).
_UPLOADS = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
UPLOAD_PREFIXES = ("/media/", "/documents/")
# Pictures of the shop are shown in mails, in feeds and by whoever links to a product.
PICTURE_PREFIXES = ("/media/images/", "/media/original_images/", "/media/products/")
BACK_OFFICE_PREFIXES = ("/admin/",)
OTHER_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(self)",
}
# Phones in the warehouse read codes with their camera; nothing else of ours does.
_SCANNING = "camera=(self), geolocation=(), microphone=(), payment=()"


_answering: ContextVar[HttpRequest | None] = ContextVar("storecrew_request", default=None)


def nonce_of_this_answer() -> str:
    """Return the nonce for code that is rendered far from the request, as a widget is; "" outside of one."""
    request = _answering.get()
    return nonce(request) if request is not None else ""


def nonce(request: HttpRequest) -> str:
    """Return this answer's nonce for one inline script or style, made on first use."""
    value = getattr(request, "_csp_nonce", "")
    if not value:
        value = secrets.token_urlsafe(18)
        request._csp_nonce = value  # type: ignore[attr-defined]
    return value


def allow_form_targets(response: HttpResponse, *origins: str) -> HttpResponse:
    """Let a form of this page lead to a payment provider's origin (``https://pay.example``)."""
    response.form_targets = (*getattr(response, "form_targets", ()), *origins)  # type: ignore[attr-defined]
    return response


def allow_framing(response: HttpResponse) -> HttpResponse:
    """Let the back office show this page within one of its own: a preview, which acts for nobody."""
    response.framed = True  # type: ignore[attr-defined]
    return response


class SecurityHeadersMiddleware:
    """Adds the headers that an answer does not set itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request, then complete its headers."""
        before = _answering.set(request)
        try:
            response = self.get_response(request)
        finally:
            _answering.reset(before)
        response.headers.setdefault("Content-Security-Policy", policy(request, response))
        if request.path.startswith(BACK_OFFICE_PREFIXES):
            response.headers.setdefault("Permissions-Policy", _SCANNING)
        if request.path.startswith(PICTURE_PREFIXES):
            response.headers.setdefault("Cross-Origin-Resource-Policy", "cross-origin")
        for name, value in OTHER_HEADERS.items():
            response.headers.setdefault(name, value)
        if _is_personal(request, response):
            response.headers.setdefault("Cache-Control", "no-store")
        return response


def policy(request: HttpRequest, response: HttpResponse) -> str:
    """Return the content security policy of an answer."""
    if request.path.startswith(UPLOAD_PREFIXES):
        return _UPLOADS
    back_office = request.path.startswith(BACK_OFFICE_PREFIXES)
    rules = dict(_BACK_OFFICE if back_office else _SHOP)
    value = getattr(request, "_csp_nonce", "")
    if value:
        for name in ("script-src", "style-src-elem" if back_office else "style-src"):
            rules[name] += f" 'nonce-{value}'"
    if getattr(response, "framed", False):
        rules["frame-ancestors"] = "'self'"
    targets = getattr(response, "form_targets", ())
    if targets:
        rules["form-action"] = " ".join((rules["form-action"], *targets))
    return "; ".join(f"{name} {sources}" for name, sources in rules.items())


def _is_personal(request: HttpRequest, response: HttpResponse) -> bool:
    """A page that sets a cookie, used a nonce, or was made for a signed-in person."""
    if request.path.startswith(("/static/", "/media/")):
        return False
    user = getattr(request, "user", None)
    return bool(
        response.cookies
        or getattr(request, "_csp_nonce", "")
        or (user is not None and getattr(request, "_cached_user", None) and user.is_authenticated)
    )
