"""Pictures that come with a file: from a folder, an archive, the web, and not at all."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from django.core.management import call_command
from PIL import Image

from storecrew.contexts.catalog.models import ProductImage
from storecrew.contexts.imports.models import ImportImage
from storecrew.contexts.imports.operations import fetching
from storecrew.contexts.imports.tests.factories import make_shop, table
from storecrew.contexts.imports.tests.files import ROWS, write
from storecrew.kernel import outgoing

pytestmark = pytest.mark.django_db


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 40), "red").save(out, "JPEG")
    return out.getvalue()


def with_pictures(path: Path, *options: str) -> dict:
    out = io.StringIO()
    call_command("import_catalog", str(path), "--json", *options, stdout=out)
    return json.loads(out.getvalue())


def test_pictures_come_from_a_folder(tmp_path: Path) -> None:
    make_shop()
    folder = tmp_path / "pics"
    (folder / "deep").mkdir(parents=True)
    (folder / "deep" / "A.JPG").write_bytes(picture())
    report = with_pictures(write(tmp_path), "--images", str(folder))
    image = ProductImage.objects.get()
    assert (image.product.slug, image.source_url) == ("shirt", "https://cdn.example.com/a.jpg")
    assert report["warnings"] == []
    assert with_pictures(write(tmp_path), "--images", str(folder))["unchanged"] == 2
    assert ProductImage.objects.count() == 1


def test_pictures_come_from_an_archive(tmp_path: Path) -> None:
    make_shop()
    archive = tmp_path / "pics.zip"
    with zipfile.ZipFile(archive, "w") as out:
        out.writestr("x/a.jpg", picture())
    with_pictures(write(tmp_path), "--images", str(archive))
    assert ProductImage.objects.count() == 1


def test_pictures_come_with_the_table_in_one_archive(tmp_path: Path) -> None:
    make_shop()
    archive = tmp_path / "all.zip"
    with zipfile.ZipFile(archive, "w") as out:
        out.writestr("products.csv", table(ROWS))
        out.writestr("a.jpg", picture())
    with_pictures(archive)
    assert ProductImage.objects.count() == 1


def test_bad_11_a_link_in_a_folder_is_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.jpg"
    secret.write_bytes(picture())
    folder = tmp_path / "pics"
    folder.mkdir()
    (folder / "a.jpg").symlink_to(secret)
    library = fetching.Library(folder)
    assert library.find("https://x.example.com/a.jpg") is None
    assert library.find("../secret.jpg") is None
    assert library.find("a\x00.jpg") is None


@pytest.mark.parametrize(
    "failure", [outgoing.Unreachable(reason="status", status=404), outgoing.Refused(reason="redirect")]
)
def test_a_picture_that_cannot_be_fetched_is_a_warning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: Exception
) -> None:
    make_shop()

    def fail(*args: object, **kwargs: object) -> None:
        raise failure

    monkeypatch.setattr(outgoing, "fetch", fail)
    report = with_pictures(write(tmp_path))
    assert (report["rejected"], report["created"]) == (0, 2)
    assert [each["code"] for each in report["warnings"]] == ["image_failed"]
    assert ImportImage.objects.get().state == "failed"
    monkeypatch.setattr(outgoing, "fetch", lambda *a, **k: outgoing.Fetched(picture(), "image/jpeg", ""))
    report = with_pictures(write(tmp_path))
    assert (report["unchanged"], ProductImage.objects.count()) == (2, 1), "the next import tries again"


def test_plain_http_is_asked_for_over_https_and_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_shop()
    asked = []
    monkeypatch.setattr(
        outgoing,
        "fetch",
        lambda url, **more: asked.append(url) or outgoing.Fetched(picture(), "image/jpeg", url),
    )
    rows = [{**ROWS[0], "Image Src": "http://cdn.example.com/a.jpg"}]
    report = with_pictures(write(tmp_path, rows))
    assert asked == ["https://cdn.example.com/a.jpg"]
    assert [each["code"] for each in report["warnings"]] == ["image_plain_http"]


def test_a_silent_host_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_shop()
    asked = []

    def fail(url: str, **more: object) -> None:
        asked.append(url)
        raise outgoing.Unreachable(reason="connection")

    monkeypatch.setattr(outgoing, "fetch", fail)
    rows = [
        ROWS[0],
        *({"Handle": "shirt", "Image Src": f"https://cdn.example.com/{n}.jpg"} for n in range(60)),
    ]
    report = with_pictures(write(tmp_path, rows))
    assert len(asked) <= 16
    assert len([each for each in report["warnings"] if each["code"] == "image_failed"]) == 61


def test_what_is_no_picture_is_a_warning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_shop()
    monkeypatch.setattr(
        outgoing, "fetch", lambda url, **more: outgoing.Fetched(b"<svg onload=x>", "image/svg+xml", url)
    )
    report = with_pictures(write(tmp_path))
    assert [each["code"] for each in report["warnings"]] == ["image_failed"]
    assert not ProductImage.objects.exists()


def test_pictures_beyond_the_time_wait_for_the_background(tmp_path: Path) -> None:
    make_shop()
    rows = [
        ROWS[0],
        *({"Handle": "shirt", "Image Src": f"https://cdn.example.com/{n}.jpg"} for n in range(60)),
    ]
    report = with_pictures(write(tmp_path, rows), "--image-seconds", "0", "--images", str(tmp_path))
    assert report["warnings"][-1]["code"] == "images_later"
    assert ImportImage.objects.filter(state="waiting").exists()
