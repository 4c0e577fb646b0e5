"""Settings of the test suite: fast hasher, mail in memory, no worker."""

import os
import tempfile
from pathlib import Path
from typing import Any

# Races on a slow machine wait for each other; what happens when that takes too long has tests of its own.
os.environ.setdefault("STORECREW_LOCK_WAIT", "20")

from storecrew.config.settings.base import *  # noqa: F403
from storecrew.config.settings.base import DATABASES, ENV
from storecrew.kernel import garbage

# Django loads its applications after this; looking for garbage all the while took a quarter of that time.
garbage.look_seldom()

# Tests prove what a killed process leaves behind, none what a power cut does: none waits for the disk.
_options: Any = DATABASES["default"]["OPTIONS"]
if DATABASES["default"]["ENGINE"] == "storecrew.kernel.sqlite":
    DATABASES["default"]["TEST"] = {"NAME": ":memory:"}
    _options["init_command"] = _options["init_command"].replace("synchronous=FULL", "synchronous=OFF")
else:
    _options["options"] = f"{_options.get('options', '')} -c synchronous_commit=off".strip()

STORECREW_DATA = Path(ENV.text("STORECREW_DATA") or tempfile.mkdtemp(prefix="storecrew-test-"))
STORECREW_DEMO = True
STORECREW_OUTBOX = "manual"
STORECREW_TRAFFIC_SECONDS = 0
MEDIA_ROOT = STORECREW_DATA / "media"
STATIC_ROOT = STORECREW_DATA / "static"
EMAIL_FILE_PATH = str(STORECREW_DATA / "mails")
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
ALLOWED_HOSTS = ["*"]
