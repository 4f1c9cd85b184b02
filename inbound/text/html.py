"""HTML to plain text that keeps quotes, tables and line ends, and remembers what the markup said about them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from inbound.mail import Mark, MarkKind
from inbound.text.markup import HISTORY_IDS, history_style, kind_of_class
from inbound.text.tables import entries

_SPACE = re.compile(r"[ \t\r\n\f\u200b\ufeff]+")
_SKIPPED = frozenset(entries("script|style|head|title|template|noscript|object|svg|meta|link|xml"))
_BLOCKS = frozenset(
    entries("""
address|article|aside|blockquote|body|caption|center|dd|details|dir|div|dl|dt|fieldset|figcaption|figure|footer|form
h1|h2|h3|h4|h5|h6|header|html|li|main|menu|nav|ol|option|p|pre|section|summary|table|tbody|tfoot|thead|tr|ul
""")
)
_SPACED = frozenset(entries("p|h1|h2|h3|h4|h5|h6|dl|pre|ul|ol"))
_RULE = "_" * 32
_MAX_QUOTES = 40


@dataclass(slots=True)
class _Page:
    """The text so far: finished lines, the line being written, and what still has to come before the next word."""

    lines: list[str] = field(default_factory=list)
    current: list[str] = field(default_factory=list)
    quotes: int = 0
    blank: bool = False
    space: bool = False
    cell: bool = False
    marks: list[Mark] = field(default_factory=list)

    def end_line(self) -> None:
        """Finish the current line if anything stands on it."""
        if self.current:
            self._put("".join(self.current).rstrip())
            self.current = []
        self.space = False
        self.cell = False

    def break_line(self) -> None:
        """Finish the current line, blank or not, as ``<br>`` does."""
        if self.current:
            self.end_line()
        else:
            self._put("")

    def want_blank(self) -> None:
        """Ask for one blank line before whatever comes next."""
        self.end_line()
        self.blank = bool(self.lines)

    def write(self, text: str) -> None:
        """Write flowing text: runs of white space are one space, none at the start of a line."""
        words = _SPACE.sub(" ", text)
        if words == " " or not words:
            self.space = self.space or bool(words and self.current)
            return
        lead = (self.space or words[0] == " ") and self.current and not self.cell
        self.space = words[-1] == " "
        self._before_words()
        self.current.append((" " if lead else "") + words.strip(" "))
        self.cell = False

    def write_as_is(self, text: str) -> None:
        """Write preformatted text."""
        first, *rest = text.split("\n")
        if first:
            self._before_words()
            self.current.append(first)
        for line in rest:
            self.break_line()
            if line:
                self.current.append(line)

    def next_cell(self) -> None:
        """Separate two cells of one table row."""
        if self.current and not self.cell:
            self.current.append("\t")
            self.cell = True
            self.space = False

    def _before_words(self) -> None:
        if self.blank and not self.current:
            self._put("")
        self.blank = False

    def _put(self, line: str) -> None:
        self.blank = False
        self.lines.append("> " * self.quotes + line if self.quotes else line)


def to_text(html: str) -> tuple[str, tuple[Mark, ...]]:
    """Return the text of an HTML body and the marks its markup gives for the lines of that text.

    ``<blockquote>`` becomes ``> ``, a rule 32 underscores, cells are parted by tabs, list items start with ``- ``; a
    ``mailto:`` address is added in brackets where the link's own words lack it. Never fetches anything.
    """
    root = _parsed(html)
    if root is None:
        return "", ()
    page = _Page()
    _walk(root, page)
    page.end_line()
    lines = page.lines
    while lines and not lines[-1].strip():
        lines.pop()
    return "\n".join(lines).replace("\xa0", " "), tuple(page.marks)


def _parsed(html: str) -> etree._Element | None:
    if not html.strip():
        return None
    parser = etree.HTMLParser(recover=True, no_network=True, remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        return etree.fromstring(html.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError, AssertionError):
        return None


def _walk(root: etree._Element, page: _Page) -> None:
    """Go through the tree without recursion, as a sender decides how deep it is."""
    stack: list[tuple[etree._Element, bool, tuple[MarkKind, int] | None]] = [(root, True, None)]
    preformatted = 0
    while stack:
        element, opening, mark = stack.pop()
        tag = element.tag if isinstance(element.tag, str) else "script"
        skipped = tag in _SKIPPED or _hidden(element)
        if opening:
            if not skipped:
                mark = _open(element, tag, page)
                preformatted += tag == "pre"
                if element.text:
                    _say(page, element.text, preformatted)
            stack.append((element, False, mark))
            if not skipped:
                stack.extend((child, True, None) for child in reversed(element))
            continue
        if not skipped:
            _close(element, tag, page)
            preformatted -= tag == "pre"
            if mark:
                page.end_line()
                page.marks.append(Mark(mark[0], mark[1], len(page.lines)))
        if element.tail and element is not root:
            _say(page, element.tail, preformatted)


def _say(page: _Page, text: str, preformatted: int) -> None:
    if preformatted:
        page.write_as_is(text.replace("\r\n", "\n").replace("\r", "\n"))
    else:
        page.write(text)


def _hidden(element: etree._Element) -> bool:
    style = element.get("style") or ""
    return "display" in style and "display:none" in style.replace(" ", "").lower()


def _open(element: etree._Element, tag: str, page: _Page) -> tuple[MarkKind, int] | None:
    if tag == "br":
        page.break_line()
        return None
    if tag in ("td", "th"):
        page.next_cell()
        return _marked(element, tag, page)
    if tag in _BLOCKS:
        _open_block(element, tag, page)
    elif tag == "hr":
        page.end_line()
        mark = _marked(element, tag, page)
        page.lines.append("> " * page.quotes + _RULE)
        return mark
    return _marked(element, tag, page)


def _open_block(element: etree._Element, tag: str, page: _Page) -> None:
    if tag in _SPACED and not _tight(element):
        page.want_blank()
    else:
        page.end_line()
    if tag == "blockquote":
        page.quotes = min(page.quotes + 1, _MAX_QUOTES)
    elif tag == "li":
        page.write("-")
        page.space = True


def _close(element: etree._Element, tag: str, page: _Page) -> None:
    if tag == "a":
        _add_address(element, page)
    elif tag in _BLOCKS:
        if tag in _SPACED and not _tight(element):
            page.want_blank()
        else:
            page.end_line()
        if tag == "blockquote":
            page.quotes = max(page.quotes - 1, 0)


def _tight(element: etree._Element) -> bool:
    """Say whether a paragraph is set without space around, as Outlook writes every line."""
    if (element.get("class") or "").startswith("Mso"):
        return True
    style = (element.get("style") or "").replace(" ", "").lower()
    return "margin:0" in style or "margin-bottom:0" in style or "margin-bottom:.0001pt" in style


def _add_address(element: etree._Element, page: _Page) -> None:
    href = element.get("href") or ""
    if href[:7].lower() == "mailto:" and "@" in href:
        address = href[7:].partition("?")[0].replace("%40", "@")
        if "@" not in "".join(page.current[-3:]):
            page.write(f" <{address}>")


def _marked(element: etree._Element, tag: str, page: _Page) -> tuple[MarkKind, int] | None:
    """Return what ids, classes and borders known from mail programs say, and the line from which on they say it."""
    attributes = element.attrib
    if not attributes:
        return None
    kind: MarkKind | None = None
    identifier = attributes.get("id")
    if identifier:
        kind = HISTORY_IDS.get(identifier.lower().removeprefix("x_"))
    if kind is None and (classes := attributes.get("class")):
        kind = kind_of_class(classes)
    if kind is None and tag in ("div", "p", "td") and (style := attributes.get("style")) and history_style(style):
        kind = "history"
    if kind is None:
        return None
    page.end_line()
    return kind, len(page.lines)
