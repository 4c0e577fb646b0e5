"""Django application of the back office's frame."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from django.apps import AppConfig, apps
from django.utils.module_loading import module_has_submodule
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.http import HttpRequest

    from storecrew.contexts.people.models import User


class BackofficeConfig(AppConfig):
    """The frame and the parts of the back office; collects what the surfaces register."""

    name = "storecrew.surfaces.ui.backoffice"
    label = "backoffice"
    verbose_name = _("Back office")

    def ready(self) -> None:
        """Import `backoffice.py` of our apps, where surfaces register menus, tiles and sources.

        Those of extensions are imported when extensions start, where one that fails is left out.
        """
        for config in apps.get_app_configs():
            if not hasattr(config, "row") and module_has_submodule(config.module, "backoffice"):
                import_module(f"{config.name}.backoffice")
        self._translate_late()
        self._watch_factors()
        self._watch_services()
        self._watch_devices()
        from storecrew.surfaces.ui.backoffice import account_mails

        account_mails.register()
        # Wagtail's widgets may be imported only once all models are there.
        from storecrew.surfaces.ui.backoffice.inline import teach_the_choosers

        teach_the_choosers()
        from storecrew.surfaces.ui.backoffice import house_time

        house_time.teach_wagtail()

    @staticmethod
    def _translate_late() -> None:
        """Let words of Wagtail be in the reader's language that it fixes in English when it is imported."""
        from wagtail.contrib.redirects.filters import RedirectsReportFilterSet

        kind = RedirectsReportFilterSet.base_filters["is_permanent"]
        kind.label = _("Type")
        kind.extra["empty_label"] = _("All")
        kind.extra["choices"] = ((True, _("Permanent")), (False, _("Temporary")))

    @staticmethod
    def _watch_factors() -> None:
        """Hear from allauth when a second factor comes, goes or is renewed."""
        from allauth.mfa import signals

        from storecrew.surfaces.ui.backoffice.signin import factor_changed

        def changed(sender: object, request: HttpRequest, user: User, **_kwargs: object) -> None:
            factor_changed(request, user)

        for signal in (
            signals.authenticator_added,
            signals.authenticator_removed,
            signals.authenticator_reset,
        ):
            signal.connect(changed, weak=False, dispatch_uid="storecrew.factor_changed")

    @staticmethod
    def _watch_devices() -> None:
        """Hear from Django when somebody signed in, to know with which browser."""
        from django.contrib.auth.signals import user_logged_in

        from storecrew.surfaces.ui.backoffice.signed_in import note

        def signed_in(sender: object, request: HttpRequest, user: User, **_kwargs: object) -> None:
            note(request, user)

        user_logged_in.connect(signed_in, weak=False, dispatch_uid="storecrew.device_signed_in")

    @staticmethod
    def _watch_services() -> None:
        """Hear from allauth when an account was opened that a link waits for, and when one was added."""
        from allauth.account.signals import user_logged_in
        from allauth.socialaccount.signals import social_account_added

        from storecrew.surfaces.ui.backoffice import outside_signin

        user_logged_in.connect(
            outside_signin.link_when_opened, weak=False, dispatch_uid="storecrew.outside_link"
        )
        social_account_added.connect(
            outside_signin.link_was_added, weak=False, dispatch_uid="storecrew.outside_added"
        )
