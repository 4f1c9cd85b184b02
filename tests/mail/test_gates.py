"""The gates every letter passes, in every variant and language: mail 3, as far as it needs no browser."""

from __future__ import annotations

import re

import pytest
from markupsafe import escape

from app.domain.letters import LETTERS
from app.domain.letters.lists import CUSTOMER, list_of
from app.domain.own_mark import HTML_MARK, TEXT_MARK, has_own_mark
from app.mail.answers import LONGEST_MAILTO
from app.mail.plain import WIDTH
from app.mail.preview import BRAND, FOOTER, Preview
from app.mail.words import LANGUAGES, words_in
from tests.mail.letters_seen import Seen, every_preview, words_of
from tests.mail.test_letters_answered import actions_in

LETTERS_SEEN = pytest.mark.parametrize("preview", every_preview().values(), ids=every_preview().keys())
LARGEST_HTML = 60_000
REPLY_WORDS = re.compile(r"\b(?:re|fwd?|aw|wg):", re.IGNORECASE)
EMOJI = re.compile("[\U0001f000-\U0001ffff\u2600-\u27bf\ufe0f]")


def test_every_letter_has_a_sample_in_every_language() -> None:
    seen = {(preview.kind, preview.language) for preview in every_preview().values() if not preview.variant}

    assert seen == {(kind, language) for kind in LETTERS for language in LANGUAGES}


@LETTERS_SEEN
def test_the_subject_is_short_and_calm(preview: Preview) -> None:
    subject = preview.rendered.subject

    assert 5 < len(subject) <= 60
    assert "\n" not in subject
    assert not REPLY_WORDS.search(subject)
    assert not EMOJI.search(subject)
    assert not [word for word in re.findall(r"[^\W\d_]{4,}", subject) if word.isupper()]


@LETTERS_SEEN
def test_the_subject_names_the_lead_it_is_about(preview: Preview) -> None:
    found = re.search(r"\[Pickpost (L-\d+)\]", preview.rendered.text)

    if found:
        assert found[1] in preview.rendered.subject


@LETTERS_SEEN
def test_the_first_visible_line_is_the_useful_fact_and_the_mark(preview: Preview) -> None:
    first_element = next(attrs for tag, attrs in Seen(preview.rendered.html).tags if tag == "p")
    line = re.search(rf'<p id="{HTML_MARK}".*?</p>', preview.rendered.html, re.DOTALL)
    text_line = preview.rendered.text.splitlines()[0]

    assert first_element["id"] == HTML_MARK
    assert line is not None
    seen = Seen(line[0]).text
    assert Seen(preview.rendered.html).text.startswith(seen)
    assert seen == " ".join(text_line.split())
    assert len(seen) <= 90
    assert len(text_line) <= WIDTH, "a client would wrap it, and the mark would stand on a line of its own"
    assert has_own_mark(text_line)
    assert len(seen.partition("[Pickpost")[0]) >= 8
    assert "…" not in seen, "the samples are what people usually write: nothing has to be cut"


@LETTERS_SEEN
def test_our_mark_ends_both_parts(preview: Preview) -> None:
    assert preview.rendered.text.splitlines()[-1] == TEXT_MARK
    assert Seen(preview.rendered.html).texts[-1] == TEXT_MARK


@LETTERS_SEEN
def test_it_weighs_at_most_60_kb_and_40_rows(preview: Preview) -> None:
    rows = [attrs for tag, attrs in Seen(preview.rendered.html).tags if tag == "tr" and attrs.get("class") == "fact"]

    assert len(preview.rendered.html.encode()) <= LARGEST_HTML
    assert len(rows) <= 40


@LETTERS_SEEN
def test_it_asks_nothing_of_any_server(preview: Preview) -> None:
    """No picture, style, font, script or form: only what a person follows leads anywhere."""
    page = Seen(preview.rendered.html)

    assert not {tag for tag, _ in page.tags} & {"script", "link", "form", "input", "iframe", "object", "video", "base"}
    assert not [attrs for _, attrs in page.tags if "background" in attrs or "srcset" in attrs]
    assert [attrs for tag, attrs in page.tags if tag == "img" and not attrs["src"].startswith("cid:")] == []
    assert not re.search(r"url\(|@import|@font-face", preview.rendered.html)


@LETTERS_SEEN
def test_language_and_direction_stand_on_the_page_and_on_a_wrapper(preview: Preview) -> None:
    assert preview.rendered.html.startswith("<!doctype html>")
    spoken = [(tag, a.get("lang"), a.get("dir")) for tag, a in Seen(preview.rendered.html).tags if "lang" in a]

    assert spoken == [("html", preview.language, "ltr"), ("div", preview.language, "ltr")]


@LETTERS_SEEN
def test_outlook_gets_every_button_with_the_same_link(preview: Preview) -> None:
    html = preview.rendered.html
    in_outlook = re.findall(r'<v:roundrect[^>]* href="([^"]*)".*?<center[^>]*>([^<]*)</center>', html)
    elsewhere = re.findall(r'<a class="button[^>]* href="([^"]*)"[^>]*>([^<]*)</a>', html)

    assert in_outlook == elsewhere


