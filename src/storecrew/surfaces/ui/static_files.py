"""Style sheets, scripts and pictures of the interface, served by ServeStatic under the static address only.

ServeStatic's own middleware is made for asynchronous servers: behind our synchronous one it would start an
event loop for every request, which costs more than most of our answers (0.7 ms). So it is asked for static
files alone, and everything else passes by.
"""

from __future__ import annotations

from collections.abc import Callable

from asgiref.sync import async_to_sync, sync_to_async
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from servestatic.middleware import ServeStaticMiddleware


class StaticFilesMiddleware:
    """Answers requests for static files."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        files = ServeStaticMiddleware(sync_to_async(get_response, thread_sensitive=True))
        self._prefix = files.static_prefix
        self._serve = async_to_sync(files)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, or let the request pass."""
        if request.path_info.startswith(self._prefix):
            return self._serve(request)
        return self.get_response(request)
