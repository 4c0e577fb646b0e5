"""The WSGI application that the web server runs: the page cache around Django."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "storecrew.config.settings.dev")
django_application = get_wsgi_application()

# Only now are the settings read.
from storecrew.config.pagecache import wrapped  # noqa: E402

application = wrapped(django_application)
