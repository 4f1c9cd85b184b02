"""Finds the newly written words of a reply: on top, below or between the quotes."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.own_mark import TEXT_MARK, has_own_mark, is_only_mark
from inbound.mail import Mail, Mark
from inbound.reply.ending import ending_of, without_banner
from inbound.text.headers import glued_block, header_block
from inbound.text.lines import Line, lines_of
from inbound.text.separators import is_divider, is_rule, separator
from inbound.text.wrote import WroteLine, bare_wrote_line, tells_when, tells_when_above_a_quote, wrote_line

_LONG_LINE = 60
_WRAPPED_LINE = 45


def new_words(mail: Mail) -> str:
    """Return what the sender of ``mail`` wrote anew, lines as written; empty when that is nothing.

    Never gives back words of a mail of ours that is quoted, even where the client dropped every quote sign: our own
    mark ends the new words. Source: rulebook 2, issue 3.3 and 3.8.
    """
    lines = lines_of(mail.text)
    kinds = _Kinds(lines, mail.marks, wrapped=mail.html is None)
    return _text(lines, kinds)


class _Kinds:
    """For every line whether it is new, quoted or the history that follows to the end of the mail."""

    def __init__(self, lines: Sequence[Line], marks: Sequence[Mark], *, wrapped: bool) -> None:
        self.lines = lines
        self.end = len(lines)
        self.dropped: set[int] = set()
        self.glued: dict[int, str] = {}
        self.quoted = False
        self.ours: int | None = None  # where a mail of ours begins that stands behind quote signs
        self._marks(marks)
        self._history()
        self._wrapped_quotes()
        if wrapped:
            self._rest_of_ours()

    def is_new(self, position: int) -> bool:
        """Say whether the line belongs to what the sender wrote."""
        return position < self.end and position not in self.dropped and not self.lines[position].depth

    def _marks(self, marks: Sequence[Mark]) -> None:
        for mark in marks:
            if mark.kind == "history" and self._is_quoted(mark):
                continue  # an answer may stand below the quote
            if mark.kind == "history":
                self.end = min(self.end, mark.start)
            elif mark.kind in ("signature", "attribution"):
                self.dropped.update(range(mark.start, mark.end))
                if mark.kind == "attribution" and not self._quoted_after(mark.end):
                    self.end = min(self.end, mark.start)

    def _is_quoted(self, mark: Mark) -> bool:
        return mark.start < len(self.lines) and self.lines[mark.start].depth > 0

    def _history(self) -> None:
        """Go down the lines until everything below is an older mail."""
        position = 0
        while position < self.end:
            line = self.lines[position]
            if line.key and position not in self.dropped:
                if self._ends_here(position):
                    self.end = self._above_own_words(position)
                    return
                wrote = wrote_line(self.lines, position) or bare_wrote_line(self.lines, position)
                if wrote is None and not self.quoted:
                    wrote = tells_when_above_a_quote(self.lines, position)
                self.quoted = self.quoted or line.depth > 0
                if wrote:
                    self._introduces(wrote)
            position += 1

    def _ends_here(self, position: int) -> bool:
        line = self.lines[position]
        if has_own_mark(line.key) or line.key.endswith(TEXT_MARK[:-1]):
            if not line.depth or self.ours is None and not self._quoted_after(position + 1):
                return True
            self.ours = position if self.ours is None else self.ours
            return False
        if line.depth:  # GroupWise: ">>> Vera Vogt <a@b> 03.03.26 10:15 >>>", and nothing below it is marked
            unmarked = line.raw.startswith(">>>") and line.key.endswith(">>>") and tells_when(line.key)
            return unmarked and not self._quoted_after(position + 1)
        announced = separator(line.key)
        if announced:
            return True
        broken = f"{line.key} {self._key_below(position)}" if line.key.count(":") > 1 else ""
        return (
            header_block(self.lines, position)
            or glued_block(self.lines, position, line.key)
            or glued_block(self.lines, position, broken)
        ) is not None

    def _key_below(self, position: int) -> str:
        return self.lines[position + 1].key if position + 1 < len(self.lines) else ""

    def _above_own_words(self, position: int) -> int:
        """Return where the older mail begins that line ``position`` tells.

        That is a line higher where a client wrapped our mark, or drew a divider in whatever language.
        """
        if self.ours is not None and has_own_mark(self.lines[position].key):
            return self.ours  # the client marked our first lines as quoted and not our last
        above = self.lines[position - 1] if position else None
        wrapped = above and len(above.key) >= _WRAPPED_LINE and is_only_mark(self.lines[position].key)
        return position - 1 if wrapped or above and is_divider(above.key) else position

    def _introduces(self, wrote: WroteLine) -> None:
        """Take a wrote-line out; what it introduces is either marked as a quote or reaches to the end."""
        if self.lines[wrote.start].depth:
            return
        self.dropped.update(range(wrote.start, wrote.end))
        if wrote.before:
            self.glued[wrote.start] = wrote.before
        if not self._quoted_after(wrote.end):
            self.end = min(self.end, wrote.end)

    def _quoted_after(self, position: int) -> bool:
        for line in self.lines[position : position + 12]:
            if line.depth:
                return True
            if line.key:
                return False
        return False

    def _rest_of_ours(self) -> None:
        """Drop below our quoted mail what may be the rest of its long lines, which lost the quote sign in wrapping."""
        for position in range(self.end if self.ours is None else self.ours + 1, self.end):
            line, above = self.lines[position], self.lines[position - 1]
            filled = len(above.content) + len(line.key.partition(" ")[0]) >= _WRAPPED_LINE  # the next word did not fit
            goes_on = filled if above.depth else position - 1 in self.dropped
            goes_on = goes_on and not has_own_mark(above.key)  # our last line
            if line.key and not line.depth and above.key and goes_on:
                self.dropped.add(position)

    def _wrapped_quotes(self) -> None:
        """Drop lines that a program wrapped out of a quote: the quoted line above is long and goes on in them."""
        for position in range(1, self.end - 1):
            line, above, below = self.lines[position], self.lines[position - 1], self.lines[position + 1]
            if line.depth or not line.key or not below.depth:
                continue
            wrapped = above.depth and len(above.content) >= _LONG_LINE and above.content.rstrip()[-1:] not in ".?!:"
            swallowed = (
                above.depth and line.key.endswith(">") and not line.key.startswith("<")
            )  # a link took the sign along
            if swallowed or wrapped and line.key[0].islower():
                self.dropped.add(position)


def _text(lines: Sequence[Line], kinds: _Kinds) -> str:
    """Join the new lines; each stretch between quotes loses its own signature."""
    stretches: list[list[str]] = [[]]
    for position, line in enumerate(lines[: kinds.end]):
        if position in kinds.glued:
            stretches[-1].append(kinds.glued[position])
        elif kinds.is_new(position):
            stretches[-1].append(line.raw)
        elif stretches[-1]:
            stretches.append([])
    kept = [stretch[: ending_of(stretch)] for stretch in stretches]
    kept[0] = without_banner(kept[0])
    blocks = ["\n".join(_trimmed(stretch)) for stretch in kept]
    return "\n\n".join(block for block in blocks if block.strip())


def _trimmed(stretch: list[str]) -> list[str]:
    """Take blank lines off both ends, and rules off the lower one."""
    start, end = 0, len(stretch)
    while start < end and not stretch[start].strip():
        start += 1
    while end > start and (not stretch[end - 1].strip() or is_rule(stretch[end - 1].strip())):
        end -= 1
    return [line.rstrip() for line in stretch[start:end]]
