"""Bytes become the words their sender saw, however they were declared, encoded and dressed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from inbound.mail import Mark
from inbound.parse import parse
from inbound.parse.addresses import mailboxes
from inbound.text.flowed import unflow
from inbound.text.html import to_text
from tests.reading.mails import mail

HEAD = b"From: Carla <carla@kunde.example>\r\nMessage-ID: <1@kunde.example>\r\n"
UMLAUTS = "Grüße aus München, heiß: schön"


@pytest.mark.parametrize(
    ("declared", "encoding", "text"),
    [
        ("utf-8", "utf-8", UMLAUTS),
        ("iso-8859-1", "latin-1", UMLAUTS),
        ("iso-8859-1", "cp1252", "12.500 € – bitte"),
        ("us-ascii", "utf-8", UMLAUTS),
        ("us-ascii", "cp1252", "12.500 €"),
        ("utf-8", "latin-1", UMLAUTS),
        ("no-such-charset", "utf-8", UMLAUTS),
        ("", "utf-8", UMLAUTS),
        ("", "latin-1", UMLAUTS),
        ("unicode-1-1-utf-7", "utf-7", UMLAUTS),
        ("ks_c_5601-1987", "cp949", "안녕하세요 세계"),
        ("gb2312", "gb18030", "你好世界 測試"),
        ("koi8-r", "koi8-r", "Привет, мир"),
        ("iso-2022-jp", "iso2022_jp", "こんにちは"),
        ("hex", "utf-8", UMLAUTS),
    ],
)
def test_the_text_is_read_whatever_charset_was_declared(declared: str, encoding: str, text: str) -> None:
    kind = f"Content-Type: text/plain; charset={declared}\r\n" if declared else "Content-Type: text/plain\r\n"

    read = parse(HEAD + kind.encode() + b"Content-Transfer-Encoding: 8bit\r\n\r\n" + text.encode(encoding))

    assert read.text == text


def test_another_charset_than_declared_is_a_defect() -> None:
    read = parse(HEAD + b"Content-Type: text/plain; charset=us-ascii\r\n\r\n" + UMLAUTS.encode())

    assert "charset us-ascii read as utf-8" in read.defects


@pytest.mark.parametrize(
    ("raw", "subject"),
    [
        ("=?utf-8?q?Gr=C3=BC=C3=9Fe?=", "Grüße"),
        ("=?UTF-8?B?R3LDvMOfZQ==?= =?utf-8?q?_aus_Ulm?=", "Grüße aus Ulm"),
        ("=?utf-8?Q?hei=C3?=\r\n =?utf-8?Q?=9F?=", "heiß"),
        ("=?utf-8?q?mit leerzeichen?=", "mit leerzeichen"),
        ("=?utf-8?B?R3LDvMOf", "Grüß"),
        ("=?no-such?q?x?=", "x"),
        ("=?gb2312?B?xOO6ww==?=", "你好"),
        ("=?utf-8*de?q?Gr=C3=BC=C3=9Fe?=", "Grüße"),
        ("a\r\n folded\r\n\tsubject", "a folded subject"),
        ("Lead =?utf-8?q?M=C3=BCnchen?=!", "Lead München!"),
        ("=?utf-8?q?broken=GG?=", "broken=GG"),
    ],
)
def test_subjects_are_decoded_as_they_are_in_the_wild(raw: str, subject: str) -> None:
    assert parse(f"Subject: {raw}\r\n\r\nhi".encode()).subject == subject


def test_a_header_cannot_be_smuggled_in_an_encoded_word() -> None:
    """CVE-2024-6923: seen failing with the parser's own decoding, which gives the line break back."""
    read = parse(b"Subject: =?utf-8?q?a=0D=0ABcc:_eve@bad.example?=\r\n\r\nhi")

    assert "\n" not in read.subject
    assert "\r" not in read.subject


@pytest.mark.parametrize(
    ("raw", "boxes"),
    [
        ("Vera Vogt <vera@Nordlicht.example>", (("Vera Vogt", "vera@nordlicht.example"),)),
        ('"Vogt, Vera" <vera@nordlicht.example>', (("Vogt, Vera", "vera@nordlicht.example"),)),
        ("Vogt, Vera <vera@nordlicht.example>", (("Vogt, Vera", "vera@nordlicht.example"),)),
        ("vera@nordlicht.example (Vera Vogt)", (("Vera Vogt", "vera@nordlicht.example"),)),
        (
            "=?utf-8?q?K=C3=BChn=2C_C=2E?= <c@kunde.example>, d@kunde.example",
            (("Kühn, C.", "c@kunde.example"), ("", "d@kunde.example")),
        ),
        ("Carla [mailto:c@kunde.example]; 'd@kunde.example'", (("Carla", "c@kunde.example"), ("", "d@kunde.example"))),
        ("carla@kunde.example<mailto:carla@kunde.example>", (("", "carla@kunde.example"),)),
        ("Rolf <rolf@rolf-it.example> im Auftrag von Info <info@rolf-it.example>", (("Rolf", "rolf@rolf-it.example"),)),
        ("O'Neil <o'neil@kunde.example>", (("O'Neil", "o'neil@kunde.example"),)),
        ("undisclosed-recipients:;", (("undisclosed-recipients", ""),)),
        ("", ()),
    ],
)
def test_addresses_are_read_from_whatever_was_written(raw: str, boxes: tuple[tuple[str, str], ...]) -> None:
    assert mailboxes(raw) == boxes


