"""What pages cost, and which areas of two pictures differ."""

from __future__ import annotations

import io
from dataclasses import asdict

import pytest
from django.core.management import CommandError, call_command
from django.test import RequestFactory
from PIL import Image

from storecrew.surfaces.storefront.tests.factories import make_shop
from storecrew.surfaces.ui import visual, weight
from storecrew.surfaces.ui.gallery.views import page
from storecrew.surfaces.ui.management.commands import page_weight, visual_diff

GALLERY = {
    "home": "home", "listing": "listing", "product": "product", "search": "listing-empty", "cart": "cart",
    "checkout": "checkout-details", "help": "content",
}  # fmt: skip


@pytest.mark.parametrize(("kind", "name"), GALLERY.items())
def test_it_2_no_kind_of_page_costs_more_than_its_budget(kind, name):
    shown = page(RequestFactory().get(f"/gallery/{name}/"), name).content.decode()
    found = weight.weigh(shown, page_weight.content)
    assert weight.over(kind, found) == {}
    assert found.css > 5_000
    assert found.js > 5_000


def test_each_budget_is_for_a_kind_that_is_weighed():
    assert set(weight.budgets()) == set(GALLERY)


@pytest.mark.django_db
def test_it_2_the_command_weighs_real_pages_and_says_what_is_too_much(monkeypatch):
    make_shop()
    out = io.StringIO()
    call_command("page_weight", stdout=out)
    assert set(page_weight.addresses()) == {"home", "search", "cart", "help", "listing", "product"}
    assert "OVER" not in out.getvalue()
    tight = {kind: weight.Weight(10, 10, 10, 10) for kind in GALLERY}
    monkeypatch.setattr(weight, "budgets", lambda: tight)
    with pytest.raises(SystemExit):
        call_command("page_weight", stdout=out)
    assert "OVER: css has" in out.getvalue()


def test_pictures_count_as_a_phone_takes_them():
    html = (
        '<picture><source type="image/avif" srcset="/a.avif 480w, /b.avif 960w, /c.avif 1440w">'
        '<img src="/d.jpg"></picture><img src="/e.jpg"><img src="/later.jpg" loading="lazy">'
        '<picture><source srcset="/f.webp 320w"><img src="/g.jpg"></picture>'
    )
    asked: list[str] = []
    found = weight.weigh(html, lambda url: asked.append(url) or b"12345")
    assert asked == ["/b.avif", "/e.jpg", "/f.webp"]
    assert asdict(found) | {"html": 0} == {"html": 0, "css": 0, "js": 0, "images": 15}
    assert page_weight.content("/media/nothing.png") is None
    assert page_weight.content("/static/nothing.css") is None
    assert page_weight.content("/elsewhere/") is None


def plain(color="white", size=(200, 120)):
    return Image.new("RGB", size, color)


def test_it_2_areas_that_differ_are_found_and_faint_noise_is_not():
    before, after = plain(), plain()
    assert visual.areas(before, after) == ()
    after.paste((250, 250, 250), (0, 0, 200, 120))
    assert visual.areas(before, after) == ()
    after.paste((0, 0, 0), (20, 20, 30, 30))
    after.paste((200, 0, 0), (100, 60, 140, 64))
    assert visual.areas(before, after) == ((16, 16, 32, 32), (96, 48, 144, 64))
    assert visual.areas(plain(), plain(size=(200, 130))) == ((0, 112, 200, 130),)


def test_the_report_shows_what_was_what_is_and_where(tmp_path):
    files = [tmp_path / part / "home-390.png" for part in ("baseline", "fresh", "marked")]
    for file in files:
        file.parent.mkdir()
    assert visual.compare("home-390", *files).verdict == "new"
    plain().save(files[0])
    assert visual.compare("home-390", *files).verdict == "gone"
    plain().save(files[1])
    same = visual.compare("home-390", *files)
    assert same == visual.Result("home-390", "same")
    plain("black").save(files[1])
    other = visual.compare("home-390", *files)
    assert (other.verdict, other.areas) == ("different", ((0, 0, 200, 120),))
    assert files[2].exists()
    target = tmp_path / "index.html"
    visual.report([same, other], target)
    assert target.read_text().count("<section>") == 1
    assert "0,0 to 200,120" in target.read_text()
    visual.report([same], target)
    assert "Nothing differs." in target.read_text()


def test_the_command_keeps_compares_and_ends_with_1_on_a_difference(tmp_path, settings, monkeypatch):
    settings.STORECREW_DATA = tmp_path
    color = ["white"]

    def take(_command, url, pages, folder):
        assert url == "http://shop"
        for name in pages:
            plain(color[0]).save(folder / f"{name}-390.png")
        return [f"{name}-390" for name in pages]

    monkeypatch.setattr(visual_diff.Command, "_take", take)

    def run(**options):
        out = io.StringIO()
        call_command("visual_diff", url="http://shop/", only="components", stdout=out, **options)
        return out.getvalue()

    assert "Kept as the baseline" in run()
    assert "2 pictures, 0 differ" in run()
    color[0] = "black"
    with pytest.raises(SystemExit):
        run()
    assert (tmp_path / "visual/marked/components-390.png").exists()
    assert "Kept as the baseline" in run(accept=True)
    assert "0 differ" in run()


def test_a_machine_without_a_browser_is_told_so(tmp_path, settings, monkeypatch):
    settings.STORECREW_DATA = tmp_path
    monkeypatch.setattr(visual_diff.shutil, "which", lambda _name: None)
    with pytest.raises(CommandError, match="no chromium"):
        call_command("visual_diff", stdout=io.StringIO())
    monkeypatch.setattr(visual_diff, "import_module", lambda _name: (_ for _ in ()).throw(ImportError()))
    with pytest.raises(CommandError, match="development tools"):
        call_command("visual_diff", stdout=io.StringIO())
