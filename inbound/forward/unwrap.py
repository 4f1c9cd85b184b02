"""Takes a forwarded mail apart, whichever of the ways to forward the sender's program used."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from inbound.forward.subject import is_forward_subject, is_reply_subject, without_prefixes
from inbound.mail import Attachment, Mail
from inbound.parse.addresses import addresses
from inbound.text.headers import HeaderBlock, glued_block, header_block
from inbound.text.lines import Line, lines_of
from inbound.text.separators import is_divider, is_rule, separator
from inbound.text.wrote import sender_of, wrote_line

_DEEPEST_NESTING = 5


@dataclass(frozen=True, slots=True)
class Forwarded:
    """What was forwarded.

    ``note`` is what the forwarder wrote on top. ``from_address`` is empty where the text names only a person. ``date``
    is the text as written. ``attachments`` are the original's when it came attached, else the forwarding mail's.
    ``original`` is the mail itself when it was attached. ``inner`` is the mail forwarded within this one, if any.
    """

    note: str
    from_name: str
    from_address: str
    to: tuple[str, ...]
    cc: tuple[str, ...]
    subject: str
    date: str
    body: str
    attachments: tuple[Attachment, ...] = ()
    original: Mail | None = None
    inner: Forwarded | None = None


@dataclass(frozen=True, slots=True)
class _Found:
    """Where the forward begins in the text and what its printed headers are."""

    top: int
    block: HeaderBlock
    announced: bool


def unwrap(mail: Mail) -> Forwarded | None:
    """Return what ``mail`` forwards, or None when it forwards nothing.

    An attached mail counts before one in the text. Source: rulebook 3.1, issue 3.4.
    """
    return _unwrap(mail, 0)


def _unwrap(mail: Mail, level: int) -> Forwarded | None:
    if mail.embedded and not mail.content_type.startswith("multipart/report"):
        return _attached(mail, level)
    forwards = is_forward_subject(mail.subject)
    replies = not forwards and (is_reply_subject(mail.subject) or bool(mail.in_reply_to))
    lines = lines_of(mail.text)
    found = _find(lines, forwards, replies)
    if forwards and not (found and found.announced):
        introduced = _introduced(mail, lines[: found.top] if found else lines, lines)
        if introduced:
            return introduced
    return _inline(mail, lines, found, level) if found else None


def _attached(mail: Mail, level: int) -> Forwarded:
    original = mail.embedded[0]
    inner = _unwrap(original, level + 1) if level < _DEEPEST_NESTING else None
    return Forwarded(
        note=mail.text.strip(),
        from_name=original.from_name,
        from_address=original.from_address,
        to=original.to,
        cc=original.cc,
        subject=original.subject,
        date=original.header("date"),
        body=original.text.strip("\n"),
        attachments=original.attachments,
        original=original,
        inner=inner,
    )


def _find(lines: Sequence[Line], forwards: bool, replies: bool) -> _Found | None:
    """Find the first separator above printed headers, or printed headers alone where the subject tells a forward."""
    for position, line in enumerate(lines):
        if not line.key:
            continue
        announced = separator(line.key)
        if announced and (announced[0] == "forwarded" or not replies):
            block = _block_after(lines, position, announced[1])
            if block:
                return _Found(position, block, True)
        if line.depth and not forwards:
            continue
        block = header_block(lines, position)
        if block and (forwards or not replies and _alone_is_enough(block)):
            return _Found(_without_rule(lines, position), block, False)
    return None


def _alone_is_enough(block: HeaderBlock) -> bool:
    """Say whether headers without a separator, under a subject that tells nothing, are no web form's."""
    sender = block.values.get("from", "")
    named = "@" in sender or "@" in block.values.get("to", "")
    return named and "date" in block.values and "subject" in block.values and ("to" in block.values or "@" in sender)


