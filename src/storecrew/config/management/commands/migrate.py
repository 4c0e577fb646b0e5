"""``manage migrate``: Django's, and then the rights that this version brings to the roles that are there."""

from __future__ import annotations

from typing import Any

from django.core.management.commands import migrate

from storecrew.contexts.people import public as people
from storecrew.kernel import clock
from storecrew.kernel.actor import system_actor


class Command(migrate.Command):
    """Bring the tables up to date, then the roles of the playbook (decision 0123)."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate; when that was everything, offer the new rights and say which."""
        super().handle(*args, **options)
        part = options["app_label"] or options["plan"] or options["check_unapplied"]
        if part or options["database"] != "default":
            return
        added = people.offer_new_rights(actor=system_actor("manage migrate"), at=clock.now())
        if options["verbosity"] > 0:
            for role, keys in added.items():
                self.stdout.write(f"  The role {role} got what is new in this version: {', '.join(keys)}")
