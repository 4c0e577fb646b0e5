"""Work that repeats by the clock, once per tick however many schedulers run.

::

    @schedule.every(seconds=60, name="checkout.settle_pending")
    def settle_pending(at: datetime) -> None: ...

Declared in a context's ``tasks.py``, which its ``apps.py`` imports. The function loads ids and calls one
operation; it must be harmless when a tick is repeated after a crash.
"""

from __future__ import annotations

from storecrew.kernel.schedule.registry import Job, every, jobs

__all__ = ["Job", "every", "jobs"]
