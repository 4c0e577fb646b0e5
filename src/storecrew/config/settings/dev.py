"""Settings of ``./dev up``: one machine, plain HTTP, everything in the data folder."""

from storecrew.config.settings.base import *  # noqa: F403

SECURE_REFERRER_POLICY = "same-origin"
