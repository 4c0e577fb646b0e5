"""Tables of imports: the runs, what each batch changed, and the pictures still to be fetched."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.files.storage import FileSystemStorage, Storage
from django.db import models
from django.db.models import Q
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from storecrew.kernel.said_field import SaidField


def private_files() -> Storage:
    """Uploaded catalogs hold costs and plans: they are kept outside of the public media."""
    return FileSystemStorage(location=settings.STORECREW_DATA / "imports", base_url=None)


def generated_name(run: Any, filename: str) -> str:
    """A name that nobody can guess and that comes from nobody's computer."""
    return f"{get_random_string(24).lower()}.upload"


class ImportRun(models.Model):
    """One file on its way into the catalog."""

    class State(models.TextChoices):
        """Where the import stands."""

        UPLOADED = "uploaded", _("Uploaded")
        PREVIEWING = "previewing", _("Preview is being made")
        PREVIEWED = "previewed", _("Waiting for confirmation")
        IMPORTING = "importing", _("Importing")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")
        UNDOING = "undoing", _("Being undone")
        UNDONE = "undone", _("Undone")

    file = models.FileField(_("file"), storage=private_files, upload_to=generated_name, blank=True)
    archive = models.FileField(_("pictures"), storage=private_files, upload_to=generated_name, blank=True)
    name = models.CharField(_("name"), max_length=200)
    channel = models.ForeignKey(
        "channels.Channel", models.PROTECT, related_name="+", verbose_name=_("channel")
    )
    format = models.CharField(_("format"), max_length=20, default="auto")
    encoding = models.CharField(_("encoding"), max_length=20, blank=True)
    delimiter = models.CharField(_("separator"), max_length=2, blank=True)
    header = models.JSONField(_("header"), default=list, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True, db_index=True)
    mapping = models.JSONField(_("mapping"), default=dict, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.UPLOADED)
    done = models.PositiveIntegerField(_("products done"), default=0)
    total = models.PositiveIntegerField(_("products in all"), default=0)
    counts = models.JSONField(_("counts"), default=dict, blank=True)
    report = models.JSONField(_("report"), default=dict, blank=True)
    error = SaidField(_("error"), blank=True)
    actor_label = models.CharField(_("started by"), max_length=200, blank=True)
    # Whose import it is: who confirmed it, else who uploaded it. Prices that wait are asked for in this name.
    actor_id = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(_("created"))
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        verbose_name = _("import")
        verbose_name_plural = _("imports")

    def __str__(self) -> str:
        return self.name

    @property
    def document(self) -> str:
        """The name under which stock movements cite this import."""
        return f"import-{self.pk}"


class ImportBatch(models.Model):
    """What some hundred products were before the import, so that it can be undone."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="batches")
    number = models.PositiveIntegerField()
    # {"created": [ids], "updated": {id: {"before": {...}, "after": {...}}}, "prices": [...], "stock": [...],
    #  "costs": [...]}; of links {"links": [[product, kind, ids before, ids after]]}
    before = models.JSONField(default=dict)
    undone = models.BooleanField(default=False)

    class Meta:
        ordering = ["run", "number"]
        verbose_name = _("batch of an import")
        verbose_name_plural = _("batches of imports")
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="imports_batch_once")]

    def __str__(self) -> str:
        return f"{self.run_id}.{self.number}"


class ImportImage(models.Model):
    """A picture that a file names, and what became of it."""

    class State(models.TextChoices):
        """Whether the picture is in the shop."""

        WAITING = "waiting", _("Waiting")
        ATTACHED = "attached", _("Attached")
        FAILED = "failed", _("Could not be fetched")

    run = models.ForeignKey(ImportRun, models.SET_NULL, null=True, related_name="images")
    product = models.ForeignKey("catalog.Product", models.CASCADE, related_name="+")
    source = models.CharField(_("source"), max_length=1000)
    alt = models.CharField(_("alternative text"), max_length=255, blank=True)
    sku = models.CharField(_("SKU"), max_length=120, blank=True)
    position = models.PositiveIntegerField(_("position"), default=0)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.WAITING)
    problem = models.CharField(_("problem"), max_length=300, blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name = _("picture of an import")
        verbose_name_plural = _("pictures of imports")
        constraints = [models.UniqueConstraint(fields=["product", "source"], name="imports_image_once")]
        indexes = [
            models.Index(fields=["state", "id"], condition=Q(state="waiting"), name="imports_image_waiting"),
        ]

    def __str__(self) -> str:
        return self.source


class SheetRun(models.Model):
    """A sheet of stock, counts or orders on its way in; ``kind`` is the code of a registered kind."""

    class State(models.TextChoices):
        """Where the sheet stands."""

        UPLOADED = "uploaded", _("Columns to be named")
        PREVIEWED = "previewed", _("Waiting for confirmation")
        TAKEN = "taken", _("Taken over")
        UNDONE = "undone", _("Taken back")

    kind = models.CharField(_("kind"), max_length=30)
    file = models.FileField(_("file"), storage=private_files, upload_to=generated_name, blank=True)
    name = models.CharField(_("name"), max_length=200)
    encoding = models.CharField(_("encoding"), max_length=20, blank=True)
    delimiter = models.CharField(_("separator"), max_length=2, blank=True)
    header = models.JSONField(_("header"), default=list, blank=True)
    mapping = models.JSONField(_("mapping"), default=dict, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.UPLOADED)
    counts = models.JSONField(_("counts"), default=dict, blank=True)
    # What pages show: rows that come in, problems of those that do not, notes about the file.
    report = models.JSONField(_("report"), default=dict, blank=True)
    # What the kind needs to take the sheet back.
    changes = models.JSONField(_("changes"), default=dict, blank=True)
    kept = models.PositiveIntegerField(_("changed since and kept"), default=0)
    actor_label = models.CharField(_("uploaded by"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("created"))
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        verbose_name = _("sheet")
        verbose_name_plural = _("sheets")
        indexes = [models.Index(fields=["kind", "-id"], name="imports_sheet_kind")]

    def __str__(self) -> str:
        return self.name

    @property
    def document(self) -> str:
        """The name under which ledgers cite this sheet."""
        return f"sheet-{self.pk}"