@LETTERS_SEEN
def test_layout_tables_say_so_and_tables_of_facts_have_headings(preview: Preview) -> None:
    html = preview.rendered.html
    tables = re.findall(r"<table\b([^>]*)>(.*?)(?=<table\b|</table>)", html, re.DOTALL)

    for attributes, start in tables:
        assert 'role="presentation"' in attributes or "<th class=" in start or not start.strip(), start[:200]


@LETTERS_SEEN
def test_it_stands_without_its_style_element(preview: Preview) -> None:
    """GMX and web.de drop <style>: what carries text has its font, size and colour in place."""
    bare = [
        (tag, attrs)
        for tag, attrs in Seen(preview.rendered.html).tags
        if tag in ("td", "th", "p", "h1", "h2") and "font-size" not in attrs.get("style", "")
    ]

    outside_outlook = re.sub(r"<!--.*?-->", "", preview.rendered.html, flags=re.DOTALL)

    assert bare == []
    assert not re.search(r'style="[^"]*(?<![-\w])width:\s*\d+px', outside_outlook), "GMX wants no fixed width"


@LETTERS_SEEN
def test_nothing_is_hidden_and_nothing_is_smaller_than_14_px(preview: Preview) -> None:
    html = re.sub(r"<!--.*?-->", "", preview.rendered.html, flags=re.DOTALL)

    assert not re.search(r"display:\s*none|visibility:\s*hidden|opacity:\s*0|&zwnj;|\u200c|\u2007|\u034f", html)
    for style in re.findall(r'style="([^"]*)"[^>]*>([^<]*)', html):
        size = re.search(r"font-size:\s*(\d+)", style[0])
        if size and style[1].replace("\N{NO-BREAK SPACE}", "").strip():
            assert int(size[1]) >= 14, style


@LETTERS_SEEN
def test_there_is_at_most_one_filled_button(preview: Preview) -> None:
    assert len(re.findall(r'class="button filled"', preview.rendered.html)) <= 1


@LETTERS_SEEN
def test_the_text_twin_has_the_same_links(preview: Preview) -> None:
    in_html = Seen(preview.rendered.html).links("https:")
    in_text = re.findall(r"^https://\S+$", preview.rendered.text, re.MULTILINE)

    assert in_html == in_text


@LETTERS_SEEN
def test_the_text_twin_has_the_same_words(preview: Preview) -> None:
    """But for the hint that words can be tapped."""
    without_links = re.sub(r"^https://\S+$", "", preview.rendered.text, flags=re.MULTILINE).replace("_", "")
    html, text = words_of(Seen(preview.rendered.html).text), words_of(without_links)

    assert html - text <= {"or", "tap", "it", "oder", "tippen", "sie", "es", "an"}
    assert text - html <= set()
    assert "Macro" not in html, "a part of all letters bears the name of something that this one says"


@LETTERS_SEEN
def test_the_text_twin_keeps_to_72_columns(preview: Preview) -> None:
    wide = [line for line in preview.rendered.text.splitlines() if len(line) > WIDTH and "://" not in line]

    assert wide == []
    assert not [line for line in preview.rendered.text.splitlines() if line.startswith((">", "-- ", "From "))]
    assert "\n\n\n" not in preview.rendered.text


@LETTERS_SEEN
def test_every_action_is_a_button_a_prefilled_answer_and_a_printed_word(preview: Preview) -> None:
    page = Seen(preview.rendered.html)
    answers = page.links("mailto:reply+")
    links = set(page.links("https:")) - {FOOTER.preferences, FOOTER.pause, FOOTER.unsubscribe}
    context = LETTERS[preview.kind].samples(preview.language)[preview.variant].context
    # What is only looked at, such as who is asked, is a page and no wish: it has no word.
    said = [action for action in actions_in(context) if words_in(preview.language).reply(action)]

    assert bool(answers) == bool(said)
    assert links or not answers
    assert all(len(answer) <= LONGEST_MAILTO and "+" not in answer.partition("?")[2] for answer in answers)
    for answer in re.findall(r'<a href="mailto:reply[^"]*"[^>]*>([^<]*)</a>', preview.rendered.html):
        assert answer in str(escape(preview.rendered.text)), "the word is printed in the twin, too"


@LETTERS_SEEN
def test_the_footer_says_why_and_offers_the_way_out(preview: Preview) -> None:
    text = " ".join(preview.rendered.text.split())

    # A customer has no preferences: the one way out is to get no more of it.
    is_customers = list_of(preview.kind) == CUSTOMER
    for link in (FOOTER.unsubscribe,) if is_customers else (FOOTER.preferences, FOOTER.pause, FOOTER.unsubscribe):
        assert link in preview.rendered.text
        assert f'href="{link}"' in preview.rendered.html
    assert BRAND.imprint in text
    assert BRAND.vendor_name in text


@LETTERS_SEEN
def test_nothing_of_the_machinery_shows(preview: Preview) -> None:
    for part in (preview.rendered.subject, preview.rendered.text, Seen(preview.rendered.html).text):
        assert not re.search(r"\{\{|\{%|%\(|jinjax|\bNone\b|Undefined|datetime|_percent|_local", part)
