"""The WSGI application that the web server runs: the page cache around Django."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from storecrew.kernel.schedule.processes import die_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "storecrew.config.settings.dev")
die_with_parent()
django_application = get_wsgi_application()

# Only now are the settings read.
from storecrew.config.pagecache import wrapped  # noqa: E402

application = wrapped(django_application)
