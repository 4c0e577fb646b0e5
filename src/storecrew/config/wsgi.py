"""The WSGI application that the web server runs: what proxies say, bodies, then the page cache around Django.

All modules are loaded before the first request, the addresses among them. What is loaded lives as long as the
process, so the garbage collector neither looks through it while it grows (a quarter of the start) nor later.
"""

from __future__ import annotations

import gc
import os

from storecrew.kernel.schedule.processes import die_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "storecrew.config.settings.dev")
die_with_parent()
gc.disable()

from django.core.wsgi import get_wsgi_application  # noqa: E402

django_application = get_wsgi_application()

# Only now are the settings read.
from django.conf import settings  # noqa: E402
from django.urls import get_resolver  # noqa: E402

from storecrew.config.bodies import measured  # noqa: E402
from storecrew.config.forwarding import behind  # noqa: E402
from storecrew.config.pagecache import wrapped  # noqa: E402

get_resolver().url_patterns  # noqa: B018 - loads the pages
gc.freeze()
gc.enable()

_pages = measured(settings.DATA_UPLOAD_MAX_MEMORY_SIZE, wrapped(django_application))
application = behind(settings.STORECREW_PROXIES, _pages)
