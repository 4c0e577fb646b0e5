"""Files that people uploaded, as the web server of one machine hands them out (R14)."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe
from django.views.static import serve


@require_safe
def upload(request: HttpRequest, path: str) -> HttpResponseBase:
    """Answer with a file below the media folder; a name that no file can have is not found (BAD-08)."""
    try:
        return serve(request, path, document_root=str(settings.MEDIA_ROOT))
    except (OSError, ValueError) as error:
        raise Http404 from error