def _block_after(lines: Sequence[Line], position: int, rest: str) -> HeaderBlock | None:
    if rest:
        return glued_block(lines, position, rest)
    for below in range(position + 1, min(position + 6, len(lines))):
        if lines[below].key:
            block = header_block(lines, below)
            if block or not is_rule(lines[below].key):
                return block or glued_block(lines, below, lines[below].key)
    return None


def _without_rule(lines: Sequence[Line], position: int) -> int:
    """Return the line of the rule, or of the divider in whatever language, above the headers, if there is one."""
    above = position - 1
    while above >= 0 and not lines[above].key:
        above -= 1
    divided = above >= 0 and (is_rule(lines[above].key) or is_divider(lines[above].key))
    return above if divided else position


def _inline(mail: Mail, lines: Sequence[Line], found: _Found, level: int) -> Forwarded:
    values = found.block.values
    sender = addresses(values.get("from", ""))[:1] or (("", ""),)
    body = _body(lines, found.block)
    inner = None
    if level < _DEEPEST_NESTING:
        inner = _unwrap(Mail(subject="Fwd:", text=body), level + 1) if _may_nest(body) else None
    return Forwarded(
        note=_joined(lines[: found.top]),
        from_name=sender[0][0],
        from_address=sender[0][1],
        to=_only_addresses(values.get("to", "")),
        cc=_only_addresses(values.get("cc", "")),
        subject=values.get("subject", ""),
        date=values.get("date", ""),
        body=body,
        attachments=mail.attachments,
        inner=inner,
    )


def _may_nest(body: str) -> bool:
    """Say whether a second printed header may stand in the body; a forwarded web form alone is none."""
    lines = lines_of(body)
    for position, line in enumerate(lines):
        if not line.key:
            continue
        if separator(line.key):
            return True
        block = header_block(lines, position)
        if block:
            return _alone_is_enough(block)
    return False


def _only_addresses(value: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(address for _, address in addresses(value) if address))


def _body(lines: Sequence[Line], block: HeaderBlock) -> str:
    """Return the text below the headers, a quote's marks taken off; text below a quoted forward is the forwarder's."""
    if not block.depth:
        return "\n".join(line.raw for line in lines[block.end :]).strip("\n \t")
    out: list[str] = []
    for position, line in enumerate(lines[block.end :], block.end):
        if not line.depth and line.key:
            if not (position + 1 < len(lines) and lines[position + 1].depth and lines[position - 1].depth):
                break
            out.append(line.raw)  # a line that lost its quote sign stands between two that kept it
            continue
        out.append("> " * (line.depth - block.depth) + line.content if line.depth >= block.depth else "")
    return "\n".join(out).strip("\n \t")


def _joined(lines: Sequence[Line]) -> str:
    return "\n".join(line.raw for line in lines).strip()


def _introduced(mail: Mail, top: Sequence[Line], lines: Sequence[Line]) -> Forwarded | None:
    """Read a forward whose program writes a wrote-line instead of headers, as Outlook for Mac and some phones do.

    Looks for it among the lines ``top``, above any printed headers: those may be a web form's in the forwarded text.
    """
    for position in range(len(top)):
        if not lines[position].key:
            continue
        wrote = wrote_line(lines, position)
        if wrote:
            name, address, date = sender_of(wrote.text)
            depth = lines[position].depth
            body = _body(lines, HeaderBlock(wrote.start, wrote.end, depth, {}))
            if not depth:
                body = _unquoted(lines[wrote.end :])
            return Forwarded(
                _joined(lines[: wrote.start]),
                name,
                address,
                (),
                (),
                without_prefixes(mail.subject),
                date,
                body,
                mail.attachments,
            )
    return None


def _unquoted(lines: Sequence[Line]) -> str:
    quoted = any(line.depth for line in lines if line.key)
    kept = [
        ("> " * (line.depth - 1) + line.content if line.depth else line.raw)
        for line in lines
        if line.depth or not quoted
    ]
    return textwrap.dedent("\n".join(kept).strip("\n")).strip()