@pytest.mark.parametrize(
    ("disposition", "filename"),
    [
        ('attachment; filename="a b.pdf"', "a b.pdf"),
        ("attachment; filename*=UTF-8''Gr%C3%BC%C3%9Fe.pdf", "Grüße.pdf"),
        ("attachment; filename*0*=utf-8''Gr%C3%BC; filename*1*=%C3%9Fe; filename*2=.pdf", "Grüße.pdf"),
        ('attachment; filename="=?utf-8?q?Gr=C3=BC=C3=9Fe.pdf?="', "Grüße.pdf"),
        ("attachment; filename=without quotes.pdf", "without quotes.pdf"),
    ],
)
def test_the_names_of_files_are_read(disposition: str, filename: str) -> None:
    raw = HEAD + b"Content-Type: text/plain\r\nContent-Disposition: " + disposition.encode() + b"\r\n\r\n%PDF-1.7"

    (file,) = parse(raw).attachments

    assert (file.filename, file.content_type) == (filename, "application/pdf")


def test_two_from_lines_are_both_seen() -> None:
    read = mail("two_from_lines")

    assert read.senders == ("vera@nordlicht.example", "eve@bad.example")
    assert "more than one From line" in read.defects


def test_dates_are_utc_and_nonsense_is_none() -> None:
    assert parse(b"Date: Tue, 3 Mar 2026 10:15:00 +0100\r\n\r\n").date == datetime(2026, 3, 3, 9, 15, tzinfo=UTC)
    assert parse(b"Date: soon\r\n\r\n").date is None


def test_a_lost_boundary_is_found_in_the_body() -> None:
    raw = (
        HEAD + b"Content-Type: multipart/mixed\r\n\r\n--abcdef\r\nContent-Type: text/plain\r\n\r\nhi\r\n--abcdef--\r\n"
    )

    assert parse(raw).text.strip() == "hi"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>a</p><p>b</p>", "a\n\nb"),
        ("<div>a</div><div>b</div>", "a\nb"),
        ("a<br>b<br><br>c", "a\nb\n\nc"),
        ("a<blockquote>b<blockquote>c</blockquote></blockquote>d", "a\n> b\n> > c\nd"),
        ("<table><tr><td><b>Name</b></td><td>Carla</td></tr><tr><td>PLZ</td></tr></table>", "Name\tCarla\nPLZ"),
        ("<ul><li>a</li><li>b</li></ul>", "- a\n- b"),
        ("<pre>a\n  b</pre>", "a\n  b"),
        ("a <script>alert(1)</script><style>p {}</style>b", "a b"),
        ("a <span style='display: none'>hidden</span>b", "a b"),
        ('<a href="mailto:carla@kunde.example?subject=x">Carla</a>', "Carla <carla@kunde.example>"),
        ('<a href="mailto:carla@kunde.example">carla@kunde.example</a>', "carla@kunde.example"),
        ("<p class=MsoNormal>a<o:p></o:p></p><p class=MsoNormal>b</p>", "a\nb"),
        ("a<hr>b", "a\n" + "_" * 32 + "\nb"),
        ("a&nbsp;b &lt;c&gt; &#8364;", "a b <c> €"),
        ("", ""),
        ("<<<>>>", "<<<>>>"),
    ],
)
def test_html_keeps_quotes_tables_and_line_ends(html: str, text: str) -> None:
    assert to_text(html)[0] == text


def test_a_mail_programs_own_marks_are_kept_beside_the_text() -> None:
    text, marks = to_text('<div>won</div><div id="appendonsend"></div><div id="divRplyFwdMsg">Oddi wrth: x</div>')

    assert text == "won\nOddi wrth: x"
    assert Mark("history", 1, 2) in marks


def test_soft_line_ends_are_undone_within_one_quote() -> None:
    text = "> long \n> quote\nand an \nanswer\n-- \nVera"

    assert unflow(text) == "> long quote\nand an answer\n-- \nVera"
    assert unflow("Donau \nschiff", delete_space=True) == "Donauschiff"


def test_html_is_read_where_the_plain_part_is_a_stub() -> None:
    raw = (
        HEAD
        + b"Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nHTML only\r\n"
        b"--b\r\nContent-Type: text/html\r\n\r\n<p>" + b"please call me back about the arm " * 5 + b"</p>\r\n--b--\r\n"
    )

    assert parse(raw).text.startswith("please call me back")
