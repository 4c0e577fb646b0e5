"""Texts in the editor: nothing that it does not know is lost, and a save without a change changes nothing."""

from __future__ import annotations

import json

import pytest

from storecrew.surfaces.ui.backoffice import rich_text

SIMPLE = (
    '<h2>Why</h2><p>Soft <strong>and</strong> <em>warm</em>.<br>See <a href="https://x.example/">more</a></p>'
    "<ul><li>one</li><li>two</li></ul><hr><p>End</p>"
)


def state_of(html: str) -> str:
    return rich_text.RichText(label="Description").format_value(html)


@pytest.mark.parametrize(
    "html",
    ["", "just words", SIMPLE, "<div>a</div><div>b</div>", "<p>a <b>b</b></p>\n\n<p>c</p>", "<p>x<br>y</p>"],
)
def test_con_1_what_the_editor_knows_comes_back_as_it_was(html):
    assert rich_text.fits(html)
    back = rich_text.as_html(state_of(html))
    assert rich_text.kept_as_it_was(back, html) == html


@pytest.mark.parametrize(
    "html",
    [
        "<table><tr><td>a</td></tr></table>",
        "<p>a</p><h6>small</h6>",
        '<p><a href="/x" title="told on hover">a</a></p>',
        "<dl><dt>a</dt><dd>b</dd></dl>",
        "<pre>a  b</pre>",
    ],
)
def test_con_1_what_the_editor_would_lose_is_edited_as_html(html):
    assert not rich_text.fits(html)


def test_con_1_a_change_is_seen_and_an_emptied_text_is_empty():
    state = json.loads(state_of("<p>old</p>"))
    state["blocks"][0]["text"] = "new"
    html = rich_text.as_html(json.dumps(state))
    assert ">new</p>" in html
    assert rich_text.kept_as_it_was(html, "<p>old</p>") == html
    state["blocks"][0]["text"] = " "
    assert rich_text.as_html(json.dumps(state)) == ""
    assert rich_text.as_html(json.dumps(None)) == "", "an editor that was emptied posts this"


@pytest.mark.parametrize("posted", ["{", "{}", '{"blocks": 3}', "<p>html</p>", "{curly} words"])
def test_bad_what_is_no_state_of_the_editor_is_taken_as_text(posted):
    assert rich_text.as_html(posted) == posted


def test_spaces_between_words_count_and_spaces_between_blocks_do_not():
    assert rich_text.kept_as_it_was("<p>a b</p>", "<p>ab</p>") == "<p>a b</p>"
    assert rich_text.kept_as_it_was("<p>a</p><p>b</p>", "<p>ab</p>") == "<p>a</p><p>b</p>"
    assert rich_text.kept_as_it_was("<p>a</p><p>b</p>", "<p>a</p>\n <p>b</p>") == "<p>a</p>\n <p>b</p>"
